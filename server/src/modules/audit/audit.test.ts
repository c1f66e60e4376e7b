import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#platform/clock';
import { testDatabase, type TestDatabase } from '../../platform/db/testing.ts';
import { checkStoredTrail, checkTrail, exportTrail, readTrail, record } from './index.ts';

let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

const company = (): string => systemClock.newId();
const write = (id: string, count: number, name = '写入 writer "x"\n'): Promise<void> => base.db.transact(id, (tx) =>
  record(tx, { kind: 'rule', name }, Array.from({ length: count }, (_, i) => ({ action: 'thing.done', subject: { kind: 'thing', id: `t${i}` }, body: { n: i, text: '金额 12.30 €😀', nested: { b: [1, null, true], a: '' } } }))));
async function exported(id: string): Promise<Buffer> {
  return base.db.read(id, async (tx) => {
    const lines: string[] = [];
    for await (const line of exportTrail(tx)) lines.push(line);
    return Buffer.from(lines.join(''));
  });
}
/** In small pieces, as a stream would hand it on. */
const pieces = (bytes: Uint8Array): Uint8Array[] => Array.from({ length: Math.ceil(bytes.length / 100) }, (_, i) => bytes.subarray(i * 100, i * 100 + 100));

test('what was recorded is exported whole and holds', async () => {
  const id = company();
  await write(id, 3);
  await write(id, 0);
  await write(id, 4, 'second');
  expect(await checkTrail(pieces(await exported(id)))).toEqual({ holds: true, records: 7 });
  expect(await base.db.read(id, checkStoredTrail)).toEqual({ checked: 7, bad: null });
  expect(await checkTrail(pieces(await exported(company())))).toEqual({ holds: true, records: 0 });
  const trail = await base.db.read(id, (tx) => readTrail(tx, { kind: 'thing', id: 't1' }));
  expect(trail.map(({ seq, actor }) => [seq, actor])).toEqual([[2, { kind: 'rule', name: '写入 writer "x"\n' }], [5, { kind: 'rule', name: 'second' }]]);
});

test('any one changed byte anywhere is found, at or before the record that it stands in', async () => {
  const id = company();
  await write(id, 6);
  const bytes = await exported(id);
  await fc.assert(fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ flip;
    const verdict = await checkTrail([changed]);
    const recordAt = bytes.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
    expect(verdict).toMatchObject({ holds: false, seq: recordAt });
  }), { numRuns: 600 });
});

test('a cut end, a missing, repeated or exchanged record is found', async () => {
  const id = company();
  await write(id, 5);
  const bytes = await exported(id);
  await fc.assert(fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (length) => {
    expect((await checkTrail([bytes.subarray(0, length)])).holds).toBe(false);
  }), { numRuns: 200 });
  const lines = bytes.toString().split('\n').slice(0, -1);
  const without = [...lines.slice(0, 2), ...lines.slice(3)];
  const twice = [...lines.slice(0, 2), lines[1], ...lines.slice(2)];
  for (const tried of [without, twice, lines.slice(0, 5), [...lines, lines[5]], [lines[1], lines[0], ...lines.slice(2)]]) {
    expect((await checkTrail([Buffer.from(`${tried.join('\n')}\n`)])).holds).toBe(false);
  }
});

test('racing writers make one chain', async () => {
  const id = company();
  await Promise.all(Array.from({ length: 6 }, (_, i) => write(id, 2, `w${i}`)));
  expect(await checkTrail([await exported(id)])).toEqual({ holds: true, records: 12 });
});

test('the serving role cannot rewrite history', async () => {
  const id = company();
  await write(id, 1);
  await expect(base.db.transact(id, (tx) => tx.query(`update audit.records set action = 'x'`))).rejects.toThrow(/permission denied/);
  await expect(base.db.transact(id, (tx) => tx.query('delete from audit.records'))).rejects.toThrow(/permission denied/);
});
