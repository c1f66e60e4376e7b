import { utils } from '@e965/xlsx';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { err, invariant, ok, type Bilingual, type Finding } from '@roundtrip/kernel';
import { checkFields, type PayoutRail, type PayoutReportRecord } from '#spi';
import { checkBatch } from '../shared/pain001.ts';
import { DONE_WORDS, FAILED_WORDS, SHEETS, type SheetProfile } from './profiles.ts';

const HEAD_ROWS_MAX = 20;
const FORMULA = /^[=+\-@\t\r]/;

const profileOf = (config: Readonly<Record<string, string>>): SheetProfile => {
  const profile = SHEETS.find((one) => one.id === (config['bank'] ?? 'icbc'));
  invariant(profile, 'a bank that has a sheet');
  return profile;
};

/** Banks answer in GB18030; a sheet that was saved again on the way may be UTF-8. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(bytes, 'gb18030');
  }
}

/** A name that a spreadsheet would run as a formula is written as text. */
const safe = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);

/** The profile whose answer has these headings, and where they stand. */
function headOf(rows: readonly (readonly string[])[]): { readonly profile: SheetProfile; readonly at: number; readonly columns: Readonly<Record<'id' | 'outcome' | 'reason', number>> } | null {
  for (const [at, row] of rows.slice(0, HEAD_ROWS_MAX).entries()) {
    const names = row.map((cell) => cell.trim());
    for (const profile of SHEETS) {
      const columns = { id: names.indexOf(profile.answer.id), outcome: names.indexOf(profile.answer.outcome), reason: names.indexOf(profile.answer.reason) };
      if (columns.id >= 0 && columns.outcome >= 0) return { profile, at, columns };
    }
  }
  return null;
}

const outcomeOf = (words: string): string => (FAILED_WORDS.test(words) ? 'RJCT' : DONE_WORDS.test(words) ? 'ACSP' : 'PDNG');

const EMPTY: Bilingual = { zh: '回盘文件没有一行带我方编号', en: 'No row of the answer bears a number of ours' };
const REMEDY: Bilingual = { zh: '请在网银重新下载本批次的结果', en: 'Download the result of this batch from the bank again' };

function readRows(rows: readonly (readonly string[])[], head: NonNullable<ReturnType<typeof headOf>>): PayoutReportRecord {
  const { columns, profile } = head;
  const lines = rows.slice(head.at + 1).map((row) => ({ id: (row[columns.id] ?? '').replace(/^'/, '').trim(), outcome: (row[columns.outcome] ?? '').trim(), reason: columns.reason >= 0 ? (row[columns.reason] ?? '').trim() : '' }));
  const strange = lines.filter((line) => line.id !== '' && outcomeOf(line.outcome) === 'PDNG' && line.outcome !== '' && !/处理中|待|银行处理/.test(line.outcome));
  const findings: Finding[] = strange.slice(0, 20).map((line) => ({ code: 'OUTCOME_UNKNOWN', severity: 'warning', message: { zh: `不认识的处理结果：${line.outcome}`, en: `An outcome that is not known: ${line.outcome}` } }));
  return {
    kind: 'payout-report', format: `bank-sheet/${profile.id}`, originalMessageId: '', groupStatus: 'PART', findings,
    payments: lines.filter((line) => line.id !== '').map((line) => ({ endToEndId: line.id, status: outcomeOf(line.outcome), reasons: line.reason === '' ? (outcomeOf(line.outcome) === 'RJCT' ? [line.outcome] : []) : [line.reason] })),
  };
}

/** A batch sheet that a person uploads to the bank's own site, and the sheet that the bank answers with. */
export const bankSheet: PayoutRail = {
  id: 'bank-sheet',
  title: { zh: '网银批量付款表（CSV）', en: 'Batch sheet for the bank’s site (CSV)' },
  capabilities: { transport: 'file', currencies: ['CNY'], batchMax: 500 },
  fileExtension: 'csv',
  checkConfig: (config) => checkFields(config, [{ name: 'bank', label: { zh: '银行', en: 'Bank' }, shape: new RegExp(`^(?:${SHEETS.map((sheet) => sheet.id).join('|')})$`) }]),
  render(batch, config = {}) {
    const judged = checkBatch(batch);
    invariant(judged.ok, `a batch that was not checked: ${judged.ok ? '' : judged.error.message.en}`);
    const profile = profileOf(config);
    const rows = batch.orders.map((order, i) => profile.columns.map(([, cell]) => safe(cell(order, { batch, row: i + 1 }).replace(/\s+/g, ' ').trim())));
    return new Uint8Array(iconv.encode(`${utils.sheet_to_csv(utils.aoa_to_sheet([profile.columns.map(([head]) => head), ...rows]), { RS: '\r\n' })}\r\n`, 'gb18030'));
  },
  readResult(bytes) {
    const rows = Papa.parse<string[]>(decoded(bytes), { skipEmptyLines: true }).data;
    const head = headOf(rows);
    if (!head) return null;
    const report = readRows(rows, head);
    return report.payments.length > 0 ? ok(report) : err({ kind: 'file.malformed', message: EMPTY, remedy: REMEDY });
  },
};
