import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { approvalsQuery, claimQuery, demoSignInsQuery, myClaimsQuery, myMatchesQuery, myTripsQuery, overviewQuery, policiesQuery, policyDraftQuery, reviewQueueQuery } from '../api/queries.ts';
import { documentQuery } from '../api/documents.ts';
import { myPayeesQuery } from '../api/payouts.ts';
import { Failed } from '../parts/states.tsx';
import { Toasts } from '../parts/toast.tsx';
import { NotFound } from './not-found.tsx';
import { FINANCE_TABS, type FinanceSearch } from './finance-places.ts';
import { queryClient } from './queries.ts';
import { drivesRehearsal, has, homeOf, loadSession } from './session.ts';
import { Shell } from './shell.tsx';

const rootRoute = createRootRoute({
  component: () => <><Outlet /><Toasts /></>,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } => (typeof search['to'] === 'string' ? { to: search['to'] } : {}),
  beforeLoad: async () => { const session = await loadSession(); if (session) throw redirect(homeOf(session)); },
  loader: () => queryClient.ensureQueryData(demoSignInsQuery),
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const insideRoute = createRoute({
  getParentRoute: () => rootRoute, id: 'inside', component: Shell,
  beforeLoad: async ({ location }) => {
    const session = await loadSession();
    if (!session) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
    return { session };
  },
});

/** Starts loading with the page's code, and shows the page's own skeleton rather than waiting. */
const warm = (...queries: readonly { readonly queryKey: readonly unknown[] }[]) => () => {
  for (const query of queries) void queryClient.prefetchQuery(query as Parameters<typeof queryClient.prefetchQuery>[0]);
};

const homeRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/',
  beforeLoad: ({ context }) => { throw redirect({ ...homeOf(context.session), replace: true }); },
});
const expensesRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/expenses', loader: warm(myMatchesQuery, myClaimsQuery, myTripsQuery),
  component: lazyRouteComponent(() => import('../pages/expenses/expenses-page.tsx'), 'ExpensesPage'),
});
const reviewRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/review', loader: warm(reviewQueueQuery('mine')),
  component: lazyRouteComponent(() => import('../pages/finance/review-mine-page.tsx'), 'ReviewMinePage'),
});
const claimRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/claims/$id', loader: ({ params }) => warm(claimQuery(params.id))(),
  component: lazyRouteComponent(() => import('../pages/claim/claim-page.tsx'), 'ClaimPage'),
});
const documentRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/documents/$id', loader: ({ params }) => warm(documentQuery(params.id))(),
  component: lazyRouteComponent(() => import('../pages/documents/document-page.tsx'), 'DocumentPage'),
});
const approvalsRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/approvals',
  validateSearch: (search: Record<string, unknown>): { view?: 'team' | 'delegates' } => (search['view'] === 'team' || search['view'] === 'delegates' ? { view: search['view'] } : {}),
  loader: warm(approvalsQuery),
  component: lazyRouteComponent(() => import('../pages/approvals/approvals-page.tsx'), 'ApprovalsPage'),
});
const accountsRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/accounts', loader: warm(myPayeesQuery),
  component: lazyRouteComponent(() => import('../pages/accounts/accounts-page.tsx'), 'AccountsPage'),
});
const policyRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/policy', loader: warm(policiesQuery),
  component: lazyRouteComponent(() => import('../pages/policy/policy-page.tsx'), 'PolicyPage'),
});
const policyDraftRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/policy/drafts/$id',
  beforeLoad: ({ context }) => { if (!has(context.session, 'admin')) throw redirect({ to: '/policy' }); },
  loader: ({ params }) => warm(policyDraftQuery(params.id))(),
  component: lazyRouteComponent(() => import('../pages/policy/draft/draft-page.tsx'), 'DraftPage'),
});
const rehearsalRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/rehearsal',
  beforeLoad: ({ context }) => { if (!drivesRehearsal(context.session)) throw redirect({ to: '/' }); },
  component: lazyRouteComponent(() => import('../pages/rehearsal/rehearsal-page.tsx'), 'RehearsalPage'),
});

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const financeRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/finance/$tab',
  validateSearch: (search: Record<string, unknown>): FinanceSearch =>
    Object.fromEntries((['open', 'stage', 'day', 'state', 'q', 'view', 'run'] as const).flatMap((key) => { const value = text(search[key]); return value ? [[key, value]] : []; })),
  beforeLoad: ({ context, params }) => {
    if (!has(context.session, 'finance', 'admin')) throw redirect({ to: '/expenses' });
    if (!(FINANCE_TABS as readonly string[]).includes(params.tab)) throw redirect({ to: '/finance/$tab', params: { tab: 'payments' } });
  },
  loader: warm(overviewQuery),
  component: lazyRouteComponent(() => import('../pages/finance/finance-page.tsx'), 'FinancePage'),
});

// The bare word leads to the first of its tabs.
const financeHomeRoute = createRoute({
  getParentRoute: () => insideRoute, path: '/finance',
  beforeLoad: () => { throw redirect({ to: '/finance/$tab', params: { tab: 'payments' } }); },
});

const routeTree = rootRoute.addChildren([
  signInRoute, insideRoute.addChildren([homeRoute, expensesRoute, reviewRoute, claimRoute, documentRoute, approvalsRoute, accountsRoute, policyRoute, policyDraftRoute, rehearsalRoute, financeHomeRoute, financeRoute]),
]);
export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true, defaultPendingMs: 300 });

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
