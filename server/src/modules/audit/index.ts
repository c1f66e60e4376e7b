export type { Actor } from './domain/index.ts';
export { checkStoredTrail, checkTrail, exportTrail } from './export.ts';
export { readTrail, record } from './store.ts';
