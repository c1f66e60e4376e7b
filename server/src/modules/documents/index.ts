export { dateFindings } from './domain/index.ts';
export type { DocumentId, StoredDocument } from './domain/index.ts';
export {
  acceptReadings, documentsById, keepSupporting, listDocuments, originalsOf, releaseDocuments, takeDocuments, unusedDocuments, usesOf,
} from './store.ts';
export type { DocumentUsed } from './store.ts';
