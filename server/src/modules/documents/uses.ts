import type { Id, Instant } from '@roundtrip/kernel';
import { err, ok, type Result } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import { restOf, type DocumentId, type Standing } from './domain/index.ts';

export type DocumentRest = Standing & { readonly documentId: DocumentId; readonly restMinor: bigint; readonly currency: string };

type RestRow = Standing & { documentId: DocumentId; currency: string };
const STANDING = 'd.id as document_id, d.total_minor, d.used_minor, least(abs(d.total_minor), greatest(d.red_minor, d.void_minor)) as taken_back_minor, d.currency';

/** What is left of each document, in the order of their ids; `lock` makes sure that it stays so in this transaction. */
export async function restsOf(tx: Tx, documentIds: readonly string[], lock = false): Promise<DocumentRest[]> {
  const { rows } = await tx.query<RestRow>(`select ${STANDING} from documents.documents d where d.id = any($1::uuid[]) order by d.id ${lock ? 'for update' : ''}`, [documentIds]);
  return rows.map((row) => ({ ...row, restMinor: restOf(row) }));
}

/** The claim that uses each document now; where several do, the first. */
export async function usesOf(tx: Tx, documentIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ documentId: string; claimId: string }>('select document_id, claim_id from documents.uses where released_at is null and document_id = any($1::uuid[]) order by used_at desc, id desc', [documentIds]);
  return new Map(rows.map((use) => [use.documentId, use.claimId]));
}

export type DocumentUse = {
  readonly id: Id<'use'>; readonly documentId: DocumentId; readonly claimId: string; readonly lineId: string | null; readonly amountMinor: bigint; readonly usedAt: Instant; readonly releasedAt: Instant | null;
};

/** Every use that was ever made of the documents, the first first. */
export async function allUsesOf(tx: Tx, documentIds: readonly string[]): Promise<DocumentUse[]> {
  return (await tx.query<DocumentUse>('select id, document_id, claim_id, line_id, amount_minor, used_at, released_at from documents.uses where document_id = any($1::uuid[]) order by used_at, id', [documentIds])).rows;
}

/** The documents that claims use now. */
export async function documentsUsedBy(tx: Tx, claimIds: readonly string[]): Promise<{ readonly claimId: string; readonly documentId: DocumentId }[]> {
  return (await tx.query<{ claimId: string; documentId: DocumentId }>('select distinct claim_id, document_id from documents.uses where released_at is null and claim_id = any($1::uuid[])', [claimIds])).rows;
}

export type DocumentUsed = { readonly kind: 'document.used' | 'document.over-used' | 'document.taken-back'; readonly documentIds: readonly string[] };

/** One line's wish: so much of a document; null: all that is left of it. */
export type Wish = { readonly documentId: string; readonly lineId: string | null; readonly amountMinor: bigint | null };

/**
 * Takes documents for a claim, all or none. An error names the documents of which too little is left: taken back by a
 * red letter or the tax bureau, used whole, or used in part. The database refuses whatever would go beyond a total.
 */
export async function takeDocuments(tx: Tx, claim: { readonly claimId: string; readonly now: Instant; newId(): Id<'use'> }, wishes: readonly Wish[]): Promise<Result<null, DocumentUsed>> {
  const rests = new Map((await restsOf(tx, wishes.map((wish) => wish.documentId), true)).map((rest) => [rest.documentId as string, rest]));
  const left = new Map([...rests].map(([id, rest]) => [id, rest.restMinor]));
  const rows: { id: Id<'use'>; documentId: string; claimId: string; lineId: string | null; amountMinor: bigint; usedAt: Instant }[] = [];
  const refused: Wish[] = [];
  for (const wish of wishes) {
    const rest = left.get(wish.documentId) ?? 0n;
    const amountMinor = wish.amountMinor ?? rest;
    const fits = rest !== 0n && amountMinor !== 0n && (rest > 0n ? amountMinor > 0n && amountMinor <= rest : amountMinor < 0n && amountMinor >= rest);
    if (fits) left.set(wish.documentId, rest - amountMinor);
    if (fits) rows.push({ id: claim.newId(), documentId: wish.documentId, claimId: claim.claimId, lineId: wish.lineId, amountMinor, usedAt: claim.now });
    else if (rests.get(wish.documentId)?.totalMinor !== 0n) refused.push(wish);
  }
  if (refused.length > 0) return err({ kind: reasonOf(refused.flatMap((wish) => rests.get(wish.documentId) ?? [])), documentIds: [...new Set(refused.map((wish) => wish.documentId))] });
  await insertMany(tx, 'documents.uses', { id: 'uuid', documentId: 'uuid', claimId: 'uuid', lineId: 'uuid', amountMinor: 'bigint', usedAt: 'timestamptz' }, { rows });
  return ok(null);
}

function reasonOf(refused: readonly DocumentRest[]): DocumentUsed['kind'] {
  if (refused.some((rest) => rest.restMinor === 0n && rest.usedMinor === 0n)) return 'document.taken-back';
  return refused.every((rest) => rest.restMinor === 0n) ? 'document.used' : 'document.over-used';
}

/** A claim that is rejected or withdrawn frees its share of each document. Gives back which ones. */
export async function releaseDocuments(tx: Tx, claimId: string, now: Instant): Promise<DocumentId[]> {
  const { rows } = await tx.query<{ documentId: DocumentId }>('update documents.uses set released_at = $2 where claim_id = $1 and released_at is null returning document_id', [claimId, now]);
  return [...new Set(rows.map((row) => row.documentId))];
}
