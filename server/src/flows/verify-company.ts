import { checkAdvances, listAdvances, offsetsOfClaims } from '#modules/advances';
import { checkStoredTrail } from '#modules/audit';
import { checkBudgets } from '#modules/budgets';
import { linesOf, listClaims, type Claim } from '#modules/claims';
import { wrongRecoveries } from '#modules/documents';
import { balances, checkLedger, movesBySource, type LedgerCheck } from '#modules/ledger';
import { companyPart, costOf, paymentsById } from '#modules/payments';
import { claimsPaidTwice, LIVE_STATES, payoutFacts, TRANSIT_STATES, type PayoutFact } from '#modules/payouts';
import { checkBank, checkChain, checkTransit, incompleteStatements, unbookedPayouts } from '#modules/reconciliation';
import type { Db, Tx } from '#platform/db';

/** One law of the books, recomputed: what was looked at, and the first things for which it does not hold. */
export type Invariant = { readonly code: string; readonly title: string; readonly checked: number; readonly bad: readonly string[] };

const NAMED_MAX = 20;
const law = (code: string, title: string, checked: number, bad: readonly string[]): Invariant => ({ code, title, checked, bad: bad.slice(0, NAMED_MAX) });

/** Recomputes every money and audit invariant of a company as of one moment, from rows alone. */
export function verifyCompany(db: Db, companyId: string): Promise<Invariant[]> {
  return db.read(companyId, async (tx) => {
    const ledger = new Map((await checkLedger(tx)).map((check) => [check.code, check]));
    const ofLedger = (code: LedgerCheck['code'], number: string, title: string): Invariant => law(number, title, ledger.get(code)?.checked ?? 0, ledger.get(code)?.bad ?? []);
    const payouts = await payoutFacts(tx);
    const claims = (await listClaims(tx, { employeeIds: null, state: null, after: null, limit: Number.MAX_SAFE_INTEGER })).filter((claim) => claim.state !== 'draft');
    const trail = await checkStoredTrail(tx);
    const [transit, bank, chain] = [await checkTransit(tx), await checkBank(tx), await checkChain(tx)];
    return [
      ofLedger('balanced', 'I1', 'every entry balances in each currency'),
      ofLedger('reversals', 'I2', 'nothing is reversed twice, and a reversal is the exact opposite'),
      law('I2', 'the audit trail is as it was written', trail.checked, trail.bad === null ? [] : [`record ${trail.bad}`]),
      ofLedger('once', 'I3', 'one event is one entry'),
      ofLedger('vouchers', 'I3', 'vouchers have no gaps'),
      await payoutsInBooks(tx, payouts),
      await neverTwice(tx, claims, payouts),
      await approvalsInBooks(tx, claims),
      await companyPartKept(tx, claims),
      await paymentsInBooks(tx),
      await memoMirrored(tx),
      law('I7', transit.title.en, transit.checked, transit.bad),
      law('I8', chain.title.en, chain.checked, chain.bad),
      law('I8', 'the lines of a statement make its closing balance', chain.checked, await incompleteStatements(tx)),
      law('I9', bank.title.en, bank.checked, bank.bad),
      law('I9', 'what is settled was booked by the bank', payouts.length, await unbookedPayouts(tx, payouts.filter((payout) => payout.state === 'settled' || payout.state === 'returned').map((payout) => payout.id))),
      await invoicesWithinTotals(tx),
      await budgetsAddUp(tx),
      await advancesAddUp(tx, payouts),
      ofLedger('periods', 'I10', 'a closed period stays closed'),
    ];
  });
}

/** I11: claims use no invoice beyond its total, and what was taken back since is asked back to the cent. */
async function invoicesWithinTotals(tx: Tx): Promise<Invariant> {
  const { checked, bad } = await wrongRecoveries(tx);
  return law('I11', 'what is asked back is what invoices are over-used by', checked, bad);
}

/** I13: an advance is paid once, its offsets and returns add up, and what a person has of it stands in the books. */
async function advancesAddUp(tx: Tx, payouts: readonly PayoutFact[]): Promise<Invariant> {
  const { checked, bad } = await checkAdvances(tx);
  const live = new Map<string, bigint>();
  for (const { claimId, state, amountMinor } of payouts) if (LIVE_STATES.includes(state)) live.set(claimId, (live.get(claimId) ?? 0n) + amountMinor);
  const paidTwice = (await listAdvances(tx, null)).filter((advance) => (live.get(advance.id) ?? 0n) > advance.amountMinor).map((advance) => advance.number);
  return law('I13', 'an advance is paid once, and what came of it adds up', checked, [...bad, ...paidTwice]);
}

/** I12: every budget is the sum of what is held in it, and a hard one is never overdrawn. */
async function budgetsAddUp(tx: Tx): Promise<Invariant> {
  const { checked, bad } = await checkBudgets(tx);
  return law('I12', 'reserved, used and open make a budget, and a hard one is never overdrawn', checked, bad);
}

