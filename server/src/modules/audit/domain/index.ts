export { GENESIS, hashed } from './chain.ts';
export type { Actor, AuditEntry, AuditRecord, Head, Subject } from './chain.ts';
