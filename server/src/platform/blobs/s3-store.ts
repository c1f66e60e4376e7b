import { AwsClient } from 'aws4fetch';
import { XMLParser } from 'fast-xml-parser';
import { invariant } from '@roundtrip/kernel';
import type { BlobStore } from './store.ts';

export type S3Address = { readonly endpoint: string; readonly bucket: string; readonly region: string; readonly accessKeyId: string; readonly secretAccessKey: string };

const CALL_MS_MAX = 60_000;
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Contents' });

type Listing = { readonly ListBucketResult?: { readonly Contents?: readonly { readonly Key?: string }[]; readonly NextContinuationToken?: string } };

/** A bucket of any S3-compatible store (MinIO, Ceph, OSS, COS, AWS), addressed by path. Transient answers are tried again by the client. */
export function s3Store(address: S3Address): BlobStore {
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = address;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 4 });
  const root = `${endpoint.replace(/\/+$/, '')}/${bucket}`;
  const call = (method: string, path: string, body?: Uint8Array): Promise<Response> => client.fetch(`${root}${path}`, {
    method, signal: AbortSignal.timeout(CALL_MS_MAX), redirect: 'error', ...(body ? { body: Buffer.from(body), headers: { 'content-type': 'application/octet-stream' } } : {}),
  });
  const has = async (key: string): Promise<boolean> => {
    const { status } = await call('HEAD', `/${key}`);
    invariant(status === 200 || status === 404, `the bucket says whether it holds an original, not ${status}`);
    return status === 200;
  };
  return {
    name: 's3',
    has,
    async put(key, bytes) {
      if (await has(key)) return;
      const answer = await call('PUT', `/${key}`, bytes);
      invariant(answer.ok, `the bucket takes an original, not ${answer.status}`);
    },
    async get(key) {
      const answer = await call('GET', `/${key}`);
      if (answer.status === 404) return null;
      invariant(answer.ok, `the bucket gives an original, not ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    },
    async *keys() {
      let token: string | undefined;
      do {
        const answer = await call('GET', `/?list-type=2${token ? `&continuation-token=${encodeURIComponent(token)}` : ''}`);
        invariant(answer.ok, `the bucket lists its originals, not ${answer.status}`);
        const listing = (parser.parse(await answer.text()) as Listing).ListBucketResult;
        for (const { Key } of listing?.Contents ?? []) if (Key) yield Key;
        token = listing?.NextContinuationToken;
      } while (token);
    },
  };
}
