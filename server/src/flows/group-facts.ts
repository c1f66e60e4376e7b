import type { GroupFacts } from '#modules/claims';
import { documentsById } from '#modules/documents';
import { groupsById, type StoredGroup } from '#modules/matching';
import { paymentsById } from '#modules/payments';
import { bookingsById } from '#modules/trips';
import type { Tx } from '#platform/db';

const by = <T extends { readonly id: string }>(items: readonly T[]): Map<string, T> => new Map(items.map((item) => [item.id, item]));
const pick = <T>(from: ReadonlyMap<string, T>, ids: readonly string[]): T[] => ids.flatMap((id) => { const item = from.get(id); return item === undefined ? [] : [item]; });

/** Groups with the facts they hold: three queries, whatever the number of groups. Groups of nobody are left out. */
export async function groupFacts(tx: Tx, groups: readonly StoredGroup[]): Promise<GroupFacts[]> {
  const payments = by(await paymentsById(tx, groups.flatMap((group) => group.payments)));
  const documents = by(await documentsById(tx, groups.flatMap((group) => group.documents)));
  const bookings = by(await bookingsById(tx, groups.flatMap((group) => group.bookings)));
  return groups.flatMap((group): GroupFacts[] => (group.employeeId === null ? [] : [{
    id: group.id, employeeId: group.employeeId, decision: group.decision, answer: group.answer, confidence: group.answer === 'confirmed' ? 1 : group.confidence,
    payments: pick(payments, group.payments), documents: pick(documents, group.documents), bookings: pick(bookings, group.bookings),
  }]));
}

export async function groupFactsById(tx: Tx, ids: readonly string[]): Promise<GroupFacts[]> {
  return groupFacts(tx, await groupsById(tx, ids));
}
