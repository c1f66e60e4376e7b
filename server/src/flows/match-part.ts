import type { Instant } from '@roundtrip/kernel';
import { civilDateIn, addDays, epochMs, instantOf } from '@roundtrip/kernel';
import { documentsById, usesOf } from '#modules/documents';
import { decidedItems, itemsCount, keepItems, loadCursor, lockGroupsOfItems, moveCursor, relatedItems, type RunGroup, type StoredGroup } from '#modules/matching';
import { paymentsById } from '#modules/payments';
import type { Company } from '#modules/people';
import { bookingsById } from '#modules/trips';
import type { Tx } from '#platform/db';
import { newsHead, newsSubjects } from '#platform/events';
import { stagesOf } from './decide-match.ts';
import { itemsOf, WINDOW_DAYS, type OpenFacts, type Scene } from './match-input.ts';

/** Up to here everything is looked at together in no time. */
const SMALL = 1500;
/** Beyond this a batch is as much work as all of it. */
const NEW_MAX = 400;
/** How common things are in the whole company drifts; once in a while all is weighed together. */
const WHOLE_EVERY_MS = 3_600_000;

type Ask = { readonly company: Company; readonly now: Instant; readonly force: boolean };

/**
 * What has to be looked at because of what is new: it and all that shares an amount, an order or a person with it, with
 * the live groups that hold any of that. Null where everything had better be looked at together.
 */
export async function partOf(tx: Tx, { company, now, force }: Ask): Promise<Scene | null> {
  const cursor = await loadCursor(tx);
  if (!cursor || (!force && ((await itemsCount(tx, SMALL)) <= SMALL || epochMs(now) - epochMs(cursor.wholeAt) > WHOLE_EVERY_MS))) return null;
  const news = await newsSubjects(tx, cursor.news, ['payment', 'document', 'booking', 'claim', 'match-fuse', 'match-alias', 'match-trust']);
  // A claim that came back, a fuse that went, an alias that was forgotten: all of it may come out otherwise.
  if (news.some((one) => one.subjectKind.startsWith('match-') || one.type === 'claim.rejected' || one.type === 'claim.withdrawn')) return null;
  const ids = new Set([...news.filter((one) => one.subjectKind !== 'claim').map((one) => one.subjectId), ...(await decidedItems(tx, cursor.workedAt))]);
  if (ids.size > NEW_MAX) return null;
  await moveCursor(tx, { news: await newsHead(tx), workedAt: now, wholeAt: cursor.wholeAt });
  return sceneOf(tx, { company, now, ids: [...ids] });
}

async function sceneOf(tx: Tx, { company, now, ids }: Omit<Ask, 'force'> & { readonly ids: readonly string[] }): Promise<Scene> {
  const fresh = itemsOf(await openOf(tx, { company, now, ids }), company);
  const related = await relatedItems(tx, fresh, true);
  const near = new Set([...fresh.map((item) => item.itemId), ...related.filter((item) => item.near).map((item) => item.itemId)]);
  // Rivals of what the same people hold: whoever else could claim it must be heard.
  const rivals = await relatedItems(tx, related.filter((item) => !item.near), false);
  const wanted = [...new Set([...fresh, ...related, ...rivals].map((item) => item.itemId))];
  const groups = await lockGroupsOfItems(tx, wanted);
  const late = await stagesOf(tx, groups);
  const isSettled = (group: StoredGroup): boolean => group.answer !== null || late.has(group.id);
  const held = new Set(groups.filter(isSettled).flatMap((group) => [...group.payments, ...group.documents, ...group.bookings]));
  const whole = [...new Set([...wanted, ...groups.flatMap((group) => [...group.payments, ...group.documents, ...group.bookings])])].filter((id) => !held.has(id));
  const open = await openOf(tx, { company, now, ids: whole });
  const seen = new Set([...open.payments, ...open.documents, ...open.bookings].map((item) => item.id as string));
  await keepItems(tx, { items: fresh.filter((item) => seen.has(item.itemId)), gone: [...ids, ...wanted].filter((id) => !seen.has(id)) });
  return { open, groups: groups.filter((group) => !isSettled(group)), near };
}

/** Of these ids, what could still be matched. */
async function openOf(tx: Tx, { company, now, ids }: Omit<Ask, 'force'> & { readonly ids: readonly string[] }): Promise<OpenFacts> {
  const since = instantOf(epochMs(now) - WINDOW_DAYS * 86_400_000);
  const bookedSince = addDays(civilDateIn(company.zone, now), -WINDOW_DAYS);
  const documents = await documentsById(tx, ids);
  const used = await usesOf(tx, documents.map((document) => document.id));
  return {
    payments: (await paymentsById(tx, ids)).filter((payment) => payment.payerId !== null && payment.facts.status !== 'reversed' && payment.facts.paidAt >= since).sort(byId),
    documents: documents.filter((document) => !used.has(document.id)).sort(byId), bookings: (await bookingsById(tx, ids)).filter((booking) => booking.facts.endsOn >= bookedSince).sort(byId),
  };
}
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

type Touched = { readonly proposed: readonly RunGroup[]; readonly changeable: readonly StoredGroup[] };

/**
 * Of a partial answer only what hangs together with what is near the news may change: for the rest not everything that
 * speaks for or against it was heard.
 */
export function touchedBy({ proposed, groups, near }: { readonly proposed: readonly RunGroup[]; readonly groups: readonly StoredGroup[]; readonly near: ReadonlySet<string> }): Touched {
  const sets = [...proposed.map((group) => [...group.payments, ...group.invoices, ...group.bookings]), ...groups.map((group) => [...group.payments, ...group.documents, ...group.bookings])];
  const setsOf = new Map<string, number[]>();
  for (const [at, ids] of sets.entries()) for (const id of ids) setsOf.set(id, [...(setsOf.get(id) ?? []), at]);
  const reached = new Set<number>();
  const waiting = [...near].flatMap((id) => setsOf.get(id) ?? []);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    for (const id of sets[at] ?? []) waiting.push(...(setsOf.get(id) ?? []).filter((other) => !reached.has(other)));
  }
  return { proposed: proposed.filter((_, at) => reached.has(at)), changeable: groups.filter((_, at) => reached.has(proposed.length + at)) };
}

