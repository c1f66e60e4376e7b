export { approversNow, decide, openApproval, withdraw } from './decide.ts';
export type { ApprovalError, ApprovalEvent, ApprovalState, ApprovalStatus, Decided, Decision, DecisionInput, Said } from './decide.ts';
export { parseRoute } from './parse.ts';
export type { RouteProblem } from './parse.ts';
export { planRoute } from './plan.ts';
export type { Person, Plan, Route, RouteCase, RouteDocument, RouteError, Step, VerdictOutcome, Who } from './route.ts';
export { sampled } from './sampled.ts';
export { CN_COMMON_ROUTE } from './templates/cn-common.ts';
