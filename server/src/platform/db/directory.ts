import { insertMany } from './bulk.ts';
import type { Tx } from './db.ts';

/** Makes the company findable by a public key of its own: an e-mail's digest, an installation's id. */
export async function enterDirectory(tx: Tx, entries: readonly { readonly kind: 'company' | 'email' | 'installation'; readonly key: string }[]): Promise<void> {
  await insertMany(tx, 'platform.directory', { kind: 'text', key: 'text' }, { rows: entries });
}
