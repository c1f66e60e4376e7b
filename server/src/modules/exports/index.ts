export { listExports, noteExport } from './store.ts';
export type { ExportRun } from './store.ts';
