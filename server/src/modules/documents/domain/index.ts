export { dateFindings } from './checks.ts';
export { documentKey, mergeReadings } from './merge.ts';
export type { DocumentId, RankedFacts, StoredDocument } from './merge.ts';
export { overuseOf, restOf, shareOut, spreadOveruse } from './uses.ts';
export type { ClaimUse, Standing } from './uses.ts';
