import type { CivilDate, Instant } from '@roundtrip/kernel';
import { civilDateIn, epochMs, instantOf } from '@roundtrip/kernel';
import type { InvoiceVerifier, VerifyAnswer, VerifyQuestion } from '../connectors/spi/index.ts';
import type { Actor } from '#modules/audit';
import {
  askedOn, documentsById, documentsUsedBy, dueDocuments, firstAsk, isFresh, nextAsk, noteQueries, noteQueryAnswer, queueDocuments, sampleDocuments, setNextAsk, verificationsOf,
  type AskWhy, type Due, type Query, type StoredDocument,
} from '#modules/documents';
import { listInstallations } from '#modules/ingest';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';
import { settleVerification } from './settle-verification.ts';

const RULE: Actor = { kind: 'rule', name: 'verify-invoices' };

/** So many invoices are asked about at one waking, one after another: the bureau is not to be stormed. */
const ASKED_MAX = 20;
/** A question without an answer (we were killed in between) is asked again after this. */
const LOST_MS = 30 * 60_000;
/** Of what was verified a month ago and is in use, one in so many is looked at again each month. */
const SAMPLE_ONE_IN = 20;
const SAMPLE_AGE_MS = 30 * 86_400_000;
const SAMPLE_MAX = 10;

type OpenVerifier = { readonly verifier: InvoiceVerifier; readonly config: Readonly<Record<string, string>> };

/** The verifier that the company has set up; null where people look invoices up by hand. */
async function openVerifier(tx: Tx, house: House): Promise<OpenVerifier | null> {
  for (const verifier of house.connectors.verifiers) {
    const [installation] = await listInstallations(tx, house.vault, verifier.id);
    if (installation) return { verifier, config: installation.config };
  }
  return null;
}

/** Queues invoices: at arrival those of which nothing is known, before a payment those whose last answer is old. */
export async function askAbout(tx: Tx, house: House, documentIds: readonly string[], why: AskWhy): Promise<void> {
  const open = await openVerifier(tx, house);
  if (!open || documentIds.length === 0) return;
  const { capabilities } = open.verifier;
  const [documents, standings, now] = [await documentsById(tx, documentIds), await verificationsOf(tx, documentIds), house.clock.now()];
  const asks = documents.flatMap((document) => {
    const standing = standings.get(document.id);
    const after = capabilities.kinds.includes(document.facts.kind) && standing && !isFresh(standing, why, now) ? firstAsk(document.facts.issuedOn, capabilities, now) : null;
    return after ? [{ documentId: document.id, after }] : [];
  });
  // A payment waits for no answer that the bureau cannot give yet; what it says tomorrow opens a recovery, if it must.
  const [soon, tomorrow] = [asks.filter((ask) => ask.after <= now), asks.filter((ask) => ask.after > now)];
  await queueDocuments(tx, soon, why);
  await queueDocuments(tx, tomorrow, 'arrival');
}

/** Before a claim is paid, what the tax bureau last said of its invoices must be of these days. */
export async function askBeforePayment(tx: Tx, house: House, claimId: string): Promise<void> {
  await askAbout(tx, house, (await documentsUsedBy(tx, [claimId])).map((use) => use.documentId), 'payment');
}

type Noted = OpenVerifier & { readonly query: Query; readonly document: StoredDocument; readonly why: AskWhy };

/**
 * Asks the tax bureau about what is due, within its limits of a day. Each question is noted before it is asked and its
 * answer word for word after; what was taken back is asked back from the claims that used it.
 */
export async function verifyInvoices(house: House, companyId: string): Promise<{ asked: number }> {
  const noted = await house.db.transact(companyId, (tx) => noteQuestions(tx, house));
  for (const one of noted) {
    const answer = await one.verifier.verify({ fetch: house.fetch, now: house.clock.now() }, one.config, questionOf(one.document))
      .catch((error: unknown): VerifyAnswer => ({ kind: 'unclear', reason: error instanceof Error ? error.message : 'the connection broke' }));
    await house.db.transact(companyId, (tx) => noteAnswer(tx, house, one, answer));
  }
  return { asked: noted.length };
}

async function noteQuestions(tx: Tx, house: House): Promise<Noted[]> {
  const open = await openVerifier(tx, house);
  if (!open) return [];
  const [now, { capabilities }] = [house.clock.now(), open.verifier];
  const today = civilDateIn(capabilities.zone, now);
  await queueSample(tx, now, today);
  const due = await dueDocuments(tx, now, ASKED_MAX);
  const [documents, asked] = [new Map((await documentsById(tx, due.map((one) => one.documentId))).map((document) => [document.id, document])), await askedOn(tx, due.map((one) => one.documentId), today)];
  const noted = due.flatMap((one): Noted[] => {
    const [document, nth] = [documents.get(one.documentId), (asked.get(one.documentId) ?? 0) + 1];
    return document && nth <= capabilities.dailyMax ? [{ ...open, document, why: one.why, query: queryOf(house, open.verifier, one, { nth, on: today, now }) }] : [];
  });
  await noteQueries(tx, noted.map((one) => one.query));
  const spent = due.filter((one) => !noted.some(({ document }) => document.id === one.documentId));
  await setNextAsk(tx, [
    ...noted.map(({ document }) => ({ documentId: document.id, after: instantOf(epochMs(now) + LOST_MS) })),
    ...spent.map((one) => ({ documentId: one.documentId, after: nextAsk({ kind: 'limited' }, { nth: capabilities.dailyMax, issuedOn: today }, capabilities, now) })),
  ]);
  return noted;
}

async function queueSample(tx: Tx, now: Instant, today: CivilDate): Promise<void> {
  const ids = await sampleDocuments(tx, { before: instantOf(epochMs(now) - SAMPLE_AGE_MS), month: today.slice(0, 7), oneIn: SAMPLE_ONE_IN, limit: SAMPLE_MAX });
  await queueDocuments(tx, ids.map((documentId) => ({ documentId, after: now })), 'sample');
}

const queryOf = (house: House, verifier: InvoiceVerifier, due: Due, { nth, on, now }: { readonly nth: number; readonly on: CivilDate; readonly now: Instant }): Query => ({
  id: house.clock.newId<'query'>(), documentId: due.documentId, verifier: verifier.id, why: due.why, askedOn: on, nth, askedAt: now, byId: null, answeredAt: null, state: null, mismatch: null, failure: null, answer: null,
});

function questionOf({ facts }: StoredDocument): VerifyQuestion {
  const { kind, number, code, issuedOn, total, pretax, checkCode, special } = facts;
  return { kind, number, issuedOn, total, ...(code ? { code } : {}), ...(pretax ? { pretax } : {}), ...(checkCode ? { checkCode } : {}), ...(special ? { special } : {}) };
}

async function noteAnswer(tx: Tx, house: House, { verifier, query, document }: Noted, answer: VerifyAnswer): Promise<void> {
  const now = house.clock.now();
  const answered = answer.kind === 'answered';
  await noteQueryAnswer(tx, {
    id: query.id, at: now, state: answered ? answer.state : null, mismatch: answered ? answer.mismatch ?? null : null,
    failure: answer.kind === 'limited' ? 'daily limit' : answer.kind === 'unclear' ? answer.reason : null, answer: answer.evidence ?? null,
  });
  await setNextAsk(tx, [{ documentId: document.id, after: nextAsk(answer, { nth: query.nth ?? 1, issuedOn: document.facts.issuedOn }, verifier.capabilities, now) }]);
  if (answered) await settleVerification(tx, house, RULE, { document, state: answer.state, mismatch: answer.mismatch ?? null, takenBack: answer.takenBack ?? null });
}
