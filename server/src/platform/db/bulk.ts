import type { QueryResult, Tx } from './db.ts';
import { packFacts } from './facts.ts';

export type ColumnType = 'uuid' | 'text' | 'bigint' | 'integer' | 'boolean' | 'date' | 'timestamptz' | 'jsonb' | 'bytea' | 'double precision' | 'text[]' | 'uuid[]';

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** An array inside an array cannot go through `unnest`, so lists travel as JSON and are unpacked in the select. */
function carried(type: ColumnType): ColumnType {
  return type === 'text[]' || type === 'uuid[]' || type === 'jsonb' ? 'text' : type;
}

function unpacked(type: ColumnType, name: string): string {
  if (type === 'jsonb') return `${name}::jsonb`;
  if (type === 'text[]' || type === 'uuid[]') return `array(select jsonb_array_elements_text(${name}::jsonb))::${type}`;
  return name;
}

/** The values of one column over all rows, as `unnest` wants them. */
export function columnsFrom<R extends object>(rows: readonly R[], columns: Readonly<Record<string, ColumnType>>): unknown[][] {
  return Object.entries(columns).map(([name, type]) =>
    rows.map((row) => {
      const value = (row as Record<string, unknown>)[name];
      if (value === undefined || value === null) return null;
      return carried(type) === 'text' && type !== 'text' ? packFacts(value) : value;
    }));
}

/**
 * Inserts all rows in one statement, whatever their number: one flow takes one payment or ten thousand.
 * `company_id` is added from the transaction. `tail` is what follows (`on conflict … returning …`).
 */
export async function insertMany<R extends object, Out = Record<string, unknown>>(
  tx: Tx, table: string, columns: Readonly<Record<keyof R & string, ColumnType>>, batch: { readonly rows: readonly R[]; readonly tail?: string },
): Promise<QueryResult<Out>> {
  if (batch.rows.length === 0) return { rows: [], rowCount: 0 };
  const named: [string, ColumnType][] = Object.entries(columns);
  const names = named.map(([name]) => snake(name));
  const casts = named.map(([, type], i) => `$${i + 1}::${carried(type)}[]`).join(', ');
  const picked = named.map(([, type], i) => unpacked(type, `r.${names[i] ?? ''}`)).join(', ');
  const text = `insert into ${table} (company_id, ${names.join(', ')})
    select platform.company(), ${picked} from unnest(${casts}) with ordinality as r(${names.join(', ')}, n) order by r.n ${batch.tail ?? ''}`;
  return tx.query<Out>(text, columnsFrom(batch.rows, columns));
}
