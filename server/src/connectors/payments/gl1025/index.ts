import type { Finding, PaymentFacts } from '@roundtrip/kernel';
import type { FileFormat, StatementRecord } from '#spi';
import { NO_CURRENCY, scaledAmount } from '../shared/amounts.ts';
import { decodeText } from '../shared/bytes.ts';
import { cardPayment, required, type CardLine } from '../shared/card.ts';
import { isoMoment, printedDay } from '../shared/dates.ts';
import { Refusal, finding, guarded } from '../shared/errors.ts';
import { currencyFromNumeric } from '../shared/numeric-currency.ts';
import { statementOf } from '../shared/statement.ts';

/** Where the fields of a transaction record stand, from and to (exclusive), counted from 0. */
const FIELDS = {
  account: [207, 227], posted: [573, 581], charged: [588, 598], id: [631, 681],
  sign: [736, 737], billed: [737, 752], billedDigits: [768, 769], billedCurrency: [769, 772],
  local: [811, 826], localDigits: [842, 843], localCurrency: [858, 861],
  description: [946, 991], mcc: [1677, 1681], merchant: [1837, 1867],
} as const;

const TOTALS = /GL1025.*?(\d{15}) (\d{3})(\d) ([+-])(\d{15})/;

function paymentOf(row: string, programme: string, place: string): PaymentFacts {
  const cut = (name: keyof typeof FIELDS): string => row.slice(...FIELDS[name]).trim();
  const charged = required(scaledAmount(cut('billed'), Number(cut('billedDigits')), currencyFromNumeric(cut('billedCurrency')), place), 'file.bad-amount', place);
  const localDigits = cut('localDigits');
  const original = cut('localCurrency') && /^\d$/.test(localDigits) ? scaledAmount(cut('local'), Number(localDigits), currencyFromNumeric(cut('localCurrency')), place) : null;
  const credit = cut('sign') === '-';
  const posted = printedDay(cut('posted'), 'ymd');
  const line: CardLine = {
    id: cut('id'), direction: credit ? 'in' : 'out', type: credit ? 'refund' : 'purchase',
    charged, original: original && original.minor > 0n ? original : null,
    happened: required(isoMoment(cut('charged')) ?? posted, 'file.bad-date', place), posted,
    cardNumber: cut('account'), programme,
    merchant: cut('merchant') || cut('description').replace(/\s+/g, ' '), mcc: cut('mcc'), description: cut('description').replace(/\s+/g, ' '),
  };
  return cardPayment(line);
}

function checkTotals(rows: readonly string[], entries: readonly PaymentFacts[]): Finding[] {
  const trailer = TOTALS.exec(rows.find((row) => row.startsWith('9')) ?? '');
  if (!trailer) return [finding('error', 'TRAILER_MISSING', '缺少文件尾,文件可能不完整', 'There is no trailer: the file may be incomplete')];
  const findings: Finding[] = [];
  if (Number(trailer[1]) !== rows.length) findings.push(finding('error', 'DECLARED_COUNT', `文件尾声明 ${Number(trailer[1])} 行,实有 ${rows.length} 行`, `The trailer declares ${Number(trailer[1])} records, ${rows.length} are there`));
  const declared = BigInt(trailer[5] ?? '0') * (trailer[4] === '-' ? -1n : 1n);
  const net = entries.reduce((sum, entry) => sum + (entry.settled ?? entry.amount).minor * (entry.direction === 'out' ? 1n : -1n), 0n);
  if (declared !== net) findings.push(finding('error', 'DECLARED_SUM', '文件尾声明的合计与明细不符', 'The trailer declares another total than the records add up to'));
  return findings;
}

function readGl1025(bytes: Uint8Array): readonly StatementRecord[] {
  const rows = decodeText(bytes).split(/\r\n?|\n/).filter((row) => row.trim() !== '');
  const programme = (rows[0] ?? '').slice(1, 27).trim().split(/\s+/)[0] ?? '';
  if (!rows[0]?.includes('GL1025')) throw new Refusal('file.unknown-format', { zh: '不是 GL1025 文件', en: 'Not a GL1025 file' });
  const entries = rows.flatMap((row, index) => (row.startsWith('1') ? [paymentOf(row, programme, `line ${index + 1}`)] : []));
  const findings = checkTotals(rows, entries);
  const currency = (entries[0]?.settled ?? entries[0]?.amount)?.currency ?? NO_CURRENCY;
  return [statementOf({
    format: 'gl1025', account: programme, currency, opening: null, closing: null,
  }, entries, findings)];
}

/** American Express GL1025: fixed-width records, `0` header, `1` transaction, `8` summary, `9` trailer. */
export const gl1025: FileFormat = {
  id: 'gl1025',
  title: { zh: '美国运通商务卡文件(GL1025)', en: 'American Express GL1025' },
  sniff: (file) => (/^0.{20,34}GL1025/.test(decodeText(file.head.subarray(0, 256), true)) ? 95 : null),
  read: (bytes) => guarded(() => readGl1025(bytes)),
};
