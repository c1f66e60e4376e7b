export const FINANCE_TABS = ['payments', 'review', 'claims', 'documents', 'budgets', 'payouts', 'automation', 'ledger', 'reconciliation', 'imports'] as const;
export type FinanceTab = (typeof FINANCE_TABS)[number];

/** Everything that a finance screen shows stands in its address, so that a colleague can be sent it. */
export type FinanceSearch = { open?: string; stage?: string; day?: string; state?: string; q?: string; view?: string; run?: string };
