import type { Instant, Money, Result } from '@roundtrip/kernel';
import { civilDateIn, ok, parseMoney } from '@roundtrip/kernel';
import type { ReadError, VerifyState } from '../connectors/spi/index.ts';
import { record, type Actor } from '#modules/audit';
import { documentsById, documentsByNumber, noteQueries, noteTakenBack, setNextAsk, setVerification, verificationsOf, type StoredDocument } from '#modules/documents';
import { loadCompany } from '#modules/people';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import { askBack } from './ask-back.ts';
import type { House } from './house.ts';

export type Said = { readonly document: StoredDocument; readonly state: VerifyState; readonly mismatch: string | null; /** What a red letter took back; null: all of it. */ readonly takenBack: Money | null };

/** The invoice stands as was said; one that was taken back blocks its rest and is asked back from the claims that used it. */
export async function settleVerification(tx: Tx, house: Pick<House, 'clock'>, actor: Actor, said: Said): Promise<void> {
  const { document, state, mismatch, takenBack } = said;
  const before = (await verificationsOf(tx, [document.id])).get(document.id)?.state;
  await setVerification(tx, document.id, { state, mismatch, at: house.clock.now() });
  if (state === 'red' || state === 'void') await noteTakenBack(tx, document.id, state === 'red' && takenBack ? takenBack.minor : null);
  else if (before === 'red' || before === 'void') await noteTakenBack(tx, document.id, 0n);
  if (state === 'red' || state === 'void' || before === 'red' || before === 'void') await askBack(tx, house, [document.id]);
  await record(tx, actor, [{ action: 'document.verified', subject: { kind: 'document', id: document.id }, body: { state, ...(mismatch ? { mismatch } : {}), ...(before ? { before } : {}) } }]);
  await tell(tx, [{ type: state === 'verified' ? 'document.verified' : 'document.doubted', subject: { kind: 'document', id: document.id }, ...(document.submittedBy ? { employeeId: document.submittedBy } : {}) }]);
}

export type Word = { readonly state: VerifyState; readonly mismatch?: string | undefined; readonly takenBack?: Money | undefined; /** What was seen, word for word. */ readonly answer: string };
export type WordCall = { readonly actor: Actor; readonly byId: string | null; /** `manual` or `csv`. */ readonly verifier: string; readonly documentId: string; readonly word: Word };

/** What a person looked up on the bureau's own page, or brought as a list: kept as evidence like an answer. */
async function noteWord(tx: Tx, house: Pick<House, 'clock'>, { actor, byId, verifier, documentId, word }: WordCall): Promise<boolean> {
  const [document] = await documentsById(tx, [documentId]);
  if (!document) return false;
  const now: Instant = house.clock.now();
  const on = civilDateIn((await loadCompany(tx)).zone, now);
  await noteQueries(tx, [{
    id: house.clock.newId<'query'>(), documentId: document.id, verifier, why: 'person', askedOn: on, nth: null, askedAt: now, byId, answeredAt: now, state: word.state, mismatch: word.mismatch ?? null, failure: null, answer: word.answer,
  }]);
  await setNextAsk(tx, [{ documentId: document.id, after: null }]);
  await settleVerification(tx, house, actor, { document, state: word.state, mismatch: word.mismatch ?? null, takenBack: word.takenBack ?? null });
  return true;
}

/** One word of a person about one invoice. */
export const enterWord = (house: House, companyId: string, call: WordCall): Promise<boolean> => house.db.transact(companyId, (tx) => noteWord(tx, house, call));

export type ListTaken = { readonly noted: number; /** Lines that name no document of ours, or that do not fit it. */ readonly unknown: readonly number[] };

/** A list that a person brings: each line is noted on its invoice; lines about invoices that we do not have are named. */
export function takeVerdicts(house: House, companyId: string, call: { readonly actor: Actor; readonly byId: string | null; readonly bytes: Uint8Array }): Promise<Result<ListTaken, ReadError>> {
  return house.db.transact(companyId, async (tx): Promise<Result<ListTaken, ReadError>> => {
    const read = house.connectors.readVerdicts(call.bytes);
    if (!read.ok) return read;
    const documents = Map.groupBy(await documentsByNumber(tx, read.value.map((verdict) => verdict.number)), (document) => document.facts.number);
    const unknown: number[] = [];
    for (const verdict of read.value) {
      const document = (documents.get(verdict.number) ?? []).find((one) => verdict.code === null || one.facts.code === verdict.code);
      const takenBack = verdict.takenBack === null || !document ? null : parseMoney(verdict.takenBack, document.facts.total.currency);
      if (!document || takenBack?.ok === false) { unknown.push(verdict.line); continue; }
      const word: Word = { state: verdict.state, mismatch: verdict.mismatch ?? undefined, takenBack: takenBack?.value, answer: verdict.answer };
      await noteWord(tx, house, { actor: call.actor, byId: call.byId, verifier: 'csv', documentId: document.id, word });
    }
    return ok({ noted: read.value.length - unknown.length, unknown });
  });
}
