export { dateFindings, shareOut } from './domain/index.ts';
export type { DocumentId, StoredDocument } from './domain/index.ts';
export { acceptReadings } from './accept.ts';
export { claimsAskedBack, closeRecovery, listRecoveries, noteRedLetters, settleRecoveries, wrongRecoveries } from './recoveries.ts';
export type { Recovery } from './recoveries.ts';
export { arrivalsOf, documentsById, keepSupporting, listDocuments, originalsOf, unusedDocuments } from './store.ts';
export { releaseDocuments, restsOf, takeDocuments, usesOf } from './uses.ts';
export type { DocumentUsed, Wish } from './uses.ts';
