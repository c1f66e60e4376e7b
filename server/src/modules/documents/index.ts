export { consecutiveFindings, CORRECTABLE, dateFindings, deductionOf, fieldText, firstAsk, goodsFindings, isFresh, mayBook, nextAsk, shareOut, titleFindings } from './domain/index.ts';
export type { AskWhy, BookingState, CorrectableField, DocumentId, Purpose, StoredDocument } from './domain/index.ts';
export { acceptReadings, addOriginal } from './accept.ts';
export { correctDocument, correctionsOf, machineReadings } from './corrections.ts';
export type { Corrected, CorrectionError } from './corrections.ts';
export { claimsAskedBack, closeRecovery, listRecoveries, noteRedLetters, noteTakenBack, settleRecoveries, wrongRecoveries } from './recoveries.ts';
export type { Recovery } from './recoveries.ts';
export { arrivalsOf, documentsById, documentsByNumber, evidenceOf, keepSupporting, listDocuments, numbersOfSellers, originalsOf, replaceFindings, unusedDocuments } from './store.ts';
export { allUsesOf, documentsUsedBy, releaseDocuments, restsOf, takeDocuments, usesOf } from './uses.ts';
export type { DocumentUsed, Wish } from './uses.ts';
export {
  askedOn, claimsAwaitingAnswer, dueDocuments, noteQueries, noteQueryAnswer, queriesOf, queueDocuments, sampleDocuments, setBooking, setNextAsk, setVerification, verificationsOf,
} from './verifications.ts';
export type { Due, Query } from './verifications.ts';
