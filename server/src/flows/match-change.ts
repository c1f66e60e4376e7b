import type { Bilingual, FuseLevel } from '@roundtrip/kernel';
import { formatAmount } from '@roundtrip/kernel';
import { MATCHER_VERSION, sampleOf, samplePlace, type GroupId, type NewGroup, type RunGroup, type RunId, type StoredGroup } from '#modules/matching';
import { costOf } from '#modules/payments';
import type { House } from './house.ts';
import type { OpenFacts } from './match-input.ts';

type Members = Pick<NewGroup, 'payments' | 'documents' | 'bookings'>;
const membersOf = (group: RunGroup): Members => ({ payments: [...group.payments].sort(), documents: [...group.invoices].sort(), bookings: [...group.bookings].sort() });
const itemsOf = (group: Members): string[] => [...group.payments, ...group.documents, ...group.bookings];
const keyOf = (group: Members): string => [...[...group.payments].sort(), '|', ...[...group.documents].sort(), '|', ...[...group.bookings].sort()].join(',');
// Confidence moves a little with how common things are; only what a person would see is worth a new group.
const CONFIDENCE_STEP = 1e-3;

export type Comparison = {
  /** The live groups that are still the matcher's. */
  readonly groups: readonly StoredGroup[];
  readonly proposed: readonly RunGroup[];
  readonly open: OpenFacts;
  readonly excluded: ReadonlySet<string>;
  readonly runId: RunId;
  readonly learnedVersion: number;
  readonly fuse: FuseLevel;
  readonly sampleRate: number;
};

/** Only what differs is written: a group with the same members, decision and confidence is left as it is. */
export function changeOf(house: House, comparison: Comparison): { superseded: GroupId[]; groups: NewGroup[] } {
  const { groups, proposed, open, excluded, runId, learnedVersion } = comparison;
  const owner = ownersOf(open, excluded);
  const known = new Map(groups.map((group) => [keyOf(group), group]));
  const facts = factsOf(open);
  const fresh: NewGroup[] = [];
  const kept = new Set<string>();
  for (const group of proposed) {
    const members = membersOf(group);
    const same = known.get(keyOf(members));
    if (same && same.decision === group.decision && Math.abs(same.confidence - group.confidence) < CONFIDENCE_STEP) {
      kept.add(same.id);
      continue;
    }
    const id = house.clock.newId<'match-group'>();
    const amount = amountOf(facts, members);
    const sampled = group.decision === 'auto' ? sampleOf(id, { level: comparison.fuse, sampleRate: comparison.sampleRate, minor: amount }) : null;
    fresh.push({
      id, employeeId: itemsOf(members).map((item) => owner.get(item)).find((person) => person !== undefined) ?? null, decision: group.decision, answer: null, confidence: group.confidence,
      reasons: group.reasons, runnerUp: group.runnerUp, matcherVersion: MATCHER_VERSION, at: house.clock.now(), ...members,
      atRiskMinor: itemsOf(members).length < 2 ? 0n : part(amount, sampled ? samplePlace(id) : 1 - group.confidence), change: null, learnedVersion, promised: group.promised, sampled, runId,
    });
  }
  const gone = groups.filter((group) => !kept.has(group.id));
  return { superseded: gone.map((group) => group.id), groups: explained(fresh, gone, facts) };
}

type Fact = { readonly kind: 'payment' | 'document' | 'booking'; readonly minor: bigint; readonly words: Bilingual };

function factsOf(open: OpenFacts): ReadonlyMap<string, Fact> {
  const facts = new Map<string, Fact>();
  for (const { id, facts: one } of open.payments) facts.set(id, { kind: 'payment', minor: (one.direction === 'out' ? 1n : -1n) * costOf(one).minor, words: { zh: `付款 ${one.merchant} ${formatAmount(costOf(one))}`, en: `payment ${one.merchant} ${formatAmount(costOf(one))}` } });
  for (const { id, facts: one } of open.documents) facts.set(id, { kind: 'document', minor: one.total.minor, words: { zh: `发票 ${one.number}`, en: `invoice ${one.number}` } });
  for (const { id, facts: one } of open.bookings) facts.set(id, { kind: 'booking', minor: one.amount.minor, words: { zh: `预订 ${one.orderNo ?? one.supplier}`, en: `booking ${one.orderNo ?? one.supplier}` } });
  return facts;
}

/** Millionths are fine enough for a chance, and keep the amount whole. */
const MILLION = 1_000_000;

const part = (amount: bigint, chance: number): bigint => (amount * BigInt(Math.round(chance * MILLION))) / BigInt(MILLION);

function amountOf(facts: ReadonlyMap<string, Fact>, members: Members): bigint {
  const of = (ids: readonly string[]): bigint => ids.reduce((sum, id) => sum + (facts.get(id)?.minor ?? 0n), 0n);
  const amount = members.payments.length > 0 ? of(members.payments) : members.documents.length > 0 ? of(members.documents) : of(members.bookings);
  return amount > 0n ? amount : 0n;
}

const CAUSES_MAX = 3;

/** Says of each group that took the place of another what made the difference: the piece that had not been there. */
function explained(fresh: readonly NewGroup[], gone: readonly StoredGroup[], facts: ReadonlyMap<string, Fact>): NewGroup[] {
  const holder = new Map(gone.flatMap((group) => itemsOf(group).map((id) => [id, group] as const)));
  const arrived = fresh.flatMap((group) => itemsOf(group).filter((id) => !holder.has(id)));
  return fresh.map((group) => {
    const replaced = [...new Set(itemsOf(group).flatMap((id) => holder.get(id) ?? []))];
    if (!replaced.some((one) => itemsOf(one).length > 1)) return group;
    const own = arrived.filter((id) => itemsOf(group).includes(id) || itemsOf({ payments: group.runnerUp?.payments ?? [], documents: group.runnerUp?.invoices ?? [], bookings: group.runnerUp?.bookings ?? [] }).includes(id));
    // The same members, weighed a little differently: nothing that a person would call a change.
    if (own.length === 0 && replaced.length === 1 && replaced[0] && keyOf(replaced[0]) === keyOf(group)) return group;
    const because = (own.length > 0 ? own : arrived).slice(0, CAUSES_MAX).flatMap((id) => { const fact = facts.get(id); return fact ? [{ id, ...fact }] : []; });
    return { ...group, change: { replaced: replaced.map((one) => one.id), because: because.map(({ id, kind }) => ({ id, kind })), text: wordsOf(because) } };
  });
}

const wordsOf = (because: readonly Fact[]): Bilingual => (because.length === 0
  ? { zh: '证据有变化，重新判断了', en: 'Decided anew, since the evidence has changed' }
  : { zh: `因为${because.map((one) => one.words.zh).join('、')}到了，重新判断了`, en: `Changed because ${because.map((one) => one.words.en).join(', ')} arrived` });

/** Whose matter an item is: who paid, who handed in, who travels. */
function ownersOf(open: OpenFacts, excluded: ReadonlySet<string>): Map<string, string> {
  const owners = new Map<string, string>();
  const own = (id: string, person: string | null): void => { if (person !== null && !excluded.has(`${id}/${person}`)) owners.set(id, person); };
  for (const booking of open.bookings) own(booking.id, booking.travelerId);
  for (const document of open.documents) own(document.id, document.submittedBy);
  for (const payment of open.payments) own(payment.id, payment.payerId);
  return owners;
}
