export { acknowledgedOf, answerBatch, handedOver, keepBatch, listBatches, loadBatch } from './batches.ts';
export { noteExport } from './store.ts';
