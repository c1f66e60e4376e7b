import type { Bilingual, Finding, Instant } from '@roundtrip/kernel';
import type { FileRecord, InvoiceRecord, MappedTable, ReadError, StatementRecord, SupportingRecord } from '../connectors/spi/index.ts';
import { record, type Actor } from '#modules/audit';
import { dateFindings, keepSupporting, type DocumentId } from '#modules/documents';
import { keepFiles, quarantine, type FileId } from '#modules/ingest';
import { loadCompany, type EmployeeId } from '#modules/people';
import { sha256Hex, sm3Hex } from '#platform/blobs';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { civilDateIn } from '@roundtrip/kernel';
import { findConsecutive } from './company-checks.ts';
import type { House } from './house.ts';
import { inTurn } from './in-turn.ts';
import { takeInvoices } from './take-invoices.ts';
import { takeStatement } from './take-statement.ts';

export type IncomingFile = { readonly fileName: string; readonly bytes: Uint8Array };
export type FileProblem = { readonly kind: string; readonly message: Bilingual; readonly place: string | null; readonly remedy: Bilingual };

export type TakenFile = {
  readonly fileName: string;
  readonly outcome: 'accepted' | 'known' | 'supporting' | 'imported' | 'quarantined';
  readonly documentIds: readonly DocumentId[];
  readonly payments: { readonly read: number; readonly added: number } | null;
  /** What finance should know of a file that was taken: statements that do not join on. */
  readonly notices?: readonly Bilingual[];
  readonly problem: FileProblem | null;
};

export type FileCall = {
  readonly actor: Actor;
  /** Whose papers these are; null for finance's imports. */
  readonly submittedBy: EmployeeId | null;
  /** Statements may be handed in by finance, and by an employee only for their own wallet. */
  readonly mayImport: boolean;
  readonly files: readonly IncomingFile[];
  /** The mail that the files came in. */
  readonly mailId?: string;
  /** The files are tables of the company's own making, described by this. */
  readonly mapping?: MappedTable | undefined;
};

export type KeptFile = { readonly id: FileId; readonly sha256: string; readonly sm3?: string; readonly fileName: string; readonly bytes: number };

const NOT_TAKEN: FileProblem = {
  kind: 'file.not-taken', place: null,
  message: { zh: '这是付款指令或银行回执，不是发票、票据或账单', en: 'This is a payment order or a bank report, not an invoice, receipt or statement' },
  remedy: { zh: '请上传发票、行程单或账单；银行文件由财务在“导入”里处理', en: 'Upload invoices, trip tables or statements; bank files are imported by finance' },
};

const problemOf = (error: ReadError): FileProblem => ({ kind: error.kind, message: error.message, place: error.place ?? null, remedy: error.remedy });

/**
 * Takes files one by one, each whole or not at all: what it is, is read from its bytes; an invoice becomes a document, a
 * statement becomes payments, and what cannot be understood or does not add up goes to quarantine with its reason.
 */
export async function takeFiles(house: House, companyId: string, call: FileCall): Promise<TakenFile[]> {
  const taken: TakenFile[] = [];
  for (const file of call.files) taken.push(await takeFile(house, companyId, call, file));
  return taken;
}

async function takeFile(house: House, companyId: string, call: FileCall, file: IncomingFile): Promise<TakenFile> {
  // The original is kept before anything is believed of it, and read outside of any transaction.
  const sha256 = await house.blobs.put(companyId, file.bytes);
  const read = call.mapping ? await house.connectors.readTable(file.bytes, call.mapping) : await house.connectors.readFile(file.bytes);
  const consecutive = await findConsecutive(house, companyId, read.ok ? read.value.flatMap((item) => (item.kind === 'invoice' ? [item.invoice] : [])) : []);
  return inTurn(companyId, () => house.db.transact(companyId, async (tx) => {
    const now = house.clock.now();
    const kept: KeptFile = { id: house.clock.newId<'file'>(), sha256, sm3: sm3Hex(file.bytes), fileName: file.fileName, bytes: file.bytes.byteLength };
    await keepFiles(tx, [{ ...kept, submittedBy: call.submittedBy, mailId: call.mailId ?? null }], now);
    const problem = read.ok ? await objection(tx, read.value, call, now) : problemOf(read.error);
    if (problem || !read.ok) return setAside(tx, house, { kept, call, problem: problem ?? NOT_TAKEN });
    return keepRecords(tx, house, { kept, call, records: read.value, consecutive, now });
  }));
}

/** What speaks against a file that could be read: a date that lies ahead, a negative total that is no red letter, a statement that does not add up. */
async function objection(tx: Tx, records: readonly FileRecord[], call: FileCall, now: Instant): Promise<FileProblem | null> {
  const today = civilDateIn((await loadCompany(tx)).zone, now);
  for (const item of records) {
    if (item.kind === 'payment-order') return NOT_TAKEN;
    if ((item.kind === 'payout-report' || item.kind === 'statement') && !call.mayImport && !isWallet(item)) return NOT_TAKEN;
    if (item.kind === 'statement') {
      const wrong = statementObjection(item);
      if (wrong) return wrong;
    }
    if (item.kind === 'invoice') {
      const wrong = invoiceObjection(item, today);
      if (wrong) return wrong;
    }
  }
  return null;
}

