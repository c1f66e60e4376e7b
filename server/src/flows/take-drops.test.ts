import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { countQuarantine } from '#modules/ingest';
import { openFolder, type Folder } from '#platform/folders';
import { watchFolder } from './take-drops.ts';
import { anInvoice, invoiceFile, openTestHouse, type TestHouse } from './testing.ts';

let base: TestHouse;
let path: string;
beforeAll(async () => { base = await openTestHouse(); });
afterAll(() => base.close());
beforeEach(async () => { path = await mkdtemp(join(tmpdir(), 'roundtrip-drop-')); return () => rm(path, { recursive: true }); });

const put = (name: string, bytes: Uint8Array | string) => writeFile(join(path, name), bytes);
const below = (name: string) => readdir(join(path, name)).then((names) => names.sort(), () => []);
const documents = () => base.house.db.read(base.companyId, async (tx) => (await tx.query<{ n: bigint }>('select count(*) as n from documents.documents')).rows[0]?.n ?? 0n);
const aside = () => base.house.db.read(base.companyId, countQuarantine);

test('a file is taken when it has stopped growing, and moved; what is not whole by its name is left', async () => {
  const { look } = watchFolder(base.house, base.companyId, openFolder(path));
  const bytes = invoiceFile(anInvoice('26332000000000000501', '31.00'));
  await put('a.json', bytes.subarray(0, 40));
  await put('b.json.part', bytes);
  expect(await look()).toEqual([]);
  await put('a.json', bytes);
  expect(await look()).toEqual([]);
  const before = await documents();
  expect(await look()).toEqual([{ fileName: 'a.json', outcome: 'taken', problem: null }]);
  expect([await documents(), await below('taken'), await look()]).toEqual([before + 1n, ['a.json'], []]);
  expect((await openFolder(path).list()).map((entry) => entry.name)).toEqual(['b.json.part']);
});

test('what cannot be read is refused with its reason beside it', async () => {
  const { look } = watchFolder(base.house, base.companyId, openFolder(path));
  await put('bad.csv', 'rubbish');
  await look();
  expect(await look()).toMatchObject([{ fileName: 'bad.csv', outcome: 'refused', problem: { kind: 'file.malformed' } }]);
  expect(await below('refused')).toEqual(['bad.csv', 'bad.csv.reason.json']);
  expect(JSON.parse(await readFile(join(path, 'refused', 'bad.csv.reason.json'), 'utf8'))).toMatchObject({ kind: 'file.malformed', place: 'byte 0', message: { en: 'not understood' }, remedy: { en: 'download it again' } });
});

test.each([['a good file', () => invoiceFile(anInvoice('26332000000000000502', '32.00')), 'taken'], ['a bad file', () => Buffer.from('other rubbish'), 'refused']] as const)(
  '%s whose move is lost to a crash is taken once', async (_, make, outcome) => {
    const real = openFolder(path);
    const dying: Folder = { ...real, move: () => Promise.reject(new Error('killed')) };
    await put('once.json', make());
    const first = watchFolder(base.house, base.companyId, dying);
    await first.look();
    await expect(first.look()).rejects.toThrow('killed');
    const [was, set] = [await documents(), await aside()];
    const again = watchFolder(base.house, base.companyId, real);
    await again.look();
    expect(await again.look()).toMatchObject([{ fileName: 'once.json', outcome }]);
    expect([await documents(), await aside()]).toEqual([was, set]);
  });

test('the same name again is kept beside the first one', async () => {
  const { look } = watchFolder(base.house, base.companyId, openFolder(path));
  for (const number of ['26332000000000000503', '26332000000000000504']) {
    await put('same.json', invoiceFile(anInvoice(number, '33.00')));
    await look();
    expect(await look()).toMatchObject([{ outcome: 'taken' }]);
  }
  expect(await below('taken')).toHaveLength(2);
});
