import type { Bilingual, Result } from '@roundtrip/kernel';
import { civilDateIn, ok } from '@roundtrip/kernel';
import type { FileRecord, PayoutReportRecord, ReadError, StatementRecord } from '../connectors/spi/index.ts';
import { record, type Actor } from '#modules/audit';
import { keepFiles, quarantine } from '#modules/ingest';
import { listEntries, reverse } from '#modules/ledger';
import { debtorOf, loadCompany } from '#modules/people';
import { batchByMessage, lockBatch, lockPayouts, payoutIdOf, PAYOUT_MOVES, type Payout, type PayoutState } from '#modules/payouts';
import { keepLines, keepStatements, type BankLine, type Statement } from '#modules/reconciliation';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { explainOpenLines } from './explain-lines.ts';
import type { House } from './house.ts';
import { movePayouts } from './move-payouts.ts';
import { planAgain } from './send-payouts.ts';

export type BankRecords = { readonly actor: Actor; readonly sha256: string; readonly records: readonly FileRecord[] };

/**
 * The bank's word on our payouts: reports say what it thinks of an order, booked lines what it did. Lines of accounts
 * that are not the company's own say nothing here. The same file again changes nothing.
 */
export async function takeBankRecords(tx: Tx, house: House, { actor, sha256, records }: BankRecords): Promise<{ lines: number }> {
  for (const report of records) if (report.kind === 'payout-report') await takeReport(tx, house, actor, report);
  const debtor = await debtorOf(tx, house.vault);
  const own = records.filter((item) => item.kind === 'statement').filter((statement) => debtor !== null && bare(statement.account) === bare(debtor.account));
  if (own.length === 0) return { lines: 0 };
  const { zone } = await loadCompany(tx);
  const now = house.clock.now();
  await keepStatements(tx, own.map((statement, i): Statement => ({
    id: house.clock.newId<'statement'>(), account: bare(statement.account), reference: statement.statementId ?? `${sha256}:${i}`, currency: statement.currency, fromDate: statement.from ?? null, toDate: statement.to ?? null,
    openingMinor: statement.opening?.minor ?? null, closingMinor: statement.closing?.minor ?? null, entries: statement.entries.length, receivedAt: now,
  })));
  const { added, replaced } = await keepLines(tx, own.flatMap((statement) => linesIn(house, statement, zone)));
  await takeBackSuspense(tx, house, replaced);
  await explainOpenLines(tx, house, actor);
  return { lines: added };
}

/** A sum that nobody could explain was booked to suspense; its parts are booked anew, each as what it is. */
async function takeBackSuspense(tx: Tx, house: House, lines: readonly BankLine[]): Promise<void> {
  for (const line of lines) {
    const entries = await listEntries(tx, { account: null, sourceIds: [line.id], after: null, limit: 1 });
    for (const entry of entries) await reverse(tx, house.clock, { entryId: entry.id, on: line.bookedOn });
  }
}

const bare = (account: string): string => account.replace(/\s/g, '').toUpperCase();

/** Only what is booked is a line: a pending entry may still change or go away. */
function linesIn(house: House, statement: StatementRecord, zone: string): BankLine[] {
  return statement.entries.filter((entry) => entry.status === 'posted').map((entry) => ({
    id: house.clock.newId<'bank-line'>(), account: bare(statement.account), reference: entry.externalId, direction: entry.direction, amountMinor: (entry.settled ?? entry.amount).minor,
    currency: (entry.settled ?? entry.amount).currency, bookedOn: entry.bookedOn ?? civilDateIn(zone, entry.paidAt), text: [entry.merchant, entry.description].filter(Boolean).join(' ').slice(0, 300),
    endToEndId: entry.endToEndId ?? null, batchRef: entry.batchId ?? null, returnReason: entry.returnReason ?? null, entryId: entry.entry?.id ?? null, entryParts: entry.entry?.parts ?? null, state: 'open', why: null, payoutIds: [], receivedAt: house.clock.now(),
  }));
}

/** ISO 20022 payment status codes that say no; the other ones are at most "taken". */
const REJECTED = new Set(['RJCT', 'CANC']);
const TAKEN = new Set(['ACTC', 'ACCP', 'ACSP', 'ACSC', 'ACWC', 'ACWP', 'ACCC']);

type Word = { readonly payout: Payout; readonly status: string; readonly reason: string };

