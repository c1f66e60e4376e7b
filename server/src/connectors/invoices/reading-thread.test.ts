import { setTimeout as wait } from 'node:timers/promises';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { makeEndlessPdf, makeInvoicePdf } from '@roundtrip/rehearsal/makers';
import type { FileFormat } from '../spi/index.ts';
import { INVOICE_FILE_FORMATS } from './index.ts';
import { makeFapiaoZip } from './fapiao-zip/index.ts';
import { makeReadingThreads } from './reading-thread.ts';
import { refuse } from './shared/errors.ts';
import { plan } from './testing/plans.ts';

/** A thread whose files are told by their first byte: 1 never ends, 2 breaks down, 3 leaves, any other is read. */
const SCRIPT = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ bytes }) => {
    while (bytes[0] === 1);
    if (bytes[0] === 2) throw new Error('broken');
    if (bytes[0] === 3) process.exit(1);
    parentPort.postMessage({ isReady: false, answer: { ok: true, value: [{ bytes: [...bytes] }] } });
  });
  parentPort.postMessage({ isReady: true });
`;
const entry = new URL(`data:text/javascript,${encodeURIComponent(SCRIPT)}`);
const file = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

/** The longest time that the event loop stood still while `work` ran. */
async function longestStop(work: () => Promise<unknown>): Promise<number> {
  let [longest, last] = [0, performance.now()];
  const timer = setInterval(() => { longest = Math.max(longest, performance.now() - last); last = performance.now(); }, 5);
  await work();
  clearInterval(timer);
  return longest;
}

describe('a thread for files that may be hostile', () => {
  test.each([[1, 'took too long'], [2, 'broke down'], [3, 'broke down']])('file %i is refused, and those after it are read', async (bad, reason) => {
    const read = makeReadingThreads(entry, { readMsMax: 300, threadsMax: 1 });
    const [first, second, third] = await Promise.all([read('x', file(9)), read('x', file(bad)), read('x', file(8, 7))]);
    expect(first).toEqual({ ok: true, value: [{ bytes: [9] }] });
    expect(second).toMatchObject({ ok: false, error: { kind: 'file.unreadable', message: { en: expect.stringContaining(reason) } } });
    expect(second).toMatchObject({ error: { remedy: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) } } });
    expect(third).toEqual({ ok: true, value: [{ bytes: [8, 7] }] });
  });

  test('a slow file holds up nobody, and no more threads are started than allowed', async () => {
    const read = makeReadingThreads(entry, { readMsMax: 1500, threadsMax: 2 });
    await read('x', file(9));
    const order: string[] = [];
    const slow = read('x', file(1)).then(() => order.push('slow'));
    await Promise.all([6, 7, 8].map((first) => read('x', file(first)).then((answer) => { order.push(answer.ok ? String(first) : 'refused'); })));
    expect(order).toEqual(['6', '7', '8']);
    await slow;
    expect(order.at(-1)).toBe('slow');
  });

  test('a file that is part of a larger buffer stays with its owner', async () => {
    const whole = file(5, 6, 7, 8);
    expect(await makeReadingThreads(entry)('x', whole.subarray(1, 3))).toEqual({ ok: true, value: [{ bytes: [6, 7] }] });
    expect([...whole]).toEqual([5, 6, 7, 8]);
  });

  test('a PDF without end is given up while the server goes on, and the next one is read', async () => {
    const pdf = INVOICE_FILE_FORMATS.find(({ id }) => id === 'fapiao-pdf');
    const [endless, good] = [await makeEndlessPdf(), await makeInvoicePdf([plan])];
    await pdf?.read(good);
    const stop = await longestStop(async () => expect(await pdf?.read(endless)).toMatchObject({ ok: false, error: { kind: 'file.unreadable' } }));
    expect(stop).toBeLessThan(1000);
    expect(await pdf?.read(good)).toMatchObject({ ok: true, value: [{ kind: 'invoice', invoice: { number: plan.number } }] });
  });

  test('a zip of files that each use up their time is given up as a whole', async () => {
    const slow: FileFormat = { id: 'slow', title: { zh: '慢', en: 'slow' }, sniff: () => null, read: async () => { await wait(40); return refuse('file.unreadable', { zh: '慢', en: 'slow' }); } };
    const zip = zipSync(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.pdf`, file(i)])));
    expect(await makeFapiaoZip({ xml: slow, ofd: slow, pdf: slow }, 100).read(zip)).toMatchObject({ ok: false, error: { kind: 'file.unreadable', message: { en: 'Reading the zip took too long' } } });
  });
});
