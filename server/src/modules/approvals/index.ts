export { addApprovers, approversNow, CN_COMMON_ROUTE, decide, openApproval, parseRoute, planRoute, principalsOf, routeHoles, sendBack, transfer, withdraw } from './domain/index.ts';
export type { ApprovalError, ApprovalState, HandOnError, Person, RouteCase, RouteError } from './domain/index.ts';
export { addDelegation, delegationsOf, delegationsOn, revokeDelegation } from './delegations.ts';
export type { Delegation, DelegationId } from './delegations.ts';
export { endTurns, inboxOf, lockTurn, openTurns, pendingRequestOf, saveRequest, turnsOf } from './store.ts';
export type { ApprovalRequest } from './store.ts';
