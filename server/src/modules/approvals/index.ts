export { approversNow, CN_COMMON_ROUTE, decide, openApproval, parseRoute, planRoute, withdraw } from './domain/index.ts';
export type { ApprovalError, ApprovalState, Person, RouteCase, RouteError } from './domain/index.ts';
export { endTurns, inboxOf, lockTurn, openTurns, pendingRequestOf, saveRequest, turnsOf } from './store.ts';
export type { ApprovalRequest } from './store.ts';
