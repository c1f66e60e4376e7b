import { civilDateIn, epochMs, instantOf } from '@roundtrip/kernel';
import { claimsAwaitingAnswer } from '#modules/documents';
import { periodClosed } from '#modules/ledger';
import { listEmployees, loadCompany, payeesOf } from '#modules/people';
import {
  bankOf, chosenPayees, findingsOf, isAccountTrouble, paidBefore, routeOf, sharedAccounts, sumKey, type FindingCode, type OpenPayee, type Payout, type RailFacts,
} from '#modules/payouts';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';
import { openRail, type OpenRail } from './open-rail.ts';

/** A payout as it would leave now: over which rail, to which account, and what stands out. The rail is null where it cannot leave. */
export type Judged = { readonly payout: Payout; readonly rail: OpenRail | null; readonly account: OpenPayee | null };

/** The same sum to the same person within so many days stands out. */
const SAME_SUM_DAYS = 7;
/** A bureau that does not answer holds a payment up for so many days at most. */
const WAIT_DAYS = 7;
const DAY_MS = 86_400_000;
const WALLET_RAILS = { wechat: 'wechat-transfer', alipay: 'alipay-transfer' } as const;

/** Looks at payouts as they would leave now, in a handful of queries whatever their number. `submitted`: they stand in a run that was handed on. */
export async function judgePayouts(tx: Tx, house: House, payouts: readonly Payout[], submitted: boolean): Promise<Judged[]> {
  if (payouts.length === 0) return [];
  const facts = await gather(tx, house, payouts);
  // What goes today within this very look counts against a rail's limits too.
  const running = new Map<string, bigint>();
  const used = (key: string): bigint => (facts.today.get(key) ?? 0n) + (running.get(key) ?? 0n);
  return payouts.map((payout) => {
    const accounts = facts.accountsOf(payout.employeeId);
    const route = routeOf({
      amountMinor: payout.amountMinor, currency: payout.currency, accounts, railOf: (kind) => facts.rails.get(kind)?.facts ?? null,
      today: (rail) => ({ payeeMinor: used(`${payout.employeeId} ${rail} ${payout.currency}`), railMinor: used(`* ${rail} ${payout.currency}`) }),
    });
    const account = route.account;
    if (route.rail !== null && payout.heldFor === null) for (const who of [payout.employeeId, '*']) {
      const key = `${who} ${route.rail} ${payout.currency}`;
      running.set(key, (running.get(key) ?? 0n) + payout.amountMinor);
    }
    const digest = account && house.vault.blindIndex(tx.companyId, account.account);
    const found: FindingCode[] = findingsOf({ heldFor: payout.heldFor, accountDigest: payout.accountDigest, runSubmitted: submitted }, {
      now: house.clock.now(), account: account && digest ? { digest, holder: account.name, usableFrom: account.usableFrom, names: facts.namesOf(payout.employeeId) } : null,
      lastDigest: facts.last.get(payout.employeeId) ?? null, closed: facts.closed, shared: facts.shared, twice: facts.twice.has(sumKey(payout)), periodClosed: facts.periodClosed,
    });
    const findings: FindingCode[] = [...found, ...(facts.waiting.has(payout.claimId) ? ['invoice.waiting' as const] : []), ...route.findings];
    // A digest that it was submitted with stays, so that a swap is seen at every later look as well.
    const kept = submitted && payout.accountDigest !== null ? payout.accountDigest : digest;
    const rail = [...facts.rails.values()].find((one) => one.facts.id === route.rail)?.open ?? null;
    return { payout: { ...payout, findings, rail: route.rail, accountDigest: kept, accountMasked: account && `•••• ${account.account.replace(/\s/g, '').slice(-4)}`, bank: account ? bankIdOf(account) : null }, rail, account };
  });
}

const bankIdOf = (account: OpenPayee): string => (account.kind === 'bank' ? bankOf(account) : account.kind);

