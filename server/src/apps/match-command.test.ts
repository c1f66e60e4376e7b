import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorld, type World } from '../../../bench/matching/world.ts';
import { runMatch } from './match-command.ts';

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'match-')); });
afterAll(() => { rmSync(folder, { recursive: true }); });

const world = makeWorld({ seed: 5, people: 12, noise: 1 });
const turned = <T>(items: readonly T[]): T[] => [...items].reverse();

function filesOf({ employees, payments, invoices, bookings }: Pick<World, 'employees' | 'payments' | 'invoices' | 'bookings'>): Record<'employees' | 'payments' | 'invoices' | 'bookings', string> {
  const write = (name: string, items: readonly unknown[]): string => {
    const file = join(folder, `${name}.jsonl`);
    writeFileSync(file, items.map((item) => JSON.stringify(item)).join('\n'));
    return file;
  };
  return { employees: write('employees', employees), payments: write('payments', payments), invoices: write('invoices', invoices), bookings: write('bookings', bookings) };
}

async function matched(records: Parameters<typeof filesOf>[0], more: { readonly threads: number; readonly wholeBytesMax?: number }): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const into = (key: 'out' | 'err'): Writable => new Writable({ write(chunk: Buffer, _encoding, done) { texts[key] += chunk.toString(); done(); } });
  const code = await runMatch({ ...filesOf(records), stats: true, lang: 'en', out: into('out'), err: into('err'), ...more });
  return { code, ...texts };
}

const idsOf = (out: string): string[] => out.trim().split('\n').flatMap((line) => {
  const { payments, invoices, bookings } = JSON.parse(line) as Record<'payments' | 'invoices' | 'bookings', string[]>;
  return [...payments, ...invoices, ...bookings];
}).sort();
const everyId = [...world.payments, ...world.invoices, ...world.bookings].map((one) => one.id ?? '').sort();

test.each([undefined, 20_000])('the same bytes for any number of threads and any order of lines (in shards: %s)', async (wholeBytesMax) => {
  const more = wholeBytesMax === undefined ? {} : { wholeBytesMax };
  const one = await matched(world, { threads: 1, ...more });
  expect(one.code).toBe(0);
  expect(idsOf(one.out)).toEqual(everyId);
  expect((await matched(world, { threads: 3, ...more })).out).toBe(one.out);
  const other = await matched({ employees: turned(world.employees), payments: turned(world.payments), invoices: turned(world.invoices), bookings: turned(world.bookings) }, { threads: 2, ...more });
  expect(other.out).toBe(one.out);
});

test('a bad line is named by its place, in shards too', async () => {
  const broken = { ...world, payments: [...world.payments.slice(0, 7), { ...world.payments[7], amount: 'much' }, ...world.payments.slice(8)] as World['payments'] };
  for (const wholeBytesMax of [1e9, 20_000]) {
    const { code, err } = await matched(broken, { threads: 2, wholeBytesMax });
    expect(code).toBe(1);
    expect(err).toContain('payments.jsonl, line 8: amount');
  }
});
