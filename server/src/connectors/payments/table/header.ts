import { COLUMNS, comparable, type Column, type TableProfile } from './profile.ts';

export type Layout = {
  readonly profile: TableProfile;
  /** The first row of data. */
  readonly start: number;
  readonly header: readonly string[];
  readonly positions: ReadonlyMap<Column, number>;
};

const HEADER_ROWS_MAX = 80;

/** Finds the profile whose header stands in the table; the one with the longest signature wins. */
export function findLayout(rows: readonly (readonly string[])[], profiles: readonly TableProfile[]): Layout | null {
  let best: Layout | null = null;
  for (const profile of profiles) {
    const layout = profile.firstRow ? headerless(rows, profile) : withHeader(rows, profile);
    if (layout && (!best || profile.signature.length > best.profile.signature.length)) best = layout;
  }
  return best;
}

function withHeader(rows: readonly (readonly string[])[], profile: TableProfile): Layout | null {
  const wanted = profile.signature.map(comparable);
  for (let index = 0; index < Math.min(rows.length, HEADER_ROWS_MAX); index += 1) {
    const header = (rows[index] ?? []).map(comparable);
    if (!wanted.every((name) => header.includes(name))) continue;
    if (profile.above && !profile.above.test(rows.slice(0, index).map((row) => row.join(' ')).join('\n'))) continue;
    return { profile, start: index + 1, header, positions: positionsIn(header, profile) };
  }
  return null;
}

export function positionsIn(header: readonly string[], profile: TableProfile): ReadonlyMap<Column, number> {
  const found = COLUMNS.flatMap((column): [Column, number][] => {
    const names = profile.columns[column] ?? [];
    const position = names.map((name) => header.indexOf(comparable(name))).find((at) => at >= 0);
    return position === undefined ? [] : [[column, position]];
  });
  return new Map(found);
}

function headerless(rows: readonly (readonly string[])[], profile: TableProfile): Layout | null {
  const start = rows.findIndex((row) => row.some((cell) => cell !== ''));
  const first = rows[start];
  const looks = profile.firstRow ?? [];
  if (!first || first.length !== looks.length || !looks.every((look, i) => look.test(first[i] ?? ''))) return null;
  const positions = new Map(COLUMNS.flatMap((column): [Column, number][] => {
    const at = profile.columns[column]?.[0];
    return at === undefined ? [] : [[column, Number(at)]];
  }));
  return { profile, start, header: [], positions };
}
