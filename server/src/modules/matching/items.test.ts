import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '../../platform/db/testing.ts';
import { keepItems, RELATED_SQL, relatedItems, type MatchItem } from './items.ts';

const COMPANY = '0190a000-0000-7000-8000-000000000001';
const COUNT = 45_000;
const PEOPLE = 300;
const TRIES = 200;

let base: TestDatabase;
const people = Array.from({ length: PEOPLE }, () => randomUUID());
const item = (at: number): MatchItem => ({
  kind: (['payment', 'document', 'booking'] as const)[at % 3] ?? 'payment', itemId: randomUUID(), personId: people[at % PEOPLE] ?? null, minor: BigInt(1000 + ((at * 7919) % 90_000)), currency: 'CNY',
  orderNo: at % 5 === 0 ? `O${at}` : null, day: 20_000 + ((at * 31) % 180),
});
const items = Array.from({ length: COUNT }, (_, at) => item(at));

beforeAll(async () => {
  base = await testDatabase();
  await base.db.transact(COMPANY, (tx) => keepItems(tx, { items, gone: 'all' }));
  await base.db.transact(COMPANY, (tx) => tx.query('select count(*) from matching.items'));
});
afterAll(() => base.drop());

describe('what may hang together with a new item, among 45,000 open ones', () => {
  const seed = (at: number): MatchItem => ({ ...(items[at] as MatchItem), itemId: randomUUID() });

  test('is found by index alone', async () => {
    const one = seed(5);
    const { rows } = await base.db.read(COMPANY, (tx) => tx.query<Record<string, string>>(`explain ${RELATED_SQL}`, [[one.personId], [one.minor], [one.currency], [one.orderNo], [one.day]]));
    const plan = rows.map((row) => Object.values(row)[0]).join('\n');
    for (const index of ['items_amount', 'items_order', 'items_person']) expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan on items/);
  });

  test('is what shares its amount, its order, or its person in reach of days, and nothing else', async () => {
    const one = seed(10);
    const found = await base.db.read(COMPANY, (tx) => relatedItems(tx, [one], true));
    const near = (other: MatchItem): boolean => Math.abs(other.day - one.day) <= 75;
    const wanted = items.filter((other) => (other.minor === one.minor && near(other)) || other.orderNo === one.orderNo || (other.personId === one.personId && near(other)));
    expect(new Set(found.map((other) => other.itemId))).toEqual(new Set(wanted.map((other) => other.itemId)));
    expect(found.filter((other) => other.near).length).toBeGreaterThan(0);
  });

  test('takes milliseconds', async () => {
    const times: number[] = [];
    for (let i = 0; i < TRIES; i++) {
      const one = seed((i * 197) % COUNT);
      times.push(await base.db.read(COMPANY, async (tx) => {
        const from = performance.now();
        await relatedItems(tx, [one], true);
        return performance.now() - from;
      }));
    }
    times.sort((a, b) => a - b);
    // The machine may be busy: the half that was not disturbed speaks.
    expect(times[TRIES / 2]).toBeLessThan(50);
    if (process.env['SHOW_TIMES']) process.stdout.write(`related items: p50 ${times[TRIES / 2]?.toFixed(2)} ms, p99 ${times[Math.floor(TRIES * 0.99)]?.toFixed(2)} ms\n`);
  });
});
