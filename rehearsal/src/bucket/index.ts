import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

export type BucketKeys = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly region: string; readonly bucket: string };
export type Bucket = {
  readonly url: string;
  readonly objects: Map<string, Buffer>;
  /** The next calls are answered with 503, as busy stores do. */
  refuse(calls: number): void;
  stop(): Promise<void>;
};

const PAGE = 2;
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Is the call signed (AWS Signature Version 4, as the public documents say) by who holds the secret, over these very bytes? */
function isSigned(request: FastifyRequest, body: Buffer, keys: BucketKeys): boolean {
  const auth = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  if (!auth) return false;
  const [, id = '', day = '', region = '', names = '', signature = ''] = auth;
  const payload = String(request.headers['x-amz-content-sha256'] ?? '');
  if (id !== keys.accessKeyId || region !== keys.region || (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body))) return false;
  const url = new URL(request.url, 'http://x');
  const query = [...url.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join('&');
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`).join('');
  const canonical = [request.method, url.pathname, query, headers, names, payload].join('\n');
  const text = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date'] ?? ''), `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${keys.secretAccessKey}`, day), region), 's3'), 'aws4_request');
  return timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'));
}

function listing(objects: ReadonlyMap<string, Buffer>, after: string): string {
  const keys = [...objects.keys()].sort().filter((key) => key > after);
  const shown = keys.slice(0, PAGE);
  const next = keys.length > PAGE ? `<NextContinuationToken>${shown.at(-1) ?? ''}</NextContinuationToken>` : '';
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><IsTruncated>${String(next !== '')}</IsTruncated>${shown.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}${next}</ListBucketResult>`;
}

/** A bucket on the loopback that checks each signature: what an S3-compatible store is to a program that keeps originals. */
export async function openBucket(keys: BucketKeys): Promise<Bucket> {
  const objects = new Map<string, Buffer>();
  let refusals = 0;
  const app: FastifyInstance = fastify({ bodyLimit: 64 * 1024 * 1024, forceCloseConnections: true, exposeHeadRoutes: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => { done(null, body); });
  app.route({
    method: ['GET', 'HEAD', 'PUT'], url: '/*',
    handler: (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!isSigned(request, body, keys)) return reply.code(403).type('application/xml').send('<Error><Code>SignatureDoesNotMatch</Code></Error>');
      if (refusals > 0) { refusals -= 1; return reply.code(503).type('application/xml').send('<Error><Code>SlowDown</Code></Error>'); }
      const url = new URL(request.url, 'http://x');
      const [, bucket, ...rest] = url.pathname.split('/');
      if (bucket !== keys.bucket) return reply.code(404).type('application/xml').send('<Error><Code>NoSuchBucket</Code></Error>');
      const key = rest.join('/');
      if (request.method === 'PUT') { objects.set(key, Buffer.from(body)); return reply.code(200).send(); }
      if (key === '') return reply.type('application/xml').send(listing(objects, url.searchParams.get('continuation-token') ?? ''));
      const found = objects.get(key);
      if (!found) return reply.code(404).type('application/xml').send('<Error><Code>NoSuchKey</Code></Error>');
      return request.method === 'HEAD' ? reply.code(200).send() : reply.type('application/octet-stream').send(found);
    },
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, objects, refuse: (calls) => { refusals = calls; }, stop: () => app.close() };
}