const isWallet = (item: FileRecord): boolean => item.kind === 'statement' && item.entries.length > 0 && item.entries.every((entry) => entry.channel === 'wechatpay' || entry.channel === 'alipay');

function statementObjection(statement: StatementRecord): FileProblem | null {
  const worst = statement.findings.find((finding) => finding.severity === 'error');
  if (statement.balanced !== false && !worst) return null;
  return {
    kind: 'file.unbalanced', place: statement.statementId ?? statement.account,
    message: worst?.message ?? { zh: '期初 + 收入 − 支出 ≠ 期末', en: 'Opening + credits − debits is not the closing balance' },
    remedy: { zh: '请向来源重新下载完整的账单后再导入；整个文件已隔离，没有记入任何一笔', en: 'Download the whole statement again from its source; the file was set aside and nothing of it was recorded' },
  };
}

function invoiceObjection(item: InvoiceRecord, today: string): FileProblem | null {
  const future = dateFindings(item.invoice.issuedOn, today).find((finding) => finding.code === 'FUTURE_DATE');
  if (future) return { kind: 'document.future-date', message: future.message, place: item.invoice.number, remedy: { zh: '请核对原件上的日期', en: 'Check the date on the original' } };
  if (item.invoice.total.minor < 0n && !item.invoice.red && item.invoice.kind !== 'credit_note') {
    return {
      kind: 'document.negative-total', place: item.invoice.number, message: { zh: '金额为负，却不是红字发票', en: 'The total is negative, but this is no red-letter invoice' },
      remedy: { zh: '请核对原件，或上传对应的红字发票', en: 'Check the original, or upload the red-letter invoice' },
    };
  }
  return null;
}

/** Sets a kept file aside whole, with the reason. */
export async function setAside(tx: Tx, house: House, { kept, call, problem }: { readonly kept: KeptFile; readonly call: Pick<FileCall, 'actor' | 'submittedBy'>; readonly problem: FileProblem }): Promise<TakenFile> {
  const id = house.clock.newId<'quarantine'>();
  await quarantine(tx, [{ id, fileId: kept.id, ...problem }], house.clock.now());
  await record(tx, call.actor, [{ action: 'file.quarantined', subject: { kind: 'file', id: kept.id }, body: { kind: problem.kind, sha256: kept.sha256 } }]);
  await tell(tx, [{ type: 'file.quarantined', subject: { kind: 'quarantine', id }, ...(call.submittedBy ? { employeeId: call.submittedBy } : {}) }]);
  return { fileName: kept.fileName, outcome: 'quarantined', documentIds: [], payments: null, problem };
}

type Keeping = { readonly kept: KeptFile; readonly call: FileCall; readonly records: readonly FileRecord[]; readonly consecutive: ReadonlyMap<string, readonly Finding[]>; readonly now: Instant };

async function keepRecords(tx: Tx, house: House, keeping: Keeping): Promise<TakenFile> {
  const { kept, call, records } = keeping;
  const base: TakenFile = { fileName: kept.fileName, outcome: 'supporting', documentIds: [], payments: null, problem: null };
  const invoices = records.filter((item) => item.kind === 'invoice');
  const statements = records.filter((item) => item.kind === 'statement' || item.kind === 'payout-report');
  await keepPapers(tx, house, keeping, records.filter((item) => item.kind === 'supporting'));
  if (statements.length > 0) {
    const { notices, ...payments } = await takeStatement(tx, house, { actor: call.actor, owner: call.submittedBy, sha256: kept.sha256, records: statements });
    await record(tx, call.actor, [{ action: 'statement.imported', subject: { kind: 'file', id: kept.id }, body: { sha256: kept.sha256, ...payments } }]);
    return { ...base, outcome: 'imported', payments, ...(notices.length > 0 ? { notices } : {}) };
  }
  if (invoices.length === 0) return base;
  return { ...base, ...(await takeInvoices(tx, house, { actor: call.actor, submittedBy: call.submittedBy, file: kept, invoices, consecutive: keeping.consecutive })) };
}

async function keepPapers(tx: Tx, house: House, { kept, call, now }: Keeping, papers: readonly SupportingRecord[]): Promise<void> {
  await keepSupporting(tx, papers.map((paper) => ({
    id: house.clock.newId<'supporting'>(), fileId: kept.id, sha256: sha256Hex(`${kept.sha256}/${JSON.stringify(paper.lines.map((line) => line.text))}`), paper: paper.paper,
    totalMinor: paper.total?.minor ?? null, currency: paper.total?.currency ?? null, lines: paper.lines, submittedBy: call.submittedBy,
  })), now);
}
