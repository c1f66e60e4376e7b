export { approversNow, CN_COMMON_ROUTE, decide, openApproval, parseRoute, planRoute, sampled, withdraw } from './domain/index.ts';
export type { ApprovalError, ApprovalEvent, ApprovalState, Person, Route, RouteCase, RouteError } from './domain/index.ts';
export { endTurns, inboxOf, lockTurn, openTurns, pendingRequestOf, saveRequest, turnsOf } from './store.ts';
export type { ApprovalRequest, RequestId, Turn, TurnId } from './store.ts';
