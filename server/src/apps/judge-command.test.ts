import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CivilDate } from '@roundtrip/kernel';
import { CN_PRIVATE_COMPANY } from '#domain/policy';
import { runJudge, type JudgeOptions } from './judge-command.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'roundtrip-judge-')); });
afterAll(async () => { await rm(folder, { recursive: true, force: true }); });

const TODAY = '2026-03-20' as CivilDate;
const hotel = { id: 'h', employeeId: 'e1', category: 'hotel', amount: '600.00', currency: 'CNY', spentOn: '2026-03-10', city: '上海', nights: 1, invoiceNumbers: ['1'] };
const meal = { id: 'm', employeeId: 'e1', category: 'meal', amount: '70.00', currency: 'CNY', spentOn: '2026-03-10', invoiceNumbers: ['2'] };
const lines = (...records: unknown[]): string => records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n');

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function run(over: Partial<JudgeOptions> & { readonly expenses: string }): Promise<{ code: number; verdicts: Record<string, unknown>[]; complaints: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const said = [text(out), text(err)];
  const code = await runJudge({ policy: 'builtin:cn-private-company', today: TODAY, out, err, ...over });
  out.end();
  err.end();
  const [printed = '', complaints = ''] = await Promise.all(said);
  return { code, complaints, verdicts: printed.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const staff = (): Promise<string> => file('employees.jsonl', lines({ id: 'e1', name: '张三', grade: 'staff' }, { id: 'e2', name: '李四', grade: 'manager' }));

test('prints one verdict a line, with the fields that are promised and no others', async () => {
  const policy = await file('policy.json', `\uFEFF${JSON.stringify(CN_PRIVATE_COMPANY)}`);
  const { code, verdicts, complaints } = await run({ policy, expenses: await file('one.jsonl', lines(hotel)), employees: await staff() });
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
  expect(verdicts).toEqual([{
    expense: 'h', outcome: 'cut', allowed: { amount: '500.00', currency: 'CNY' },
    findings: [{ rule: 'hotel-cap', clause: '第五条', message: { zh: expect.stringContaining('500.00') as string, en: expect.stringContaining('500.00') as string } }],
    wouldPass: [{ change: { amount: '500.00' }, message: expect.anything() as object }, { change: { nights: 2 }, message: expect.anything() as object }],
  }]);
});

test('expenses of one person and day add up in the order of the file, other people and days do not', async () => {
  const expenses = await file('days.jsonl', lines(meal, { ...meal, id: 'n' }, { ...meal, id: 'o' }, { ...meal, id: 'p', employeeId: 'e2' }, { ...meal, id: 'q', spentOn: '2026-03-11' }, hotel));
  const { verdicts } = await run({ expenses, employees: await staff() });
  expect(verdicts.map((verdict) => [verdict['expense'], verdict['outcome'], (verdict['allowed'] as { amount: string }).amount])).toEqual([
    ['m', 'pass', '70.00'], ['n', 'cut', '50.00'], ['o', 'cut', '0.00'], ['p', 'pass', '70.00'], ['q', 'pass', '70.00'], ['h', 'cut', '500.00'],
  ]);
});

test('an expense that was refused takes nothing of the day', async () => {
  const expenses = await file('refused.jsonl', lines({ ...meal, merchant: '星光KTV' }, { ...meal, id: 'n' }));
  expect((await run({ expenses, employees: await staff() })).verdicts.map((verdict) => verdict['outcome'])).toEqual(['refuse', 'pass']);
});

test('without employees the grade is not known, and a person decides', async () => {
  const { code, verdicts } = await run({ expenses: await file('nobody.jsonl', lines(hotel)) });
  expect(code).toBe(0);
  expect(verdicts[0]).toMatchObject({ outcome: 'warn', findings: [{ rule: 'hotel-cap', message: { en: expect.stringContaining('grade') as string } }] });
});

test('no invoice named means that there is none', async () => {
  const { verdicts } = await run({ expenses: await file('bare.jsonl', lines({ ...meal, invoiceNumbers: undefined })), employees: await staff() });
  expect(verdicts[0]).toMatchObject({ outcome: 'refuse', allowed: { amount: '0.00' }, findings: [{ rule: 'invoice-other' }] });
});

test('a bad line is named and the others are judged', async () => {
  const expenses = await file('bad.jsonl', lines(hotel, 'nonsense', { ...meal, amount: 70 }, { ...meal, amount: '70.005' }, { ...meal, spentOn: '2026-02-30' }, '', meal));
  const { code, verdicts, complaints } = await run({ expenses, employees: await staff() });
  expect(code).toBe(1);
  expect(verdicts.map((verdict) => verdict['expense'])).toEqual(['h', 'm']);
  const places = complaints.trim().split('\n').map((line) => /bad\.jsonl:(\d+)/.exec(line)?.[1]);
  expect(places).toEqual(['2', '3', '4', '5']);
});

test('a bad policy is refused with place and remedy, and nothing is judged', async () => {
  const policy = await file('bad.json', JSON.stringify({ ...CN_PRIVATE_COMPANY, cityLists: { ...CN_PRIVATE_COMPANY.cityLists, tier1: ['上嗨'] } }));
  const { code, verdicts, complaints } = await run({ policy, expenses: await file('one.jsonl', lines(hotel)), lang: 'zh' });
  expect({ code, verdicts }).toEqual({ code: 1, verdicts: [] });
  expect(complaints).toContain('cityLists.tier1[0]: 不认识城市“上嗨”');
});

test('with --json each complaint is one object', async () => {
  const policy = await file('broken.json', '{ "format": ');
  const { code, complaints } = await run({ policy, expenses: await file('one.jsonl', lines(hotel)), json: true });
  expect(code).toBe(1);
  expect(JSON.parse(complaints)).toMatchObject({ error: { kind: 'policy.not-json', place: policy } });
});

test('a file that is not there is wrong usage', async () => {
  expect(await run({ expenses: join(folder, 'none.jsonl') })).toMatchObject({ code: 2, verdicts: [], complaints: expect.stringContaining('none.jsonl') as string });
});

test('many lines come through whole, however slowly they are taken', async () => {
  const count = 3000;
  const expenses = await file('many.jsonl', lines(...Array.from({ length: count }, (_, index) => ({ ...hotel, id: String(index) }))));
  const out = new PassThrough({ highWaterMark: 1024 });
  const taken = text(out);
  const code = await runJudge({ policy: 'builtin:cn-state-organ', expenses, employees: await staff(), today: TODAY, out, err: new PassThrough() });
  out.end();
  expect(code).toBe(0);
  expect((await taken).trim().split('\n').map((line) => (JSON.parse(line) as { expense: string }).expense)).toEqual(Array.from({ length: count }, (_, index) => String(index)));
});
