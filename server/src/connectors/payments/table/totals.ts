import { formatAmount, negate, type Finding, type Money } from '@roundtrip/kernel';
import { RunningSum, addDecimals, plainDecimal } from '../shared/amounts.ts';
import { finding } from '../shared/errors.ts';
import type { TableEntry } from './entries.ts';
import type { Layout } from './header.ts';
import { comparable, type Declared } from './profile.ts';

const equal = (a: string, b: string): boolean => /^-?0*\.?0*$/.test(addDecimals([a, b.startsWith('-') ? b.slice(1) : `-${b}`]));

const size = (entry: TableEntry): string => formatAmount(entry.payment.settled ?? entry.payment.amount);

/** Holds the file's own counts and sums, above and below the table, against its rows, which pass by one by one. */
export class DeclaredTotals {
  readonly #layout: Layout;
  readonly #declared: { readonly declared: Declared; count: number; readonly sum: RunningSum }[];
  /** What each name of the totals row adds up. */
  readonly #columns: Map<string, { readonly source: string; readonly sum: RunningSum }>;
  #entries = 0;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#declared = (layout.profile.declared ?? []).map((declared) => ({ declared, count: 0, sum: new RunningSum() }));
    this.#columns = new Map(Object.entries(layout.profile.totals?.columns ?? {}).map(([name, source]) => [comparable(name), { source, sum: new RunningSum() }]));
  }

  add(entry: TableEntry): void {
    this.#entries += 1;
    for (const each of this.#declared) {
      if (!each.declared.of(entry.row)) continue;
      each.count += 1;
      each.sum.add(size(entry));
    }
    for (const column of this.#columns.values()) column.sum.add(this.#share(entry, column.source));
  }

  /** `#` counts rows; `column` adds a column up; `column=value:other` does either where `column` has that value. */
  #share(entry: TableEntry, source: string): string {
    const [, where, value, other] = CONDITIONAL.exec(source) ?? [];
    const cell = (name: string): string => entry.cells[this.#layout.header.indexOf(comparable(name))] ?? '';
    if (where !== undefined && cell(where) !== value) return '0';
    const column = other ?? source;
    return column === '#' ? '1' : plainDecimal(cell(column), '.') ?? '0';
  }

  /** `around` is the text above and below the table, `tail` the rows below. */
  check(around: string, tail: readonly (readonly string[])[]): Finding[] {
    return [...this.#declared.flatMap((each) => this.#checkDeclared(each, around)), ...this.#checkRow(tail)];
  }

  #checkDeclared({ declared, count, sum: running }: { readonly declared: Declared; readonly count: number; readonly sum: RunningSum }, around: string): Finding[] {
    const match = declared.pattern.exec(around);
    if (!match) return [];
    const found: Finding[] = [];
    const wanted = Number(match.groups?.['count'] ?? count);
    if (wanted !== count) {
      found.push(finding('error', 'DECLARED_COUNT', `${declared.label.zh}:声明 ${wanted} 笔,实有 ${count} 笔`, `${declared.label.en}: ${wanted} declared, ${count} there`));
    }
    const sum = running.total();
    const written = match.groups?.['sum'];
    const printed = written === undefined ? null : plainDecimal(written, '.');
    if (printed !== null && !equal(printed.replace(/^-/, ''), sum)) {
      const weight = this.#layout.profile.sumsMayDiffer?.test(around) ? 'warning' : 'error';
      found.push(finding(weight, 'DECLARED_SUM', `${declared.label.zh}:声明合计 ${printed},明细合计 ${sum}`, `${declared.label.en}: ${printed} declared, the rows add up to ${sum}`));
    }
    return found;
  }

  /** A totals row under its own header. */
  #checkRow(tail: readonly (readonly string[])[]): Finding[] {
    const wanted = this.#layout.profile.totals;
    if (!wanted) return [];
    const at = tail.findIndex((row) => comparable(row[0] ?? '') === comparable(wanted.first));
    const [names, values] = [tail[at], tail[at + 1]];
    if (at < 0 || !names || !values) return [finding('error', 'TOTALS_MISSING', '缺少汇总行,文件可能不完整', 'The totals row is missing: the file may be incomplete')];
    return names.flatMap((name, column) => {
      const reached = this.#columns.get(comparable(name));
      const declared = plainDecimal(values[column] ?? '', '.');
      const sum = reached?.sum.total();
      if (reached === undefined || sum === undefined || declared === null || equal(declared, sum)) return [];
      return [finding('error', reached.source.endsWith('#') ? 'DECLARED_COUNT' : 'DECLARED_SUM', `${name}:声明 ${declared},明细 ${sum}`, `${name}: ${declared} declared, the rows give ${sum}`)];
    });
  }
}

const CONDITIONAL = /^(.+)=(.+):(.+)$/;

const moved = (entry: TableEntry): Money => {
  const amount = entry.payment.settled ?? entry.payment.amount;
  return entry.payment.direction === 'in' ? amount : negate(amount);
};

/** How the running balance goes when the rows are read in one order. */
class Walk {
  breaks = 0;
  first: TableEntry | null = null;
  last: TableEntry | null = null;
}

/**
 * Follows the running balance line by line, in whichever order the bank printed: it gives the opening and closing balance
 * and finds a line that is missing. Rows of a source without balances give no chain.
 */
export class BalanceChain {
  readonly #forth = new Walk();
  readonly #back = new Walk();
  #before: TableEntry | null = null;
  #whole = true;

  add(entry: TableEntry): void {
    const before = this.#before;
    this.#whole &&= entry.balance !== null;
    if (before && this.#whole) {
      const step = (entry.balance?.minor ?? 0n) - (before.balance?.minor ?? 0n);
      if (step !== moved(entry).minor) this.#forth.breaks += 1;
      if (-step !== moved(before).minor) this.#back.breaks += 1;
    }
    this.#forth.first ??= entry;
    this.#forth.last = this.#back.first = entry;
    this.#back.last ??= entry;
    this.#before = entry;
  }

  end(): { readonly opening: Money | null; readonly closing: Money | null; readonly findings: readonly Finding[] } {
    const { breaks, first, last } = this.#back.breaks < this.#forth.breaks ? this.#back : this.#forth;
    if (!this.#whole || !first?.balance || !last?.balance) return { opening: null, closing: null, findings: [] };
    const opening: Money = { minor: first.balance.minor - moved(first).minor, currency: first.balance.currency };
    const findings = breaks === 0 ? [] : [finding('error', 'RUNNING_BALANCE', `有 ${breaks} 处余额与收支不连续,明细可能缺失`, `The running balance breaks in ${breaks} places: lines may be missing`)];
    return { opening, closing: last.balance, findings };
  }
}
