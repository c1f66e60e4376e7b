export { columnsFrom, insertMany } from './bulk.ts';
export { openDb } from './db.ts';
export type { Db, Tx } from './db.ts';
export { enterDirectory } from './directory.ts';
export { startEmbedded } from './embedded.ts';
export { packFacts, unpackFacts } from './facts.ts';
export { listenForNews } from './listen.ts';
export { oneAtATime } from './lock.ts';
export { grantToApp, migrate } from './migrate.ts';
