import type { CivilDate, Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import type { AskWhy, BookingState, DocumentId, VerificationState } from './domain/index.ts';

export type Verification = {
  readonly documentId: DocumentId; readonly state: VerificationState; readonly mismatch: string | null; readonly at: Instant | null; readonly askAfter: Instant | null; readonly askWhy: AskWhy | null;
  readonly booking: BookingState; readonly bookedOn: CivilDate | null; readonly voucher: string | null;
};
const STANDING = 'id as document_id, verification as state, mismatch, verified_at as at, ask_after, ask_why, booking, booked_on, booking_voucher as voucher';

/** What the tax bureau says of each document, and where its booking stands. */
export async function verificationsOf(tx: Tx, documentIds: readonly string[]): Promise<Map<string, Verification>> {
  const { rows } = await tx.query<Verification>(`select ${STANDING} from documents.documents where id = any($1::uuid[])`, [documentIds]);
  return new Map(rows.map((row) => [row.documentId, row]));
}

export type Query = {
  readonly id: Id<'query'>; readonly documentId: DocumentId; readonly verifier: string; readonly why: string; readonly askedOn: CivilDate; readonly nth: number | null; readonly askedAt: Instant; readonly byId: string | null;
  readonly answeredAt: Instant | null; readonly state: VerificationState | null; readonly mismatch: string | null; readonly failure: string | null; readonly answer: string | null;
};
const COLUMNS = {
  id: 'uuid', documentId: 'uuid', verifier: 'text', why: 'text', askedOn: 'date', nth: 'integer', askedAt: 'timestamptz', byId: 'uuid', answeredAt: 'timestamptz', state: 'text', mismatch: 'text', failure: 'text', answer: 'text',
} as const;
const QUERY = 'id, document_id, verifier, why, asked_on, nth, asked_at, by_id, answered_at, state, mismatch, failure, answer';

/** Every question about the documents with its answer, the newest first. */
export async function queriesOf(tx: Tx, documentIds: readonly string[]): Promise<Query[]> {
  return (await tx.query<Query>(`select ${QUERY} from documents.queries where document_id = any($1::uuid[]) order by asked_at desc, id desc`, [documentIds])).rows;
}

/** Puts documents in the queue; one that waits already is asked at the earlier moment, and for the more urgent reason. */
export async function queueDocuments(tx: Tx, asks: readonly { readonly documentId: string; readonly after: Instant }[], why: AskWhy): Promise<void> {
  if (asks.length === 0) return;
  await tx.query(
    `update documents.documents d set ask_after = least(d.ask_after, a.after), ask_why = case when d.ask_why = 'payment' then 'payment' else $3 end
       from unnest($1::uuid[], $2::timestamptz[]) as a(id, after) where d.id = a.id`, [asks.map((ask) => ask.documentId), asks.map((ask) => ask.after), why]);
}

export type Due = { readonly documentId: DocumentId; readonly why: AskWhy };

/** What is to be asked now, what payments wait for first. */
export async function dueDocuments(tx: Tx, now: Instant, limit: number): Promise<Due[]> {
  return (await tx.query<Due>(`select id as document_id, ask_why as why from documents.documents where ask_after <= $1 order by ask_why = 'payment' desc, ask_after, id limit $2`, [now, limit])).rows;
}

/** How often each was asked about on that day of the bureau. */
export async function askedOn(tx: Tx, documentIds: readonly string[], day: CivilDate): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ documentId: string; nth: number }>('select document_id, max(nth) as nth from documents.queries where asked_on = $2 and nth is not null and document_id = any($1::uuid[]) group by 1', [documentIds, day]);
  return new Map(rows.map((row) => [row.documentId, row.nth]));
}

/** Notes questions before they are asked, or words that came with their answer. */
export async function noteQueries(tx: Tx, queries: readonly Query[]): Promise<void> {
  await insertMany(tx, 'documents.queries', COLUMNS, { rows: queries });
}

/** When each is asked next; null: not by itself. Noted with the question, so that a crash before the answer does not lose it. */
export async function setNextAsk(tx: Tx, asks: readonly { readonly documentId: string; readonly after: Instant | null }[]): Promise<void> {
  await tx.query(
    `update documents.documents d set ask_after = a.after, ask_why = case when a.after is null then null else d.ask_why end
       from unnest($1::uuid[], $2::timestamptz[]) as a(id, after) where d.id = a.id`, [asks.map((ask) => ask.documentId), asks.map((ask) => ask.after)]);
}

export type NotedAnswer = Pick<Query, 'id' | 'state' | 'mismatch' | 'failure' | 'answer'> & { readonly at: Instant };

/** Notes what was answered; once noted it is never rewritten. */
export async function noteQueryAnswer(tx: Tx, given: NotedAnswer): Promise<void> {
  await tx.query('update documents.queries set answered_at = $2, state = $3, mismatch = $4, failure = $5, answer = $6 where id = $1', [given.id, given.at, given.state, given.mismatch, given.failure, given.answer]);
}

/** The document now stands as the answer says. */
export async function setVerification(tx: Tx, documentId: string, given: { readonly state: VerificationState; readonly mismatch: string | null; readonly at: Instant | null }): Promise<void> {
  await tx.query('update documents.documents set verification = $2, mismatch = $3, verified_at = $4 where id = $1', [documentId, given.state, given.mismatch, given.at]);
}

/** Of these claims, those that use a document whose answer payment waits for. */
export async function claimsAwaitingAnswer(tx: Tx, claimIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ claimId: string }>(
    `select distinct u.claim_id from documents.uses u join documents.documents d on d.company_id = u.company_id and d.id = u.document_id
      where u.released_at is null and u.claim_id = any($1::uuid[]) and d.ask_why = 'payment' and d.ask_after is not null`, [claimIds]);
  return new Set(rows.map((row) => row.claimId));
}

/** A share of what was verified long ago and is in use, another one each month: whether it still stands. */
export async function sampleDocuments(tx: Tx, given: { readonly before: Instant; readonly month: string; readonly oneIn: number; readonly limit: number }): Promise<DocumentId[]> {
  const { rows } = await tx.query<{ id: DocumentId }>(
    `select id from documents.documents where verification = 'verified' and verified_at < $1 and ask_after is null and used_minor <> 0
       and abs(hashtextextended(id::text || $2, 0) % $3) = 0 order by verified_at, id limit $4`, [given.before, given.month, given.oneIn, given.limit]);
  return rows.map((row) => row.id);
}

/** Where the booking of a document stands from now on. */
export async function setBooking(tx: Tx, documentId: string, given: { readonly booking: BookingState; readonly on: CivilDate; readonly voucher: string }): Promise<void> {
  await tx.query('update documents.documents set booking = $2, booked_on = $3, booking_voucher = $4 where id = $1', [documentId, given.booking, given.on, given.voucher]);
}
