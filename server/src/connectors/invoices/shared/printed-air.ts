import { cellsOf, findFirst, placeOf, type Cell, type Found, type Row } from './layout.ts';
import type { Field, Readings } from './readings.ts';
import { CNY, amountOf, dayOf, foldName } from './values.ts';

type Add = (field: Field, found: Found | undefined, value?: string) => void;

const centre = ({ left, right }: Cell): number => (left + right) / 2;

/** The cell of the next row that stands below a head: the one whose middle is nearest to the head's, if no other head is nearer. */
function below(rows: readonly Row[], head: RegExp): Found | undefined {
  const top = rows.findIndex((row) => cellsOf(row).some((cell) => head.test(cell.text)));
  const [headRow, valueRow] = [rows[top], rows[top + 1]];
  if (!headRow || !valueRow) return undefined;
  const heads = cellsOf(headRow);
  const mine = heads.find((cell) => head.test(cell.text));
  const nearest = (cell: Cell): Cell | undefined => heads.reduce<Cell | undefined>((near, one) => (!near || Math.abs(one.left - cell.left) < Math.abs(near.left - cell.left) ? one : near), undefined);
  const value = cellsOf(valueRow).filter((cell) => nearest(cell) === mine).sort((a, b) => (mine ? Math.abs(centre(a) - centre(mine)) - Math.abs(centre(b) - centre(mine)) : 0))[0];
  return value && { text: value.text, groups: [value.text], row: valueRow, start: value.start, end: value.end, place: placeOf(valueRow, value.start, value.end) };
}

const minor = (found: Found | undefined): bigint => amountOf(found?.text ?? '')?.minor ?? 0n;
const shown = (value: bigint): string => `${value / 100n}.${(value % 100n).toString().padStart(2, '0')}`;

/** The flights, each row that names one, with the towns that stand left of it. */
function noteJourney(rows: readonly Row[], readings: Readings): void {
  const [from, to] = [findFirst(rows, /自\s*:\s*([^\t]+)/), findFirst(rows, /至\s*:\s*([^\t]+)/)];
  const flight = findFirst(rows, /(?<![A-Z0-9])([A-Z0-9]{2}\d{3,4})(?!\d)\t/);
  const on = dayOf(findFirst(flight ? [flight.row] : [], /(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?|\d{4}-\d{2}-\d{2})/)?.text ?? '');
  const town = (found: Found): string => foldName(found.text.replace(/[A-Z0-9\s]+/g, ' ')).trim();
  if (from && to && on) readings.journey = { from: town(from), to: town(to), departsOn: on, ...(flight ? { service: flight.text } : {}) };
}

/** The printed air itinerary: a table of amounts under their heads, whose fare and fuel make the amount before tax. */
export function readAirPrinted(rows: readonly Row[], readings: Readings, add: Add): void {
  readings.kind = 'air';
  const [fare, fuel, tax, total] = [below(rows, /^票价$/), below(rows, /^燃油附加费$/), below(rows, /^增值税税额$/), below(rows, /^合计$/)];
  add('total', total, total?.text.replace(/^CNY/, ''));
  add('tax', tax, tax?.text.replace(/^CNY/, ''));
  if (fare) add('pretax', fare, shown(minor(fare) + minor(fuel)));
  readings.otherCharges = { minor: minor(below(rows, /^民航发展基金$/)) + minor(below(rows, /^其他税费$/)), currency: CNY };
  add('date', findFirst(rows, /填\s*开\s*日\s*期\s*:\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?|\d{4}-\d{1,2}-\d{1,2})/));
  add('seller', findFirst(rows, /(?:填\s*开\s*单\s*位|销\s*售\s*方\s*名\s*称)\s*:\s*([^\t:]+?)(?:填开日期|\t|$)/));
  add('passenger', below(rows, /^旅客姓名$/));
  noteJourney(rows, readings);
}
