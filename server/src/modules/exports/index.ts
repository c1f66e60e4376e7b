export { noteExport } from './store.ts';
;