async function takeReport(tx: Tx, house: House, actor: Actor, report: PayoutReportRecord): Promise<void> {
  const words = report.payments.length > 0 ? await wordsOnPayments(tx, report) : await wordOnBatch(tx, report);
  const may = ({ payout }: Word, to: PayoutState): boolean => (PAYOUT_MOVES[payout.state] as readonly PayoutState[]).includes(to);
  const rejected = words.filter((word) => REJECTED.has(word.status) && word.payout.state !== 'planned' && may(word, 'failed'));
  await movePayouts(tx, house, actor, words.filter((word) => TAKEN.has(word.status) && may(word, 'accepted')).map(({ payout }) => ({ payout, to: 'accepted' })));
  await movePayouts(tx, house, actor, rejected.map(({ payout, reason }) => ({ payout, to: 'failed', reason })));
  for (const [reason, same] of Map.groupBy(rejected, (word) => word.reason)) await planAgain(tx, house, same.map(({ payout }) => payout), { reason, lost: false });
}

async function wordsOnPayments(tx: Tx, report: PayoutReportRecord): Promise<Word[]> {
  const said = new Map(report.payments.flatMap((payment) => { const id = payoutIdOf(payment.endToEndId); return id ? [[id as string, payment] as const] : []; }));
  return (await lockPayouts(tx, [...said.keys()])).map((payout) => {
    const payment = said.get(payout.id);
    return { payout, status: payment?.status ?? '', reason: payment?.reasons.join('; ') || (payment?.status ?? '') };
  });
}

async function wordOnBatch(tx: Tx, report: PayoutReportRecord): Promise<Word[]> {
  const batch = await batchByMessage(tx, report.originalMessageId);
  const reason = report.findings.map((finding) => finding.message.en).join('; ') || report.groupStatus;
  return batch ? (await lockBatch(tx, batch.id)).map((payout) => ({ payout, status: report.groupStatus, reason })) : [];
}

export type BankFileCall = { readonly actor: Actor; readonly fileName: string; readonly bytes: Uint8Array };

type Trouble = { readonly kind: string; readonly message: Bilingual; readonly place: string | null; readonly remedy: Bilingual };

const REMEDY: Bilingual = { zh: '请向银行重新索取该文件；整个文件已隔离，没有记入任何一笔', en: 'Ask the bank for the file again; it was set aside and nothing of it was recorded' };

function troubleIn(records: readonly FileRecord[]): Trouble | null {
  for (const item of records) {
    if (item.kind !== 'statement' && item.kind !== 'payout-report') return { kind: 'file.not-taken', message: { zh: '不是对账单或付款回执', en: 'Neither a statement nor a payment report' }, place: null, remedy: REMEDY };
    const worst = item.kind === 'statement' ? item.findings.find((finding) => finding.severity === 'error') : undefined;
    if (worst || (item.kind === 'statement' && item.balanced === false)) {
      return { kind: 'file.unbalanced', message: worst?.message ?? { zh: '期初 + 收入 − 支出 ≠ 期末', en: 'Opening + credits − debits is not the closing balance' }, place: null, remedy: REMEDY };
    }
  }
  return null;
}

const ofError = (error: ReadError): Trouble => ({ kind: error.kind, message: error.message, place: error.place ?? null, remedy: error.remedy });

/** The answer of a bank to a batch sheet of ours, where it is one. */
function readSheet(house: House, bytes: Uint8Array): Result<readonly FileRecord[], ReadError> | null {
  for (const rail of house.connectors.rails) {
    const read = rail.readResult?.(bytes);
    if (read) return read.ok ? ok([read.value]) : read;
  }
  return null;
}

/** Takes one file that the bank laid out, whole or not at all. False where it was set aside. */
export async function takeBankFile(house: House, companyId: string, { actor, fileName, bytes }: BankFileCall): Promise<boolean> {
  const sha256 = await house.blobs.put(companyId, bytes);
  const read = readSheet(house, bytes) ?? (await house.connectors.readFile(bytes));
  return house.db.transact(companyId, async (tx) => {
    const now = house.clock.now();
    const id = house.clock.newId<'file'>();
    await keepFiles(tx, [{ id, sha256, fileName, bytes: bytes.byteLength, submittedBy: null }], now);
    const trouble = read.ok ? troubleIn(read.value) : ofError(read.error);
    if (!read.ok || trouble) {
      const aside = house.clock.newId<'quarantine'>();
      await quarantine(tx, [{ id: aside, fileId: id, ...(trouble ?? ofError({ kind: 'file.unreadable', message: REMEDY, remedy: REMEDY })) }], now);
      await record(tx, actor, [{ action: 'file.quarantined', subject: { kind: 'file', id }, body: { kind: trouble?.kind ?? '', sha256 } }]);
      await tell(tx, [{ type: 'file.quarantined', subject: { kind: 'quarantine', id: aside } }]);
      return false;
    }
    const { lines } = await takeBankRecords(tx, house, { actor, sha256, records: read.value });
    await record(tx, actor, [{ action: 'bank-file.taken', subject: { kind: 'file', id }, body: { fileName, sha256, lines } }]);
    return true;
  });
}
