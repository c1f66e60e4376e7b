import { createHash } from 'node:crypto';
import { connectors } from '../server/src/connectors/index.ts';
import type { Fetch } from '../server/src/connectors/spi/index.ts';
import type { House } from '../server/src/flows/house.ts';
import type { Blobs } from '../server/src/platform/blobs/index.ts';
import type { Db } from '../server/src/platform/db/index.ts';
import { makeLog } from '../server/src/platform/log/index.ts';
import { makeVault } from '../server/src/platform/vault/index.ts';
import type { Life } from './life.ts';
import type { Machine } from './machine.ts';
import type { Queue } from './queue.ts';

export type HouseParts = { readonly db: Db; readonly machine: Machine; readonly life: Life; readonly queue: Queue; readonly fetch: Fetch };

const VAULT = makeVault('5a'.repeat(32));
const LOG = makeLog('silent');
const isRefusal = (value: unknown): boolean => typeof value === 'object' && value !== null && (value as { ok?: unknown }).ok === false;

/** The database as a process that may die at every commit sees it. */
function fragileDb({ db, machine, life, queue }: HouseParts): Db {
  return {
    ...db,
    transact: (companyId, work) => life.effect('commit', async () => {
      const attempt = machine.forTransaction();
      const asked = new Set<string>();
      const value = await db.transact(companyId, (tx) => attempt(() => queue.attempt(asked, () => work(tx))));
      if (!isRefusal(value)) queue.commit(asked);
      return value;
    }),
    read: async (companyId, work) => {
      life.alive();
      return db.read(companyId, work);
    },
  };
}

/** Originals are what is written once under their own digest. */
function fragileBlobs(life: Life): Blobs {
  const kept = new Map<string, Uint8Array>();
  return {
    put: (_companyId, bytes) => life.effect('original', () => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      kept.set(sha256, bytes);
      return Promise.resolve(sha256);
    }),
    get: (_companyId, sha256) => Promise.resolve(kept.get(sha256) ?? null),
  };
}

/** The product as `apps` wires it, with every door to the outside made of glass: the only difference is what is passed in. */
export function fragileHouse(parts: HouseParts): House {
  const { machine, life, fetch } = parts;
  const house: House = {
    db: fragileDb(parts), clock: { now: machine.now, newId: machine.newId }, blobs: fragileBlobs(life), vault: VAULT, log: LOG, connectors,
    fetch: (url, init) => life.effect('call', () => fetch(url, init)),
  };
  parts.queue.wire(house);
  return house;
}
