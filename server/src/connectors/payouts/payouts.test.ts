import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatAmount, money, parseCivilDate, parseInstant, type CivilDate, type Instant } from '@roundtrip/kernel';
import type { ConnectorContext, PayoutBatch, PayoutOrder } from '#spi';
import { checkBatch, renderPain001 } from './index.ts';
import { bankApi } from './bank-api/index.ts';
import { bankFile } from './bank-file/index.ts';

const SCHEMAS = resolve(import.meta.dirname, '../../../../../shared/samples/xsd');
const now = parseInstant('2026-11-03T08:00:00Z') as Instant;
const order = (facts: Partial<PayoutOrder> = {}): PayoutOrder => ({ id: '0192f0c0aaaa7bbb8ccc000000000001', payee: { name: '张三', account: '6222000000000001' }, amount: money(12_345n, 'CNY'), purpose: '差旅报销 11月', ...facts });
const batch = (facts: Partial<PayoutBatch> = {}): PayoutBatch => ({
  messageId: 'RT-20261103-0001', createdAt: now, executeOn: parseCivilDate('2026-11-04') as CivilDate, debtor: { name: '示例科技有限公司', account: '31050000000000001', bankCode: '105290000001' }, orders: [order()], ...facts,
});
const xml = (b: PayoutBatch, version: 'pain.001.001.09' | 'pain.001.001.03' = 'pain.001.001.09'): string => new TextDecoder().decode(renderPain001(b, version));

const anyOrder = fc.record({
  id: fc.uuid({ version: 7 }).map((id) => id.replaceAll('-', '')),
  payee: fc.record({ name: fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }).filter((s) => /[\p{L}\p{N}]/u.test(s)), account: fc.constantFrom('DE89370400440532013000', '6222000000000001', 'GB33BUKB20201555555555'), bankCode: fc.constantFrom('DEUTDEFF', 'ICBKCNBJXXX', '102100099996') }),
  amount: fc.record({ minor: fc.bigInt({ min: 1n, max: 10n ** 12n }), currency: fc.constantFrom('CNY', 'EUR', 'JPY', 'KWD') }),
  purpose: fc.string({ maxLength: 200, unit: 'grapheme' }),
});
const anyBatch = fc.uniqueArray(anyOrder, { minLength: 1, maxLength: 5, selector: (o) => o.id }).map((orders) => batch({ orders }));

describe('pain.001', () => {
  test.skipIf(!existsSync(SCHEMAS)).each(['pain.001.001.09', 'pain.001.001.03'] as const)('law: every %s is valid by its schema (skipped where the schemas are absent)', (version) => {
    using schema = XmlDocument.fromBuffer(readFileSync(resolve(SCHEMAS, `${version}.xsd`)));
    using validator = XsdValidator.fromDoc(schema);
    fc.assert(fc.property(anyBatch, (b) => {
      using document = XmlDocument.fromBuffer(renderPain001(b, version));
      validator.validate(document);
    }), { numRuns: 60 });
  });

  test('law: the same batch gives the same bytes, and the control sum is the plain sum', () => {
    fc.assert(fc.property(anyBatch, (b) => {
      expect(renderPain001(b)).toEqual(renderPain001(structuredClone(b)));
      const amounts = b.orders.map((o) => formatAmount(o.amount));
      const [control] = /<CtrlSum>([\d.]+)</.exec(xml(b))?.slice(1) ?? [];
      const scale = (d: string): bigint => BigInt(d.split('.')[0] + (d.split('.')[1] ?? '').padEnd(3, '0'));
      expect(scale(control ?? '')).toBe(amounts.map(scale).reduce((x, y) => x + y, 0n));
      for (const o of b.orders) expect(xml(b)).toContain(`<EndToEndId>${o.id}</EndToEndId>`);
    }), { numRuns: 40 });
  });

  test('Chinese names and awkward characters survive; an IBAN is told from a plain account', () => {
    const text = xml(batch({ orders: [order({ payee: { name: '李 & 王 <合伙>', account: 'DE89 3704 0044 0532 0130 00', bankCode: 'DEUTDEFF' } })] }));
    expect(text).toContain('<Nm>李 &amp; 王 &lt;合伙&gt;</Nm>');
    expect(text).toContain('<IBAN>DE89370400440532013000</IBAN>');
    expect(text).toContain('<BICFI>DEUTDEFF</BICFI>');
    expect(text).toContain('<MmbId>105290000001</MmbId>');
    expect(xml(batch(), 'pain.001.001.03')).toContain('<ReqdExctnDt>2026-11-04</ReqdExctnDt>');
  });

  test.each([
    ['an end-to-end id in Chinese', batch({ orders: [order({ id: '报销1' })] })], ['an id with a double slash', batch({ orders: [order({ id: 'a//b' })] })], ['an id of 36 characters', batch({ orders: [order({ id: 'a'.repeat(36) })] })],
    ['a message id that ends in a slash', batch({ messageId: 'A/' })], ['no orders', batch({ orders: [] })], ['two orders with one id', batch({ orders: [order(), order()] })],
    ['nothing to pay', batch({ orders: [order({ amount: money(0n, 'CNY') })] })], ['an account with spaces only', batch({ orders: [order({ payee: { name: 'x', account: '  ' } })] })], ['a nameless payee', batch({ orders: [order({ payee: { name: ' ', account: '1' } })] })],
  ])('%s is refused before a file is made', (_, b) => {
    expect(checkBatch(b)).toMatchObject({ ok: false, error: { kind: 'payout.bad-batch' } });
    expect(() => renderPain001(b)).toThrow('invariant');
  });
});

