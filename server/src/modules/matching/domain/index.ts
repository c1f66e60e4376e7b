export { namesAlike } from './learn.ts';
export { MATCHER_VERSION, matchAll } from './match.ts';
export type { MatchGroup, MatchInput } from './types.ts';
