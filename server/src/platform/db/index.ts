export { columnsFrom, insertMany } from './bulk.ts';
export type { ColumnType } from './bulk.ts';
export { openDb } from './db.ts';
export type { Db, QueryResult, Tx } from './db.ts';
export { startEmbedded } from './embedded.ts';
export type { EmbeddedDatabase } from './embedded.ts';
export { packFacts, unpackFacts } from './facts.ts';
export { listenForNews } from './listen.ts';
export { grantToApp, migrate } from './migrate.ts';
