import { isCurrency, sum, type CivilDate, type Currency, type Money } from '@roundtrip/kernel';
import type { SupportingRecord } from '#spi';
import { finding } from '../shared/errors.ts';
import { cellsOf, findFirst, type Cell, type Row } from '../shared/layout.ts';
import { CNY, amountOf, dayOf } from '../shared/values.ts';

const TITLE = /账\s*单|结\s*账|消费明细|folio|guest\s*(?:statement|bill|account)/i;
const ARRIVAL = /入住|到店|抵店|抵达|arrival|check-?\s*in/i;
const DEPARTURE = /离店|退房|离开|departure|check-?\s*out/i;
const CHARGES = /^(?:消费|借方|金额|费用|charges?|debits?|amount)/i;
const CREDITS = /^(?:付款|贷方|支付|credits?|payments?)/i;
const PAID = /支付宝|微信|银行卡|信用卡|现金|预授权|押金|收款|挂账|alipay|wechat|visa|master\s*card|amex|unionpay|cash|payment|deposit/i;
const SUM = /^(?:合\s*计|总\s*计|消费合计|total(?:\s*charges)?)$/i;

/** A hotel's folio: a paper beside an invoice, never one itself. */
export const isFolio = (text: string): boolean => TITLE.test(text) && ARRIVAL.test(text) && DEPARTURE.test(text) && !/发\s*票\s*号\s*码/.test(text);

type Line = { readonly on?: CivilDate; readonly text: string; readonly amount: Money };
type Columns = { readonly charges?: number | undefined; readonly credits?: number | undefined };

const centre = ({ left, right }: Cell): number => (left + right) / 2;

function columnsOf(rows: readonly Row[]): Columns {
  for (const row of rows) {
    const cells = cellsOf(row);
    const [charges, credits] = [cells.find((cell) => CHARGES.test(cell.text)), cells.find((cell) => CREDITS.test(cell.text))];
    if (charges && cells.length > 2) return { charges: centre(charges), credits: credits && centre(credits) };
  }
  return {};
}

const DAY = /^((?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}(?:[-/.](?:20)?\d{2})?)/;

/** Days without a year are those of the arrival's year; two-digit orders differ by house, so only what is sure is told. */
function dayIn(text: string, year: string | undefined): CivilDate | undefined {
  const short = /^(\d{1,2})[-/.](\d{1,2})$/.exec(text);
  return dayOf(short && year ? `${year}-${short[1]}-${short[2]}` : text) ?? undefined;
}

/** The amounts of a row, each as a charge or a payment, by the column that it stands in. */
function amountsOf(cells: readonly Cell[], columns: Columns, currency: Currency): { readonly charge?: Money; readonly credit?: Money } {
  const found = cells.flatMap((cell) => { const amount = /\d\.\d{2}$/.test(cell.text) ? amountOf(cell.text, currency) : null; return amount ? [{ cell, amount }] : []; });
  const isCredit = ({ cell }: { readonly cell: Cell }): boolean => columns.charges !== undefined && columns.credits !== undefined && Math.abs(cell.right - columns.credits) < Math.abs(cell.right - columns.charges);
  const [charge, credit] = [found.find((one) => !isCredit(one)), found.find(isCredit)];
  return { ...(charge ? { charge: charge.amount } : {}), ...(credit ? { credit: credit.amount } : {}) };
}

/** Reads the charges of each day; what was paid is no charge. The lines must make the printed total. */
export function readFolio(rows: readonly Row[], format: string): SupportingRecord {
  const text = rows.map((row) => row.text).join('\n');
  const code = /(?<![A-Z])(EUR|USD|GBP|HKD|SGD|JPY|THB)(?![A-Z])/.exec(text)?.[1] ?? CNY;
  const currency: Currency = isCurrency(code) ? code : CNY;
  const [columns, year] = [columnsOf(rows), findFirst(rows, /((?:19|20)\d{2})[-/.年]\d{1,2}/)?.text];
  const lines: Line[] = [];
  let total: Money | undefined;
  for (const row of rows) {
    const cells = cellsOf(row);
    const { charge } = amountsOf(cells, columns, currency);
    const [head, what] = [cells[0]?.text ?? '', cells.slice(0, -1).find((cell) => !DAY.test(cell.text) && !/^[\d.,:]+$/.test(cell.text))?.text ?? ''];
    if (charge && (SUM.test(head) || SUM.test(what))) { total ??= charge; continue; }
    const day = DAY.exec(head)?.[1];
    if (!day || !charge || PAID.test(row.text)) continue;
    const on = dayIn(day, year);
    lines.push({ ...(on ? { on } : {}), text: what, amount: charge });
  }
  const summed = lines.length > 0 ? sum(lines.map((line) => line.amount), currency) : undefined;
  const findings = total && summed && total.minor !== summed.minor ? [finding('warning', 'FOLIO_SUM', '账单明细之和与合计不符', 'The lines of the folio do not add up to its total')] : [];
  const known = total ?? summed;
  return { kind: 'supporting', format, paper: 'hotel-folio', ...(known ? { total: known } : {}), lines, findings };
}
