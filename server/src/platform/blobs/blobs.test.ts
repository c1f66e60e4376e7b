import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBucket, type Bucket } from '@roundtrip/rehearsal';
import { makeVault } from '../vault/index.ts';
import { fileStore, moveOriginals, openBlobs, s3Store, sha256Hex, sm3Hex, type BlobStore } from './index.ts';

const COMPANY = '0192f0c0-0000-7000-8000-000000000001';
const OTHER = '0192f0c0-0000-7000-8000-000000000002';
const vault = makeVault('22'.repeat(32));
const KEYS = { accessKeyId: 'AKEXAMPLE', secretAccessKey: 'only for this test', region: 'cn-north-1', bucket: 'originals' };
let folder: string;
let bucket: Bucket;
let stores: Record<'disk' | 's3', BlobStore>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roundtrip-blobs-'));
  bucket = await openBucket(KEYS);
  stores = { disk: fileStore(folder), s3: s3Store({ ...KEYS, endpoint: bucket.url }) };
});
afterAll(async () => {
  await bucket.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the two names of an original: SHA-256, and SM3 as GB/T 32905 gives it', () => {
  expect(sm3Hex('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

describe.each(['disk', 's3'] as const)('originals on %s', (kind) => {
  test('law: what is kept is given back to the byte, under its own name, and lies sealed', async () => {
    const blobs = openBlobs([stores[kind]], vault);
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
      const name = await blobs.put(COMPANY, bytes);
      expect(name).toBe(sha256Hex(bytes));
      expect(await blobs.put(COMPANY, bytes)).toBe(name);
      expect(Buffer.from(await blobs.get(COMPANY, name) ?? [])).toEqual(Buffer.from(bytes));
      expect(await blobs.get(OTHER, name)).toBeNull();
      const kept = Buffer.from(await stores[kind].get(`${COMPANY}/${name.slice(0, 2)}/${name}`) ?? []);
      if (bytes.length > 8) expect(kept.includes(Buffer.from(bytes))).toBe(false);
    }), { numRuns: 12 });
  });

  test('a file under the seal’s own first bytes is still itself', async () => {
    const blobs = openBlobs([stores[kind]], vault);
    const tricky = Buffer.from('RTSEAL1\nnot sealed at all');
    expect(Buffer.from(await blobs.get(COMPANY, await blobs.put(COMPANY, tricky)) ?? [])).toEqual(tricky);
  });
});

test('originals of before the sealing stay readable; a changed or swapped one is never handed out', async () => {
  const blobs = openBlobs([stores.disk], vault);
  const old = Buffer.from('an invoice of last year');
  const path = (name: string): string => join(folder, COMPANY, name.slice(0, 2), name);
  await mkdir(join(folder, COMPANY, sha256Hex(old).slice(0, 2)), { recursive: true });
  await writeFile(path(sha256Hex(old)), old);
  expect(Buffer.from(await blobs.get(COMPANY, sha256Hex(old)) ?? [])).toEqual(old);
  const [a, b] = [await blobs.put(COMPANY, Buffer.from('first')), await blobs.put(COMPANY, Buffer.from('second'))];
  const kept = await readFile(path(a));
  kept[kept.length - 1] = (kept.at(-1) ?? 0) ^ 1;
  await writeFile(path(a), kept);
  await expect(blobs.get(COMPANY, a)).rejects.toThrow();
  await writeFile(path(a), await readFile(path(b)));
  await expect(blobs.get(COMPANY, a)).rejects.toThrow();
});

test('a company moves from disk to bucket while it works: everything arrives sealed, damaged files are named, twice is once', async () => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-move-'));
  const other = await openBucket(KEYS);
  try {
    const [disk, s3] = [fileStore(home), s3Store({ ...KEYS, endpoint: other.url })];
    const before = openBlobs([disk], vault);
    const names = await Promise.all(['one', 'two', 'three'].map((text) => before.put(COMPANY, Buffer.from(text))));
    const old = Buffer.from('of before the sealing');
    await disk.put(`${COMPANY}/${sha256Hex(old).slice(0, 2)}/${sha256Hex(old)}`, old);
    const wrong = `${COMPANY}/${'a'.repeat(2)}/${'a'.repeat(64)}`;
    await disk.put(wrong, Buffer.from('not of this name'));
    const during = openBlobs([s3, disk], vault);
    const late = await during.put(COMPANY, Buffer.from('while moving'));
    other.refuse(2);
    expect(await moveOriginals(vault, disk, s3)).toMatchObject({ copied: 4, known: 0, damaged: [wrong] });
    expect(await moveOriginals(vault, disk, s3)).toMatchObject({ copied: 0, known: 4 });
    const after = openBlobs([s3], vault);
    for (const name of [...names, late, sha256Hex(old)]) expect(sha256Hex(await after.get(COMPANY, name) ?? '')).toBe(name);
    expect([...other.objects.values()].some((object) => object.includes(old))).toBe(false);
    expect((await readdir(home)).length).toBeGreaterThan(0);
    let listed = 0;
    for await (const key of s3.keys()) listed += key.startsWith(COMPANY) ? 1 : 0;
    expect(listed).toBe(5);
  } finally {
    await other.stop();
    await rm(home, { recursive: true, force: true });
  }
});

test('a store that refuses the signature is an error, never an empty archive', async () => {
  const blobs = openBlobs([s3Store({ ...KEYS, endpoint: bucket.url, secretAccessKey: 'another' })], vault);
  await expect(blobs.get(COMPANY, 'a'.repeat(64))).rejects.toThrow(/403/);
  await expect(blobs.put(COMPANY, Buffer.from('x'))).rejects.toThrow(/403/);
});
