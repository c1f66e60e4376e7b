import type { Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import { overuseOf, spreadOveruse, type DocumentId } from './domain/index.ts';
import { allUsesOf, restsOf } from './uses.ts';

export type Recovery = {
  readonly id: Id<'recovery'>; readonly documentId: DocumentId; readonly claimId: string; readonly amountMinor: bigint; readonly currency: string;
  readonly state: 'open' | 'recovered' | 'freed'; readonly openedAt: Instant; readonly closedAt: Instant | null; readonly note: string | null;
};
const FIELDS = 'id, document_id, claim_id, amount_minor, currency, state, opened_at, closed_at, note';

/** Tells the blue invoices which of them red letters take back, whichever came first. Gives back those that changed. */
export async function noteRedLetters(tx: Tx, documentIds: readonly string[]): Promise<DocumentId[]> {
  const { rows } = await tx.query<{ id: DocumentId }>(
    `with touched as (
       select b.id, b.key, b.number, b.currency from documents.documents b where b.id = any($1::uuid[])
       union
       select b.id, b.key, b.number, b.currency from documents.documents r join documents.documents b on b.company_id = r.company_id and (b.number = r.original_number or b.key = r.original_number)
         where r.id = any($1::uuid[])),
     sums as (
       select t.id, coalesce((select sum(abs(r.total_minor)) from documents.documents r
         where r.original_number in (t.number, t.key) and r.total_minor < 0 and r.currency = t.currency
           -- Numbers of other countries count only within their seller, which stands first in the key.
           and (position('/' in r.key) = 0 or split_part(r.key, '/', 1) = split_part(t.key, '/', 1))), 0) as red from touched t)
     update documents.documents d set red_minor = s.red from sums s where d.id = s.id and d.red_minor <> s.red returning d.id`, [documentIds]);
  return rows.map((row) => row.id);
}

/** What the tax bureau says was taken back: the whole of it where it gives no amount. */
export async function noteTakenBack(tx: Tx, documentId: string, minor: bigint | null): Promise<void> {
  await tx.query('update documents.documents set void_minor = coalesce($2, abs(total_minor)) where id = $1', [documentId, minor]);
}

/**
 * Makes the recoveries of each document add up to what it is over-used by: opens what is missing, frees what a claim
 * has given up. Gives back what was opened and freed. One that came back stays as it is.
 */
export async function settleRecoveries(tx: Tx, documentIds: readonly string[], at: { readonly now: Instant; newId(): Id<'recovery'> }): Promise<{ readonly opened: Recovery[]; readonly freed: Recovery[] }> {
  const ids = [...new Set(documentIds)];
  if (ids.length === 0) return { opened: [], freed: [] };
  const uses = Map.groupBy((await allUsesOf(tx, ids)).filter((use) => use.releasedAt === null), (use) => use.documentId);
  const known = Map.groupBy((await recoveriesOf(tx, ids)).filter((one) => one.state !== 'freed'), (one) => one.documentId);
  const opened: Recovery[] = [];
  const freed: Recovery[] = [];
  for (const rest of await restsOf(tx, ids, true)) {
    const { documentId, currency } = rest;
    const owed = spreadOveruse(overuseOf(rest), uses.get(documentId) ?? []);
    const had = Map.groupBy(known.get(documentId) ?? [], (one) => one.claimId);
    for (const claimId of new Set([...owed.keys(), ...had.keys()])) {
      const [wanted, items] = [owed.get(claimId) ?? 0n, had.get(claimId) ?? []];
      const sum = items.reduce((total, one) => total + one.amountMinor, 0n);
      if (sum === wanted) continue;
      // Only what is still open is given up; money that came back is a fact of its own.
      const open = sum > wanted ? items.filter((one) => one.state === 'open') : [];
      freed.push(...open);
      const missing = wanted - (sum - open.reduce((total, one) => total + one.amountMinor, 0n));
      if (missing > 0n) opened.push({ id: at.newId(), documentId, claimId, amountMinor: missing, currency, state: 'open', openedAt: at.now, closedAt: null, note: null });
    }
  }
  await tx.query(`update documents.recoveries set state = 'freed', closed_at = $2 where id = any($1::uuid[])`, [freed.map((one) => one.id), at.now]);
  await insertMany(tx, 'documents.recoveries', {
    id: 'uuid', documentId: 'uuid', claimId: 'uuid', amountMinor: 'bigint', currency: 'text', state: 'text', openedAt: 'timestamptz', closedAt: 'timestamptz', note: 'text',
  }, { rows: opened });
  return { opened, freed };
}

async function recoveriesOf(tx: Tx, documentIds: readonly string[]): Promise<Recovery[]> {
  return (await tx.query<Recovery>(`select ${FIELDS} from documents.recoveries where document_id = any($1::uuid[]) order by opened_at, id`, [documentIds])).rows;
}

/** What finance still has to ask for, or everything that was ever opened; the newest first. */
export async function listRecoveries(tx: Tx, filter: { readonly all: boolean; readonly limit: number }): Promise<Recovery[]> {
  return (await tx.query<Recovery>(`select ${FIELDS} from documents.recoveries where $1 or state = 'open' order by opened_at desc, id desc limit $2`, [filter.all, filter.limit])).rows;
}

/** Of these claims, the ones from which money is asked back: nothing is paid on them meanwhile. */
export async function claimsAskedBack(tx: Tx, claimIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ claimId: string }>(`select distinct claim_id from documents.recoveries where state = 'open' and claim_id = any($1::uuid[])`, [claimIds]);
  return new Set(rows.map((row) => row.claimId));
}

/** The money is back, or was settled otherwise; null where there is no such open item. */
export async function closeRecovery(tx: Tx, id: string, { note, now }: { readonly note: string; readonly now: Instant }): Promise<Recovery | null> {
  return (await tx.query<Recovery>(`update documents.recoveries set state = 'recovered', note = $2, closed_at = $3 where id = $1 and state = 'open' returning ${FIELDS}`, [id, note, now])).rows[0] ?? null;
}

/** The law of recoveries, recomputed: documents whose open and recovered items are not what they are over-used by. */
export async function wrongRecoveries(tx: Tx): Promise<{ readonly checked: number; readonly bad: string[] }> {
  const { rows } = await tx.query<{ id: string; right: boolean }>(
    `select d.id, coalesce((select sum(r.amount_minor) from documents.recoveries r where r.document_id = d.id and r.state <> 'freed'), 0)
        >= least(abs(d.used_minor), greatest(0, abs(d.used_minor) + greatest(d.red_minor, d.void_minor) - abs(d.total_minor)))
      and coalesce((select sum(u.amount_minor) from documents.uses u where u.document_id = d.id and u.released_at is null), 0) = d.used_minor as right
     from documents.documents d where d.used_minor <> 0 or exists (select from documents.recoveries r where r.document_id = d.id)`);
  return { checked: rows.length, bad: rows.filter((row) => !row.right).map((row) => row.id) };
}
