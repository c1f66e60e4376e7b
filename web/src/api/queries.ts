import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Shape } from './client.ts';
import { ApiProblem, getJson, itemsOf, withParams, type Params } from './client.ts';

/** The first word of a query's key is the kind of thing that it shows: the event stream invalidates by it. */
type Kind = 'automation' | 'delegations' | 'colleagues' | 'matches' | 'claims' | 'approvals' | 'trips' | 'payments' | 'documents' | 'quarantine' | 'payouts' | 'ledger' | 'reconciliation' | 'policies' | 'overview' | 'rehearsal';

const one = <T>(kind: Kind, path: string, shape: Shape<T>, params: Params = {}) =>
  queryOptions({ queryKey: [kind, path, params] as const, queryFn: ({ signal }) => getJson(withParams(path, params), shape, signal) });

type Page<T> = { readonly items: T[]; readonly next: string | null };
const pages = <T>(kind: Kind, path: string, shape: Shape<Page<T>>, params: Params = {}) =>
  infiniteQueryOptions({
    queryKey: [kind, path, 'pages', params] as const,
    queryFn: ({ pageParam, signal }) => getJson(withParams(path, { ...params, limit: 100, after: pageParam }), shape, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

export type Scope = 'mine' | 'team' | 'company';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) =>
    getJson('/v1/session', (c) => c.sessionView, signal).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.problem.status === 401) return null;
      throw error;
    }),
  staleTime: Infinity,
});
export const demoSignInsQuery = queryOptions({
  queryKey: ['demo-sign-ins'],
  // Without a rehearsal world nothing is offered, however the server says so.
  queryFn: ({ signal }) => getJson('/v1/demo-sign-ins', itemsOf((c) => c.demoSignIn), signal).catch(() => ({ items: [] })),
  staleTime: Infinity,
});

export const overviewQuery = one('overview', '/v1/overview', (c) => c.overviewView);
export const automationQuery = one('automation', '/v1/automation', (c) => c.automationView);
export const meterListQuery = (number: string, part: string) => one('automation', `/v1/automation/meter/${number}`, (c) => c.claimPage, { part });
export const samplesQuery = one('automation', '/v1/automation/samples', (c) => c.samplePage);
export const myMatchesQuery = one('matches', '/v1/matches', (c) => c.matchPage, { scope: 'mine', state: 'all', limit: 100 });
export const reviewQueueQuery = (scope: 'mine' | 'company') => one('matches', '/v1/matches/review', (c) => c.reviewQueue, { scope, limit: 40 });
export const trustQuery = one('matches', '/v1/matches/trust', (c) => c.trustView);
export const openMatchesQuery = pages('matches', '/v1/matches', (c) => c.matchPage, { scope: 'company', state: 'open' });
export const myClaimsQuery = one('claims', '/v1/claims', (c) => c.claimPage, { scope: 'mine', limit: 50 });
export const claimsQuery = (scope: Scope, state?: string) => pages('claims', '/v1/claims', (c) => c.claimPage, { scope, state });
export const claimQuery = (id: string) => one('claims', `/v1/claims/${id}`, (c) => c.claimView);
export const approvalsQuery = one('approvals', '/v1/approvals', itemsOf((c) => c.approvalView));
export const delegationsQuery = one('delegations', '/v1/delegations', itemsOf((c) => c.delegationView));
export const colleaguesQuery = one('colleagues', '/v1/colleagues', itemsOf((c) => c.colleagueView));
export const myTripsQuery = one('trips', '/v1/trips', (c) => c.page(c.tripView), { scope: 'mine' });
export const paymentsQuery = (stage?: string, q?: string) => pages('payments', '/v1/payments', (c) => c.paymentPage, { scope: 'company', stage, q });
export const quarantineQuery = one('quarantine', '/v1/quarantine', itemsOf((c) => c.quarantineView));
export const documentsQuery = (state?: string, q?: string) => pages('documents', '/v1/documents', (c) => c.documentPage, { scope: 'company', state, q });
export const payoutsQuery = pages('payouts', '/v1/payouts', (c) => c.payoutPage);
export const ledgerQuery = pages('ledger', '/v1/ledger/entries', (c) => c.ledgerPage);
export const balancesQuery = one('ledger', '/v1/ledger/balances', itemsOf((c) => c.balanceView));
export const reconciliationQuery = one('reconciliation', '/v1/reconciliation', (c) => c.reconciliationView);
export const policiesQuery = one('policies', '/v1/policies', (c) => c.policyList);
export const policyDraftQuery = (id: string) => one('policies', `/v1/policies/${id}`, (c) => c.policyDraftView);

export type RehearsalState = {
  readonly running: boolean; readonly seed: number; readonly speed: number; readonly now: string; readonly faults: readonly string[]; readonly days: number;
  /** Messages of the world that have not been acknowledged yet. */
  readonly waiting: number;
  readonly log: readonly { readonly at: string; readonly who: string; readonly what: { readonly zh: string; readonly en: string } }[];
};
export const rehearsalQuery = queryOptions({
  queryKey: ['rehearsal'],
  // The rehearsal's own state is no part of the contract: it exists only beside a simulated world.
  queryFn: ({ signal }) => getJson<RehearsalState>('/rehearsal/state', () => ({ parse: (value) => value as RehearsalState }), signal),
  refetchInterval: 1_000,
});
