import { may, type Caller } from '#modules/access';
import { record } from '#modules/audit';
import { documentsById } from '#modules/documents';
import {
  excludedPeople, groupsById, keepLessons, learnedAt, learnedVersion, lessonsOf, lessonsOfDecision, takenBack,
  type DecidedPair, type DecisionId, type DecisionKind, type GroupId, type StoredGroup,
} from '#modules/matching';
import { paymentsById } from '#modules/payments';
import { listEmployees, loadCompany } from '#modules/people';
import { oneAtATime, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import { err, ok, type Result } from '@roundtrip/kernel';
import type { House } from './house.ts';
import { toMatchInput } from './match-input.ts';

type Taught = { readonly decisionId: DecisionId; readonly kind: DecisionKind; readonly group: StoredGroup; readonly resultId: GroupId; readonly by: string };

const pairs = (group: StoredGroup, right: boolean): DecidedPair[] => group.payments.flatMap((paymentId) => group.documents.map((invoiceId) => ({ paymentId, invoiceId, right })));

/** What was joined, and what was parted. Private spending and other people's money say nothing of which papers belong together. */
async function pairsOf(tx: Tx, { kind, group, resultId }: Taught): Promise<DecidedPair[]> {
  if (kind === 'confirm') return pairs(group, true);
  if (kind === 'split') return pairs(group, false);
  if (kind !== 'runner-up') return [];
  const [taken] = await groupsById(tx, [resultId]);
  const joined = taken ? pairs(taken, true) : [];
  const known = new Set(joined.map((pair) => `${pair.paymentId}/${pair.invoiceId}`));
  return [...joined, ...pairs(group, false).filter((pair) => !known.has(`${pair.paymentId}/${pair.invoiceId}`))];
}

/** Keeps what a decision teaches, in the transaction of the decision. */
export async function teach(tx: Tx, house: House, taught: Taught): Promise<void> {
  const decided = await pairsOf(tx, taught);
  if (decided.length === 0) return;
  const open = {
    payments: (await paymentsById(tx, [...new Set(decided.map((pair) => pair.paymentId))])).filter((payment) => payment.facts.direction === 'out'),
    documents: await documentsById(tx, [...new Set(decided.map((pair) => pair.invoiceId))]), bookings: [],
  };
  const input = toMatchInput(open, { employees: await listEmployees(tx), company: await loadCompany(tx), excluded: await excludedPeople(tx) });
  await keepLessons(tx, lessonsOf(input, decided), { decisionId: taught.decisionId, by: taught.by, now: house.clock.now() });
}

/** A decision that is taken back has taught nothing: its lessons are entered again with the other sign. */
export async function unteach(tx: Tx, house: House, { decisionId, by }: { readonly decisionId: DecisionId; readonly by: string }): Promise<void> {
  await keepLessons(tx, (await lessonsOfDecision(tx, decisionId)).map(takenBack), { decisionId, by, now: house.clock.now() });
}

/** Forgets one alias, for whom it was learned wrongly. The decisions that taught it stand. */
export function forgetAlias(house: House, call: { readonly caller: Caller & { kind: 'person' }; readonly merchant: string; readonly seller: string }): Promise<Result<null, { readonly kind: 'request.not-found' } | { readonly kind: 'access.forbidden' }>> {
  const { caller, merchant, seller } = call;
  return house.db.transact(caller.companyId, async (tx) => {
    if (!may(caller, 'company.read')) return err({ kind: 'access.forbidden' as const });
    await oneAtATime(tx, 'match');
    const alias = (await learnedAt(tx, await learnedVersion(tx))).aliases.find((one) => one.merchant === merchant && one.seller === seller);
    if (!alias) return err({ kind: 'request.not-found' as const });
    await keepLessons(tx, [takenBack({ ...alias, levels: [] })], { decisionId: null, by: caller.employeeId, now: house.clock.now() });
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{ action: 'match.forgotten', subject: { kind: 'match-alias', id: merchant }, body: { merchant, seller, confirmed: alias.confirmed, refused: alias.refused } }]);
    await tell(tx, [{ type: 'match.forgotten', subject: { kind: 'match-alias', id: merchant } }]);
    return ok(null);
  });
}
