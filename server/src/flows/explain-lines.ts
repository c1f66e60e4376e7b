import type { Actor } from '#modules/audit';
import { post, rules } from '#modules/ledger';
import { batchByMessage, LIVE_STATES, lockBatch, lockPayouts, movePayout, payoutIdOf, payoutsOfClaims, type Payout } from '#modules/payouts';
import { disputedPayouts, explainLine, lockOpenLines, markLines, type BankLine, type Explanation, type LineState } from '#modules/reconciliation';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { movePayouts, type PayoutChange } from './move-payouts.ts';
import { planAgain } from './send-payouts.ts';

type Known = {
  readonly byId: Map<string, Payout>;
  /** The payouts of each batch that a line stands for as a whole. */
  readonly batches: ReadonlyMap<string, readonly string[]>;
  /** Payouts whose leaving was booked and could not settle them. */
  readonly disputed: Set<string>;
  /** By claim, the payout that may pay it or has paid it although an earlier one had failed. */
  readonly successors: Map<string, Payout>;
};

/** What all open lines together do, before any of it is done. */
type Outcome = { readonly marks: { id: BankLine['id']; state: LineState; why: BankLine['why']; payoutIds: readonly string[] }[]; readonly suspended: BankLine[]; readonly dropped: PayoutChange[]; readonly settled: PayoutChange[]; readonly returned: PayoutChange[] };

/**
 * Joins the bank's booked lines to our payouts, money going out first, so that what came back finds what left. The
 * bank's booking is the only thing that settles a payout; what nothing explains goes to suspense.
 */
export async function explainOpenLines(tx: Tx, house: House, actor: Actor): Promise<void> {
  const lines = await lockOpenLines(tx);
  if (lines.length === 0) return;
  const known = await knownPayouts(tx, lines);
  const outcome: Outcome = { marks: [], suspended: [], dropped: [], settled: [], returned: [] };
  for (const line of lines) judge(line, known, outcome, house);
  await movePayouts(tx, house, actor, outcome.dropped);
  await movePayouts(tx, house, actor, outcome.settled);
  await movePayouts(tx, house, actor, outcome.returned);
  for (const { payout, reason } of outcome.returned) await planAgain(tx, house, [payout], { reason: reason ?? '', lost: false });
  await markLines(tx, outcome.marks);
  await post(tx, house.clock, outcome.suspended.flatMap((line) => rules.bankUnexplained({
    lineId: line.id, on: line.bookedOn, text: line.text, account: line.account, direction: line.direction, amount: { minor: line.amountMinor, currency: line.currency }, isReturn: line.returnReason !== null,
  })));
  await tell(tx, outcome.marks.map((mark) => ({ type: `bank-line.${mark.state}`, subject: { kind: 'bank-line', id: mark.id } })));
}

async function knownPayouts(tx: Tx, lines: readonly BankLine[]): Promise<Known> {
  const named = await lockPayouts(tx, lines.flatMap((line) => (line.endToEndId && payoutIdOf(line.endToEndId)) || []));
  const byId = new Map(named.map((payout) => [payout.id as string, payout]));
  const batches = new Map<string, readonly string[]>();
  for (const line of lines) {
    if (line.batchRef === null || batches.has(line.batchRef) || (line.endToEndId !== null && byId.has(payoutIdOf(line.endToEndId) ?? ''))) continue;
    const batch = await batchByMessage(tx, line.batchRef);
    if (!batch) continue;
    const payouts = await lockBatch(tx, batch.id);
    for (const payout of payouts) if (!byId.has(payout.id)) byId.set(payout.id, payout);
    batches.set(line.batchRef, payouts.map((payout) => payout.id));
  }
  const failed = [...byId.values()].filter((payout) => payout.state === 'failed');
  const live = failed.length === 0 ? [] : (await payoutsOfClaims(tx, failed.map((payout) => payout.claimId))).filter((payout) => LIVE_STATES.includes(payout.state));
  return { byId, batches, successors: new Map(live.map((payout) => [payout.claimId, payout])), disputed: await disputedPayouts(tx, [...byId.keys()]) };
}

function judge(line: BankLine, known: Known, outcome: Outcome, house: House): void {
  const byBatch = new Map([...known.batches].map(([ref, ids]) => [ref, ids.flatMap((id) => known.byId.get(id) ?? [])]));
  const said = lateOr(explainLine(line, { byId: known.byId, byBatch, disputed: known.disputed }), known);
  const mark = (state: LineState, payoutIds: readonly string[] = [], why: BankLine['why'] = null): void => { outcome.marks.push({ id: line.id, state, why, payoutIds }); };
  const change = (id: string, to: 'settled' | 'returned' | 'failed', more: Partial<PayoutChange> = {}): PayoutChange[] => {
    const payout = known.byId.get(id);
    const moved = payout && movePayout(payout, to, house.clock.now(), more.reason ?? null);
    if (!payout || !moved?.ok) return [];
    known.byId.set(id, moved.value);
    return [{ payout, to, booked: { on: line.bookedOn, account: line.account }, ...more }];
  };
  switch (said.kind) {
    case 'settles':
      for (const id of said.payoutIds) {
        outcome.dropped.push(...dropSuccessor(known, id));
        outcome.settled.push(...change(id, 'settled'));
        remember(known, id);
      }
      return mark('explained', said.payoutIds);
    case 'returns':
      outcome.returned.push(...change(said.payoutId, 'returned', { reason: line.returnReason ?? 'returned' }));
      return mark('explained', [said.payoutId]);
    case 'differs':
      if (line.direction === 'out' && said.why === 'state') for (const id of said.payoutIds) known.disputed.add(id);
      outcome.suspended.push(line);
      return mark('differs', said.payoutIds, said.why);
    case 'unexplained':
      outcome.suspended.push(line);
      return mark('unexplained');
    case 'waits':
      return;
  }
}

/**
 * The bank booked what it had told us it never got. If the payout planned in its place has not left yet, the earlier one
 * is the one that paid; if it has, money may have left twice, and that is for a person.
 */
function lateOr(said: Explanation, { byId, successors }: Known): Explanation {
  if (said.kind !== 'settles') return said;
  const rival = said.payoutIds.some((id) => {
    const payout = byId.get(id);
    const successor = payout?.state === 'failed' ? successors.get(payout.claimId) : undefined;
    return successor !== undefined && successor.state !== 'planned';
  });
  return rival ? { kind: 'differs', why: 'state', payoutIds: said.payoutIds } : said;
}

/** A claim is paid by what has just been settled; another late booking for it would be a second one. */
function remember({ byId, successors }: Known, id: string): void {
  const payout = byId.get(id);
  if (payout) successors.set(payout.claimId, payout);
}

function dropSuccessor({ byId, successors }: Known, id: string): PayoutChange[] {
  const payout = byId.get(id);
  const successor = payout?.state === 'failed' ? successors.get(payout.claimId) : undefined;
  return successor ? [{ payout: successor, to: 'failed', reason: 'earlier-arrived' }] : [];
}
