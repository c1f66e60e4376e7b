import { join } from 'node:path';
import type { Config } from '#platform/config';
import { fileStore, openBlobs, s3Store, type BlobStore } from '#platform/blobs';
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

/** Where originals lie: in the bucket where one is configured, with the disk still read, since a move may be under way. */
export function originalStores(config: Config): readonly [BlobStore, ...BlobStore[]] {
  const disk = fileStore(join(config.ROUNDTRIP_DATA, 'originals'));
  const { ROUNDTRIP_S3_ENDPOINT: endpoint, ROUNDTRIP_S3_BUCKET: bucket, ROUNDTRIP_S3_KEY: accessKeyId, ROUNDTRIP_S3_SECRET: secretAccessKey, ROUNDTRIP_S3_REGION: region } = config;
  return endpoint && bucket && accessKeyId && secretAccessKey ? [s3Store({ endpoint, bucket, region, accessKeyId, secretAccessKey }), disk] : [disk];
}

/** The one place where the house is put together. */
export function buildHouse(config: Config): House {
  const vault = makeVault(config.ROUNDTRIP_KEY);
  return {
    db: openDb(config.DATABASE_URL), clock: systemClock, blobs: openBlobs(originalStores(config), vault), vault,
    log: makeLog(config.ROUNDTRIP_LOG), connectors, fetch: boundedFetch,
  };
}

