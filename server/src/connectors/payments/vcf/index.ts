import type { Finding, PaymentFacts, PaymentType } from '@roundtrip/kernel';
import type { FileFormat, StatementRecord } from '#spi';
import { NO_CURRENCY, digitsOf, scaledAmount } from '../shared/amounts.ts';
import { decodeText } from '../shared/bytes.ts';
import { cardPayment, required } from '../shared/card.ts';
import { dayOf, type Day } from '../shared/dates.ts';
import { Refusal, finding, guarded } from '../shared/errors.ts';
import { currencyFromNumeric } from '../shared/numeric-currency.ts';
import { statementOf } from '../shared/statement.ts';

/** Visa's transaction codes that give money back to the cardholder; all others charge it. */
const CREDITS = new Set(['11', '30', '31', '61', '63', '65', '71', '73']);
const FEES = new Set(['40', '50', '52', '54', '56']);
const TRANSACTIONS = '05';

type RecordSet = { readonly type: string; readonly company: string; readonly rows: (readonly string[])[]; readonly place: number; trailer: readonly string[] | null };

/** Cuts the file into its sets: `8` opens one, `9` closes it, what stands between are its records. */
function setsOf(text: string): readonly RecordSet[] {
  const sets: RecordSet[] = [];
  let open: RecordSet | null = null;
  text.split(/\r\n?|\n/).forEach((line, index) => {
    const fields = line.split('\t').map((field) => field.trim());
    const code = fields[0] ?? '';
    if (code === '8') sets.push((open = { type: fields[4] ?? '', company: fields[1] ?? '', rows: [], place: index + 1, trailer: null }));
    else if (code === '9' && open) {
      open.trailer = fields;
      open = null;
    } else if (open && /^[134]$/.test(code)) open.rows.push(fields);
  });
  return sets;
}

function monthFirst(text: string): Day | null {
  return /^\d{8}$/.test(text) ? dayOf(Number(text.slice(4)), Number(text.slice(0, 2)), Number(text.slice(2, 4))) : null;
}

function amountIn(digits: string, currency: string, place: string) {
  return scaledAmount(digits, digitsOf(currency), currency, place);
}

function typeOf(code: string): PaymentType {
  if (FEES.has(code)) return 'fee';
  if (code === '31' || code === '20' || code === '22') return 'transfer';
  return CREDITS.has(code) ? 'refund' : 'purchase';
}

/** Record type 5. Amounts have implied decimals, as many as their currency has. */
function paymentOf(fields: readonly string[], company: string, place: string): PaymentFacts {
  const at = (index: number): string => fields[index] ?? '';
  const billed = currencyFromNumeric(at(19));
  const source = currencyFromNumeric(at(15)) || billed;
  const charged = required(amountIn(at(14), billed, place), 'file.bad-amount', place);
  const original = required(amountIn(at(13), source, place), 'file.bad-amount', place);
  return cardPayment({
    id: [at(3), at(4), at(2)].filter(Boolean).join('-'),
    direction: CREDITS.has(at(17)) ? 'in' : 'out',
    type: typeOf(at(17)),
    charged, original,
    happened: required(monthFirst(at(18)) ?? monthFirst(at(2)), 'file.bad-date', place),
    posted: monthFirst(at(2)),
    cardNumber: at(1), programme: company, merchant: at(8), city: at(9), mcc: at(16), orderNo: at(32),
  });
}

function checkTrailer(set: RecordSet, entries: readonly PaymentFacts[], findings: Finding[]): void {
  if (!set.trailer) {
    findings.push(finding('error', 'TRAILER_MISSING', '记录组没有结束行,文件可能不完整', 'A set has no trailer: the file may be incomplete'));
    return;
  }
  const declared = Number(set.trailer[5] ?? NaN);
  if (declared !== set.rows.length) findings.push(finding('error', 'DECLARED_COUNT', `声明 ${declared} 条,实有 ${set.rows.length} 条`, `The trailer declares ${declared} records, ${set.rows.length} are there`));
  const total = BigInt(/^\d+$/.test(set.trailer[6] ?? '') ? (set.trailer[6] ?? '0') : '0');
  const sizes = entries.map((entry) => ({ minor: (entry.settled ?? entry.amount).minor, sign: entry.direction === 'out' ? 1n : -1n }));
  const net = sizes.reduce((sum, size) => sum + size.minor * size.sign, 0n);
  const gross = sizes.reduce((sum, size) => sum + size.minor, 0n);
  if (total !== gross && total !== (net < 0n ? -net : net)) findings.push(finding('error', 'DECLARED_SUM', '声明的合计与明细不符', 'The trailer declares another total than the records add up to'));
}

function readVcf(bytes: Uint8Array): readonly StatementRecord[] {
  const sets = setsOf(decodeText(bytes));
  if (sets.length === 0) throw new Refusal('file.unknown-format', { zh: '不是 VCF 文件', en: 'Not a VCF file' });
  const findings: Finding[] = [];
  const entries = sets.filter((set) => set.type === TRANSACTIONS).flatMap((set) => {
    const payments = set.rows.map((fields, row) => paymentOf(fields, set.company, `line ${set.place + row + 1}`));
    checkTrailer(set, payments, findings);
    return payments;
  });
  const currency = (entries[0]?.settled ?? entries[0]?.amount)?.currency ?? NO_CURRENCY;
  return [statementOf({
    format: 'vcf', account: sets[0]?.company ?? '', currency, opening: null, closing: null,
  }, entries, findings)];
}

/** Visa Commercial Format 4: tab-delimited sets of fixed records. Only transactions are payments. */
export const vcf: FileFormat = {
  id: 'vcf',
  title: { zh: 'Visa 商务卡文件(VCF 4)', en: 'Visa Commercial Format (VCF 4)' },
  sniff: (file) => (/^[68]\t[^\t]*\t\d+\s*\t\d{8}\t\d\d\t/.test(decodeText(file.head.subarray(0, 512), true)) ? 95 : null),
  read: (bytes) => guarded(() => readVcf(bytes)),
};
