import { formatAmount, negate, type Finding, type Money } from '@roundtrip/kernel';
import { addDecimals, plainDecimal } from '../shared/amounts.ts';
import { finding } from '../shared/errors.ts';
import type { TableEntry } from './entries.ts';
import type { Layout } from './header.ts';
import { comparable } from './profile.ts';

const equal = (a: string, b: string): boolean => /^-?0*\.?0*$/.test(addDecimals([a, b.startsWith('-') ? b.slice(1) : `-${b}`]));

const size = (entry: TableEntry): string => formatAmount(entry.payment.settled ?? entry.payment.amount);

/** Holds the file's own counts and sums, above and below the table, against its rows. */
export function checkDeclared(layout: Layout, entries: readonly TableEntry[], around: string): Finding[] {
  const weight = layout.profile.sumsMayDiffer?.test(around) ? 'warning' : 'error';
  return (layout.profile.declared ?? []).flatMap((declared) => {
    const match = declared.pattern.exec(around);
    if (!match) return [];
    const mine = entries.filter((entry) => declared.of(entry.row));
    const found: Finding[] = [];
    const count = Number(match.groups?.['count'] ?? mine.length);
    if (count !== mine.length) {
      found.push(finding('error', 'DECLARED_COUNT', `${declared.label.zh}:声明 ${count} 笔,实有 ${mine.length} 笔`, `${declared.label.en}: ${count} declared, ${mine.length} there`));
    }
    const sum = match.groups?.['sum'];
    const reached = addDecimals(mine.map(size));
    const printed = sum === undefined ? null : plainDecimal(sum, '.');
    if (printed !== null && !equal(printed.replace(/^-/, ''), reached)) {
      found.push(finding(weight, 'DECLARED_SUM', `${declared.label.zh}:声明合计 ${printed},明细合计 ${reached}`, `${declared.label.en}: ${printed} declared, the rows add up to ${reached}`));
    }
    return found;
  });
}

/** Holds a totals row under its own header against the columns that it adds up. */
export function checkTotalsRow(layout: Layout, entries: readonly TableEntry[], tail: readonly (readonly string[])[]): Finding[] {
  const wanted = layout.profile.totals;
  if (!wanted) return [];
  const at = tail.findIndex((row) => comparable(row[0] ?? '') === comparable(wanted.first));
  const [names, values] = [tail[at], tail[at + 1]];
  if (at < 0 || !names || !values) return [finding('error', 'TOTALS_MISSING', '缺少汇总行,文件可能不完整', 'The totals row is missing: the file may be incomplete')];
  return names.flatMap((name, column) => {
    const source = wanted.columns[comparable(name)];
    const declared = plainDecimal(values[column] ?? '', '.');
    if (source === undefined || declared === null) return [];
    const reached = source === '#' ? String(entries.length) : sumOf(layout, entries, source);
    if (equal(declared, reached)) return [];
    return [finding('error', source === '#' ? 'DECLARED_COUNT' : 'DECLARED_SUM', `${name}:声明 ${declared},明细 ${reached}`, `${name}: ${declared} declared, the rows give ${reached}`)];
  });
}

/** `column` adds a column up; `column=value:other` counts (`#`) or adds up `other` where `column` has that value. */
function sumOf(layout: Layout, entries: readonly TableEntry[], source: string): string {
  const conditional = /^(.+)=(.+):(.+)$/.exec(source);
  const cell = (entry: TableEntry, name: string): string => entry.cells[layout.header.indexOf(comparable(name))] ?? '';
  const rows = conditional ? entries.filter((entry) => cell(entry, conditional[1] ?? '') === conditional[2]) : entries;
  const column = conditional?.[3] ?? source;
  return column === '#' ? String(rows.length) : addDecimals(rows.map((entry) => plainDecimal(cell(entry, column), '.') ?? '0'));
}

export type Chain = { readonly opening: Money | null; readonly closing: Money | null; readonly findings: readonly Finding[] };

const moved = (entry: TableEntry): Money => {
  const amount = entry.payment.settled ?? entry.payment.amount;
  return entry.payment.direction === 'in' ? amount : negate(amount);
};

/**
 * Follows the running balance line by line, in whichever order the bank printed: it gives the opening and closing
 * balance and finds a line that is missing. Rows of a source without balances give no chain.
 */
export function followBalances(entries: readonly TableEntry[]): Chain {
  if (entries.length === 0 || entries.some((entry) => !entry.balance)) return { opening: null, closing: null, findings: [] };
  const breaks = (list: readonly TableEntry[]): number[] => list.flatMap((entry, i) => {
    const before = list[i - 1];
    return i > 0 && (entry.balance?.minor ?? 0n) - (before?.balance?.minor ?? 0n) !== moved(entry).minor ? [i] : [];
  });
  const backwards = entries.toReversed();
  const [forth, back] = [breaks(entries), breaks(backwards)];
  const list = back.length < forth.length ? backwards : entries;
  const broken = back.length < forth.length ? back : forth;
  const [first, last] = [list[0], list.at(-1)];
  if (!first?.balance || !last?.balance) return { opening: null, closing: null, findings: [] };
  const opening: Money = { minor: first.balance.minor - moved(first).minor, currency: first.balance.currency };
  const findings = broken.length === 0 ? [] : [finding('error', 'RUNNING_BALANCE', `有 ${broken.length} 处余额与收支不连续,明细可能缺失`, `The running balance breaks in ${broken.length} places: lines may be missing`)];
  return { opening, closing: last.balance, findings };
}
