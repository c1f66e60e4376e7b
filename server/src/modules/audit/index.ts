export type { Actor, AuditEntry, AuditRecord, Subject } from './domain/index.ts';
export { checkStoredTrail, checkTrail, exportTrail } from './export.ts';
export type { TrailVerdict } from './export.ts';
export { readTrail, record } from './store.ts';
