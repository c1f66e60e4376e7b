import { epochMs, exactInterval, medianOf, wilsonInterval, type Instant, type Interval } from '@roundtrip/kernel';

/** What the honest meter is made from; the same whether it is read from the tables or from the exported trail. */
export type MeterFacts = {
  readonly approved: readonly { readonly claimId: string; readonly automatic: boolean; readonly owed: boolean; readonly submittedAt: Instant | null; readonly at: Instant }[];
  readonly judged: readonly { readonly claimId: string; readonly automatic: boolean; readonly drawn: string; readonly isRight: boolean; readonly at: Instant }[];
  readonly paid: readonly { readonly claimId: string; readonly at: Instant }[];
};

export const METER_NUMBERS = ['touch-free', 'wrong-approve', 'minutes-to-money'] as const;
export type MeterNumber = (typeof METER_NUMBERS)[number];

/** One number with all that it rests on. `all` is the denominator as claims, `hits` those of them that count: the lists behind the number. */
export type Metered = { readonly value: number | null; readonly interval: Interval | null; readonly hits: readonly string[]; readonly all: readonly string[] };

const MINUTE_MS = 60_000;

const shareOf = (all: readonly string[], hits: readonly string[], interval: (k: number, n: number) => Interval): Metered =>
  ({ value: all.length === 0 ? null : hits.length / all.length, interval: all.length === 0 ? null : interval(hits.length, all.length), all, hits });

/**
 * The honest meter from a day on. Touch-free: approved claims that no person was asked about (Wilson). Wrong approvals: of
 * the evenly drawn automatic claims that a person judged blind, those that were wrong (Clopper–Pearson). Minutes to money:
 * of approved claims that owe money, those that were paid, and the middle of their minutes from submitting (by ranks).
 */
export function meterOf(facts: MeterFacts, since: Instant): Readonly<Record<MeterNumber, Metered>> {
  const approved = facts.approved.filter((one) => one.at >= since);
  const sample = facts.judged.filter((one) => one.at >= since && one.automatic && one.drawn === 'even');
  const owed = approved.filter((one) => one.owed);
  const paidAt = new Map(facts.paid.map((one) => [one.claimId, one.at]));
  const paid = owed.flatMap(({ claimId, submittedAt }) => {
    const at = paidAt.get(claimId);
    return at !== undefined && submittedAt !== null ? [{ claimId, minutes: (epochMs(at) - epochMs(submittedAt)) / MINUTE_MS }] : [];
  });
  const middle = medianOf(paid.map((one) => one.minutes));
  const idsOf = (list: readonly { readonly claimId: string }[]): string[] => list.map((one) => one.claimId).sort();
  return {
    'touch-free': shareOf(idsOf(approved), idsOf(approved.filter((one) => one.automatic)), wilsonInterval),
    'wrong-approve': shareOf(idsOf(sample), idsOf(sample.filter((one) => !one.isRight)), exactInterval),
    'minutes-to-money': { value: middle?.median ?? null, interval: middle?.interval ?? null, all: idsOf(owed), hits: idsOf(paid) },
  };
}

type TrailRecord = { readonly action: string; readonly subject: { readonly id: string }; readonly at: string; readonly body: object };
type Body = { readonly [key: string]: unknown };
const textIn = (body: Body, key: string): string => (typeof body[key] === 'string' ? body[key] : '');

/** Reads an exported trail, record by record, in its order. */
export function meterReader(): { readonly take: (one: TrailRecord) => void; readonly facts: () => MeterFacts } {
  const [approved, judged, paid] = [new Map<string, MeterFacts['approved'][number]>(), [] as MeterFacts['judged'][number][], new Map<string, Instant>()];
  return {
    take({ action, subject, at, body: given }) {
      const body = given as Body;
      const when = (textIn(body, 'at') || at) as Instant;
      if (action === 'claim.approved') approved.set(subject.id, { claimId: subject.id, automatic: body['automatic'] === true, owed: textIn(body, 'reimbursable') !== '0', submittedAt: (textIn(body, 'submittedAt') || null) as Instant | null, at: when });
      else if (action === 'sample.judged') judged.push({ claimId: subject.id, automatic: body['automatic'] === true, drawn: textIn(body, 'drawn'), isRight: body['isRight'] === true, at: when });
      else if (action === 'payout.settled') paid.set(textIn(body, 'claimId'), when);
      else if (action === 'payout.returned') paid.delete(textIn(body, 'claimId'));
    },
    facts: () => ({ approved: [...approved.values()], judged, paid: [...paid].map(([claimId, at]) => ({ claimId, at })) }),
  };
}