/** I4: what was sent is in transit, or it was settled or taken back, once and with its whole amount. */
async function payoutsInBooks(tx: Tx, payouts: readonly PayoutFact[]): Promise<Invariant> {
  const kinds = ['payout.sent', 'payout.settled', 'payout.failed', 'payout.returned'] as const;
  const [payable, transit, bank] = [new Map<string, bigint>(), new Map<string, bigint>(), new Map<string, bigint>()];
  for (const kind of kinds) for (const [sums, prefix] of [[payable, 'payable:'], [transit, 'in-transit:'], [bank, 'bank:']] as const) {
    for (const [id, minor] of await movesBySource(tx, kind, prefix)) sums.set(id, (sums.get(id) ?? 0n) + minor);
  }
  const bad = payouts.filter(({ id, state, amountMinor }) => {
    const open = TRANSIT_STATES.includes(state) ? amountMinor : 0n;
    const paid = state === 'settled' ? amountMinor : 0n;
    return (payable.get(id) ?? 0n) !== open + paid || (transit.get(id) ?? 0n) !== -open || (bank.get(id) ?? 0n) !== -paid;
  });
  return law('I4', 'what was sent resolves exactly once, for its whole amount', payouts.length, bad.map((payout) => payout.id));
}

/** I5: no claim has two payouts that may pay it, none is paid more than it is worth, and a paid one was paid in full. */
async function neverTwice(tx: Tx, claims: readonly Claim[], payouts: readonly PayoutFact[]): Promise<Invariant> {
  const live = new Map<string, bigint>();
  const settled = new Map<string, bigint>();
  for (const { claimId, state, amountMinor } of payouts) {
    if (LIVE_STATES.includes(state)) live.set(claimId, (live.get(claimId) ?? 0n) + amountMinor);
    if (state === 'settled') settled.set(claimId, (settled.get(claimId) ?? 0n) + amountMinor);
  }
  const offsets = await offsetsOfClaims(tx, claims.map((claim) => claim.id));
  const bad = claims.filter((claim) => {
    const due = claim.reimbursableMinor - (offsets.get(claim.id) ?? 0n);
    return due < 0n || (live.get(claim.id) ?? 0n) > due || (claim.state === 'paid' && settled.get(claim.id) !== due);
  });
  return law('I5', 'no claim is paid twice or beyond what it is worth', claims.length, [...(await claimsPaidTwice(tx)), ...bad.map((claim) => claim.number)]);
}

/** I5: what was approved is what is owed. */
async function approvalsInBooks(tx: Tx, claims: readonly Claim[]): Promise<Invariant> {
  const owed = await movesBySource(tx, 'claim.approved', 'payable:');
  const decided = new Set<Claim['state']>(['approved', 'paying', 'paid', 'closed']);
  const approved = claims.filter((claim) => decided.has(claim.state));
  return law('I5', 'what was approved is what is owed', approved.length, approved.filter((claim) => -(owed.get(claim.id) ?? 0n) !== claim.reimbursableMinor).map((claim) => claim.number));
}

/** I6: nobody gets back what the company paid by itself. */
async function companyPartKept(tx: Tx, claims: readonly Claim[]): Promise<Invariant> {
  const lines = await linesOf(tx, claims.map((claim) => claim.id));
  const own = (amount: bigint, company: bigint): bigint => (amount > company ? amount - company : 0n);
  return law('I6', 'the part that the company paid is not reimbursed', lines.length, lines.filter((line) => line.reimbursableMinor > own(line.amountMinor, line.companyPaidMinor)).map((line) => line.id));
}

/** I6: a payment is booked with what it cost, and only a payment that exists is. */
async function paymentsInBooks(tx: Tx): Promise<Invariant> {
  const [personal, company] = [await movesBySource(tx, 'payment.arrived', 'clearing:spend'), await movesBySource(tx, 'payment.arrived', 'card-clearing:')];
  const ids = [...new Set([...personal.keys(), ...company.keys()])];
  const known = new Map((await paymentsById(tx, ids)).map((payment) => [payment.id as string, payment]));
  const bad = ids.filter((id) => {
    const payment = known.get(id);
    if (!payment) return true;
    // Of a payment that nobody of ours is known to have made, only the company's part is booked.
    const { minor } = payment.payerId === null ? companyPart(payment.facts) : costOf(payment.facts);
    return (personal.get(id) ?? 0n) + (company.get(id) ?? 0n) !== (payment.facts.direction === 'out' ? minor : -minor);
  });
  return law('I6', 'a payment is booked with what it cost', ids.length, bad);
}

/** I7: what employees have spent and not claimed is the same from both sides. */
async function memoMirrored(tx: Tx): Promise<Invariant> {
  const sums = new Map<string, bigint>();
  const sides = [...(await balances(tx, 'clearing:spend')), ...(await balances(tx, 'unclaimed:'))];
  for (const { currency, balance } of sides) sums.set(currency, (sums.get(currency) ?? 0n) + balance);
  return law('I7', 'unclaimed spending is the same from both sides', sides.length, [...sums].filter(([, sum]) => sum !== 0n).map(([currency]) => currency));
}
