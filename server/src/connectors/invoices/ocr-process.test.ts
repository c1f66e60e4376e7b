import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { makeInvoicePdf, makeInvoicePhoto } from '@roundtrip/rehearsal/makers';
import { image } from './image/index.ts';
import { makeOcr, type Ocr } from './ocr-process.ts';
import { readPictures } from './read-pictures.ts';
import { fapiaoPdf } from './fapiao-pdf/index.ts';
import { UNREAD_PRINT } from './shared/errors.ts';
import { plan } from './testing/plans.ts';

const folder = mkdtempSync(join(tmpdir(), 'roundtrip-ocr-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
mkdirSync(join(folder, 'node_modules'));
writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{}');
const home = pathToFileURL(join(folder, 'package.json'));

/** Files are told by their first byte: 1 never ends, 2 breaks down, 3 is no picture; any other is answered by the process's own id. */
const SCRIPT = `
  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ bytes }) => {
    while (bytes[0] === 1);
    if (bytes[0] === 2) process.exit(1);
    process.send({ isReady: false, pages: bytes[0] === 3 ? null : [{ width: process.pid, height: bytes[0], angle: 0, lines: [] }] });
  });
  process.send({ isReady: true });
`;
writeFileSync(join(folder, 'fake.mjs'), SCRIPT);
const fake = pathToFileURL(join(folder, 'fake.mjs'));
const file = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const pidOf = (answer: Awaited<ReturnType<Ocr['read']>>): number => (answer.ok ? answer.value[0]?.width ?? 0 : 0);
const isAlive = (pid: number): boolean => { try { process.kill(pid, 0); return true; } catch { return false; } };

describe('the process that reads pictures', () => {
  test.each([[1, 'ocr.too-long'], [2, 'ocr.broke-down'], [3, 'ocr.no-picture']])('picture %i is given up as %s, and those after it are read', async (bad, kind) => {
    const ocr = makeOcr(fake, { home, limits: { readMs: 400, startMs: 20_000, idleMs: 50 } });
    const [first, second, third] = await Promise.all([ocr.read(file(9)), ocr.read(file(bad)), ocr.read(file(8))]);
    expect([first.ok, second.ok ? null : second.error.kind, third.ok]).toEqual([true, kind, true]);
  });

  test('it is one process while there is work, ends when idle, and is started again', async () => {
    const ocr = makeOcr(fake, { home, limits: { readMs: 5000, startMs: 20_000, idleMs: 60 } });
    const [one, two] = await Promise.all([ocr.read(file(9)), ocr.read(file(8))]);
    expect(pidOf(one)).toBe(pidOf(two));
    for (let i = 0; i < 50 && isAlive(pidOf(one)); i += 1) await wait(40);
    expect(isAlive(pidOf(one))).toBe(false);
    expect(pidOf(await ocr.read(file(7)))).toBeGreaterThan(0);
  });

  test('where the packages were not added every reader says how to add them', async () => {
    const absent = makeOcr(fake, { home: pathToFileURL(join(folder, 'nowhere/package.json')) });
    expect(await absent.read(file(9))).toEqual({ ok: false, error: { kind: 'ocr.absent' } });
    const withCode = await readPictures(image, absent).read(await makeInvoicePhoto(plan));
    expect(withCode).toMatchObject({ ok: true, value: [{ invoice: { number: plan.number }, findings: expect.arrayContaining([expect.objectContaining({ code: 'OCR_ABSENT' })]) as unknown }] });
    const without = await readPictures(image, absent).read(await makeInvoicePhoto(plan, { qrText: 'menu' }));
    expect(without).toMatchObject({ ok: false, error: { kind: 'file.unreadable', message: { zh: expect.stringContaining('npm run add:ocr') as unknown, en: expect.stringContaining('npm run add:ocr') as unknown } } });
  });
});

const real = makeOcr(new URL('./ocr-process-entry.ts', import.meta.url));
const isThere = !(await real.read(file(0)).then((answer) => !answer.ok && answer.error.kind === 'ocr.absent'));

describe.runIf(isThere)('with the nets that npm run add:ocr brings', () => {
  const photos = readPictures(image, real);
  const facts = { number: plan.number, issuedOn: plan.issuedOn, total: plan.total, tax: plan.tax, seller: plan.seller, buyer: plan.buyer, buyerTaxId: plan.buyerTaxId };

  test('a photo without a readable code is read from its print, and each value has its place', async () => {
    const answer = await photos.read(await makeInvoicePhoto(plan, { qrText: 'menu' }));
    expect(answer).toMatchObject({ ok: true, value: [{ invoice: facts }] });
    const [record] = answer.ok ? answer.value : [];
    for (const { place } of record?.kind === 'invoice' ? record.evidence : []) expect(place && place.width > 0 && place.x + place.width <= 1 && place.y + place.height <= 1).toBe(true);
  }, 120_000);

  test('what the code does not say is read beside it', async () => {
    expect(await photos.read(await makeInvoicePhoto(plan))).toMatchObject({ ok: true, value: [{ invoice: facts }] });
  }, 120_000);

  test('a PDF of a picture is drawn and read', async () => {
    expect(await readPictures({ ...fapiaoPdf, read: () => Promise.resolve({ ok: false, error: { kind: 'file.unreadable', place: UNREAD_PRINT, message: { zh: '', en: '' }, remedy: { zh: '', en: '' } } }) }, real).read(await makeInvoicePdf([plan]))).toMatchObject({ ok: true, value: [{ invoice: { number: plan.number, total: plan.total } }] });
  }, 120_000);
});

test.skipIf(isThere)('(reading pictures is not installed here: npm run add:ocr brings it, and with it these tests)', () => { expect(isThere).toBe(false); });
