import { join } from 'node:path';
import type { Config } from '#platform/config';
import { openBlobs } from '#platform/blobs';
import { systemClock } from '#platform/clock';
import { openDb } from '#platform/db';
import { makeLog } from '#platform/log';
import { makeVault } from '#platform/vault';
import { connectors } from '../connectors/index.ts';
import type { House } from '../flows/house.ts';

const CALL_MS_MAX = 10_000;

/** Calls to the outside end after a while, whatever the other side does; a broken call is an error for the connector to judge. */
const boundedFetch: House['fetch'] = async (url, init = {}) => {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(CALL_MS_MAX), redirect: 'error' } as RequestInit);
  return { status: answer.status, headers: answer.headers, text: () => answer.text() };
};

/** The one place where the house is put together. */
export function buildHouse(config: Config): House {
  return {
    db: openDb(config.DATABASE_URL), clock: systemClock, blobs: openBlobs(join(config.ROUNDTRIP_DATA, 'originals')), vault: makeVault(config.ROUNDTRIP_KEY),
    log: makeLog(config.ROUNDTRIP_LOG), connectors, fetch: boundedFetch,
  };
}