type Facts = {
  readonly accountsOf: (employeeId: string) => readonly OpenPayee[]; readonly namesOf: (employeeId: string) => readonly string[];
  readonly rails: ReadonlyMap<OpenPayee['kind'], { readonly open: OpenRail; readonly facts: RailFacts }>; readonly today: ReadonlyMap<string, bigint>;
  readonly last: ReadonlyMap<string, string>; readonly closed: ReadonlySet<string>; readonly shared: ReadonlySet<string>; readonly twice: ReadonlySet<string>; readonly periodClosed: boolean;
  /** Claims with an invoice that the tax bureau is being asked about. */
  readonly waiting: ReadonlySet<string>;
};

async function gather(tx: Tx, house: House, payouts: readonly Payout[]): Promise<Facts> {
  const now = house.clock.now();
  const ids = payouts.map((payout) => payout.employeeId);
  const company = await loadCompany(tx);
  const [listed, chosen] = [await payeesOf(tx, house.vault, ids), await chosenPayees(tx, house.vault, ids)];
  const names = new Map((await listEmployees(tx)).map((employee) => [employee.id as string, [employee.name, ...employee.aliases]]));
  const before = await paidBefore(tx, ids, { sameSum: instantOf(epochMs(now) - SAME_SUM_DAYS * DAY_MS), midnight: midnightOf(now, company.zone) });
  const today = new Map<string, bigint>();
  for (const { employeeId, rail, currency, minor } of before.today) for (const who of [employeeId, '*']) today.set(`${who} ${rail} ${currency}`, (today.get(`${who} ${rail} ${currency}`) ?? 0n) + minor);
  const accountsOf = (id: string): readonly OpenPayee[] => {
    const own = chosen.get(id) ?? [];
    const account = listed.get(id);
    // The account that the company's own list names is paid to until the employee chooses one, and carries what a wallet cannot.
    return own.some((one) => one.kind === 'bank') || !account ? own : [...own, { kind: 'bank', ...account, usableFrom: null }];
  };
  const owners = new Map<string, Set<string>>();
  for (const id of new Set(ids)) for (const account of accountsOf(id).slice(0, 1)) {
    const digest = house.vault.blindIndex(tx.companyId, account.account);
    owners.set(digest, (owners.get(digest) ?? new Set()).add(id));
  }
  const shared = new Set([...(await sharedAccounts(tx)), ...[...owners].filter(([, who]) => who.size > 1).map(([digest]) => digest)]);
  return {
    accountsOf, namesOf: (id) => names.get(id) ?? [], rails: await railsOf(tx, house, company.settings.payoutRail), today, shared,
    last: before.last, twice: before.twice, closed: new Set(before.failures.filter(({ reason }) => isAccountTrouble(reason)).map(({ digest }) => digest)), periodClosed: await periodClosed(tx, civilDateIn(company.zone, now)),
    waiting: await claimsAwaitingAnswer(tx, payouts.filter((payout) => epochMs(payout.plannedAt) > epochMs(now) - WAIT_DAYS * DAY_MS).map((payout) => payout.claimId)),
  };
}

async function railsOf(tx: Tx, house: House, bankRail: string): Promise<Facts['rails']> {
  const rails = new Map<OpenPayee['kind'], { open: OpenRail; facts: RailFacts }>();
  for (const [kind, id] of [['bank', bankRail], ...Object.entries(WALLET_RAILS)] as [OpenPayee['kind'], string][]) {
    const open = await openRail(tx, house, id);
    // A wallet is usable where the company has set it up; its bank may need no setting up.
    if (!open || (kind !== 'bank' && Object.keys(open.config).length === 0)) continue;
    rails.set(kind, { open, facts: { id, currencies: open.rail.capabilities.currencies, limits: open.rail.limits?.(open.config) ?? {} } });
  }
  return rails;
}

/** When this civil day began, to within the hour that a change of clocks may move it. */
function midnightOf(now: ReturnType<House['clock']['now']>, zone: string): ReturnType<House['clock']['now']> {
  const today = civilDateIn(zone, now);
  let from = Math.floor(epochMs(now) / 900_000) * 900_000;
  while (civilDateIn(zone, instantOf(from - 900_000)) === today) from -= 900_000;
  return instantOf(from);
}
