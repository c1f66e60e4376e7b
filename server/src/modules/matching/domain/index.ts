export { DEFAULT_TRUST, fuseWords, samplePlace, sampleOf } from './fuse.ts';
export type { TrustSettings } from './fuse.ts';
export { aliasWords, learnedFrom, lessonsOf, namesAlike, NOTHING_LEARNED, takenBack } from './learn.ts';
export type { DecidedPair, Learned, Lesson } from './learn.ts';
export { OpenMatter } from './incremental.ts';
export { MATCHER_VERSION, matchAll } from './match.ts';
export type { MatchGroup, MatchInput } from './types.ts';
export { decideRun } from './run.ts';
export type { MatchRun, RunGroup } from './run.ts';
