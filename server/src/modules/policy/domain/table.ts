import { compileCondition, type Test } from './conditions.ts';
import type { HitPolicy, RowDocument, TableDocument } from './document.ts';
import type { FactName, Facts } from './facts.ts';
import type { Place } from './places.ts';
import type { Policy } from './policy.ts';
import type { Bilingual } from '@roundtrip/kernel';

export type Cell<T> = {
  readonly value: T;
  /** `row/column`, as the table's author named them. */
  readonly name: string;
  readonly label: Bilingual | null;
};

export type Lookup<T> =
  | { readonly kind: 'hit'; readonly cell: Cell<T>; readonly byProvince: boolean }
  | { readonly kind: 'gap' }
  | { readonly kind: 'ambiguous'; readonly cells: readonly string[] }
  | { readonly kind: 'unknown'; readonly fact: FactName };

type Row<T> = {
  readonly fits: Test;
  readonly cities: ReadonlySet<string> | null;
  readonly whole: Cell<T> | null;
  readonly byGrade: ReadonlyMap<string, Cell<T>>;
};

const ANY_GRADE = '*';
const GAP = { kind: 'gap' } as const;

const isByGrade = <T>(then: RowDocument<T>['then']): then is { readonly byGrade: Readonly<Record<string, T>> } => typeof then === 'object' && then !== null && 'byGrade' in then;

function compileRow<D, T>(row: RowDocument<D>, index: number, read: (value: D) => T, policy: Policy): Row<T> {
  const name = row.id ?? String(index + 1);
  const label = row.label ?? null;
  const graded = isByGrade(row.then);
  return {
    fits: compileCondition(row.when, policy),
    cities: row.when?.city ? new Set(policy.placeKeys(row.when.city)) : null,
    whole: graded ? null : { value: read(row.then as D), name, label },
    byGrade: new Map(graded ? Object.entries((row.then as { byGrade: Record<string, D> }).byGrade).map(([grade, value]) => [grade, { value: read(value), name: `${name}/${grade}`, label }]) : []),
  };
}

/** The cell of a row for the person's grade; the fact's name where the grade decides and is not known. */
function cellOf<T>(row: Row<T>, grade: string | null): Cell<T> | 'grade' {
  if (row.whole) return row.whole;
  const cell = (grade === null ? undefined : row.byGrade.get(grade)) ?? (grade !== null || row.byGrade.size === 1 ? row.byGrade.get(ANY_GRADE) : undefined);
  return cell ?? 'grade';
}

/** How a table's values are read from the document, and which of two is the lower where the hit policy asks. */
export type Values<D, T> = { readonly read: (value: D) => T; readonly isLess: (a: T, b: T) => boolean };

type Hit<T> = { readonly row: Row<T>; readonly cell: Cell<T> };

function pick<T>(hits: readonly Hit<T>[], hit: HitPolicy, isLess: Values<unknown, T>['isLess']): Hit<T> | Lookup<T> {
  let best = hits[0];
  if (!best) return GAP;
  if (hit === 'unique' && hits.length > 1) return { kind: 'ambiguous', cells: hits.map((one) => one.cell.name) };
  if (hit === 'lowest' || hit === 'highest') {
    for (const one of hits) {
      if (hit === 'lowest' ? isLess(one.cell.value, best.cell.value) : isLess(best.cell.value, one.cell.value)) best = one;
    }
  }
  return best;
}

function isByProvince<T>(row: Row<T>, place: Place | null): boolean {
  const nearest = place?.chain[0];
  return row.cities !== null && nearest !== undefined && !nearest.endsWith('*') && !row.cities.has(nearest);
}

/**
 * Compiles a decision table. Rows that name cities are found through the place, so that a table of hundreds of cities
 * costs as much as one of three. A row that cannot be tested for want of a fact stops the search: no later row may
 * decide in its stead.
 */
export function compileTable<D, T>(table: TableDocument<D>, { read, isLess }: Values<D, T>, policy: Policy): (facts: Facts) => Lookup<T> {
  const rows = table.rows.map((row, index) => compileRow(row, index, read, policy));
  const hit = table.hit ?? 'first';
  const byPlace = new Map<string, readonly Row<T>[]>();
  const candidates = (place: Place | null): readonly Row<T>[] => {
    const nearest = place?.chain[0];
    if (!place || nearest === undefined) return rows;
    let found = byPlace.get(nearest);
    if (!found) {
      found = rows.filter((row) => row.cities === null || place.chain.some((key) => row.cities?.has(key)));
      byPlace.set(nearest, found);
    }
    return found;
  };
  return (facts) => {
    const hits: Hit<T>[] = [];
    for (const row of candidates(facts.place)) {
      const fit = row.fits(facts);
      if (fit === false) continue;
      if (fit !== true) return { kind: 'unknown', fact: fit };
      const cell = cellOf(row, facts.grade);
      if (cell === 'grade') return { kind: 'unknown', fact: 'grade' };
      if (hit === 'first') return { kind: 'hit', cell, byProvince: isByProvince(row, facts.place) };
      hits.push({ row, cell });
    }
    const best = pick(hits, hit, isLess);
    return 'kind' in best ? best : { kind: 'hit', cell: best.cell, byProvince: isByProvince(best.row, facts.place) };
  };
}