/** A bank that keeps orders by their key and can be told to fail. */
const bank = { orders: new Map<string, string>(), calls: 0, mode: 'well' as 'well' | 'error' | 'garbage' | 'hang-up' | 'refuse' };
const server = createServer((request, response) => {
  bank.calls += 1;
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const answer = (status: number, json: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    if (bank.mode === 'hang-up') return void request.socket.destroy();
    if (bank.mode === 'error') return answer(503, {});
    if (bank.mode === 'garbage') return void response.writeHead(202).end('<html>');
    if (bank.mode === 'refuse') return answer(422, { reason: 'the account is blocked' });
    if (request.headers.authorization !== 'Bearer T') return answer(401, { reason: 'who are you' });
    const key = String(request.headers['idempotency-key'] ?? '');
    if (request.method === 'GET') {
      const id = request.url?.split('/').at(-1) ?? '';
      return bank.orders.has(id) ? answer(200, { state: 'accepted', reference: `B-${id}` }) : answer(404, {});
    }
    if (bank.orders.has(key) && bank.orders.get(key) !== body) return answer(409, { reason: 'the key was used for another order' });
    bank.orders.set(key, body);
    return answer(202, { reference: `B-${key}` });
  });
});
const config: Record<string, string> = { token: 'T' };
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  config['baseUrl'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bank/`;
});
afterAll(() => server.close());
const ctx: ConnectorContext = { now, fetch: (url, init) => fetch(url, { ...init, headers: { ...init?.headers } }) };
const send = (b = batch(), c = config) => bankApi.send?.(ctx, c, b);
const ask = (id: string) => bankApi.ask?.(ctx, config, id);

describe('bank interface', () => {
  test('the same key twice is one order; the same key with another order is refused', async () => {
    bank.mode = 'well';
    expect(await send()).toEqual({ kind: 'accepted', reference: 'B-RT-20261103-0001' });
    expect(await send()).toEqual({ kind: 'accepted', reference: 'B-RT-20261103-0001' });
    expect(bank.orders.size).toBe(1);
    expect(await send(batch({ orders: [order({ amount: money(1n, 'CNY') })] }))).toEqual({ kind: 'refused', reason: 'the key was used for another order' });
  });

  test.each([['error', 'unknown'], ['garbage', 'unknown'], ['hang-up', 'unknown'], ['refuse', 'refused']] as const)('a bank in mode %s gives %s', async (mode, kind) => {
    bank.mode = mode;
    expect((await send(batch({ messageId: `RT-${mode}` })))?.kind).toBe(kind);
    if (mode !== 'refuse') expect((await ask('RT-x'))?.kind).toBe('unknown');
  });

  test('asked afterwards: what the bank has is accepted, what it never got is refused', async () => {
    bank.mode = 'well';
    await send(batch({ messageId: 'RT-asked' }));
    expect(await ask('RT-asked')).toEqual({ kind: 'accepted', reference: 'B-RT-asked' });
    expect(await ask('RT-never')).toMatchObject({ kind: 'refused' });
  });

  test('a wrong token is refused with the bank\'s words; a bad batch never leaves the house', async () => {
    bank.mode = 'well';
    expect(await send(batch(), { ...config, token: 'no' })).toEqual({ kind: 'refused', reason: 'who are you' });
    const before = bank.calls;
    expect((await send(batch({ orders: [] })))?.kind).toBe('refused');
    expect(bank.calls).toBe(before);
  });
});

test('both rails of banks judge their configuration and render the same order', () => {
  for (const rail of [bankFile, bankApi]) {
    expect(rail.checkConfig(null).ok).toBe(false);
    expect(rail.render(batch())).toEqual(renderPain001(batch()));
    expect(rail.capabilities.transport === 'api').toBe(rail.send !== undefined && rail.ask !== undefined);
  }
  expect(bankApi.checkConfig({ baseUrl: 'http://evil.example', token: 'x' })).toMatchObject({ ok: false, error: { kind: 'config.invalid' } });
  expect(bankApi.checkConfig({ baseUrl: 'https://bank.example/api', token: 'x', junk: 1 })).toEqual({ ok: true, value: { baseUrl: 'https://bank.example/api', token: 'x' } });
});
