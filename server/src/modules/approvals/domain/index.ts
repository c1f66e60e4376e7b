export { approversNow, decide, openApproval, withdraw } from './decide.ts';
export type { ApprovalError, ApprovalState } from './decide.ts';
export { parseRoute } from './parse.ts';
export { planRoute } from './plan.ts';
export type { Person, RouteCase, RouteError } from './route.ts';
;
export { CN_COMMON_ROUTE } from './templates/cn-common.ts';
