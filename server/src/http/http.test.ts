import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '@roundtrip/contract';
import { signatureOf } from '../connectors/payments/index.ts';
import { connectors } from '../connectors/index.ts';
import { issueApiKey } from '../flows/found-company.ts';
import { openTestHouse, type TestHouse } from '../flows/testing.ts';
import { hashPassword, setPasswords } from '#modules/access';
import { installConnector } from '#modules/ingest';
import type { App } from './app.ts';
import { buildHttp } from './server.ts';

const PASSWORD = 'only for this test';
const SECRET = 'secret of the card issuer';
let base: TestHouse;
let other: TestHouse;
let app: App;
let key: string;
let installation: string;

beforeAll(async () => {
  base = await openTestHouse({ connectors });
  other = await openTestHouse();
  app = await buildHttp(base.house, { secure: false, webRoot: null, rehearsalUrl: null, demoSignIns: [], databaseUrl: base.url });
  key = await issueApiKey(base.house, base.companyId, { name: 'test', role: 'finance' });
  const passwordHash = await hashPassword(PASSWORD);
  installation = base.house.clock.newId<'installation'>();
  await base.house.db.transact(base.companyId, async (tx) => {
    await setPasswords(tx, ['E003', 'E009'].map((number) => ({ employeeId: base.person(number).employeeId, passwordHash })));
    await installConnector(tx, base.house.vault, { id: installation as never, connector: 'card-webhook', title: 'Card', config: { secret: SECRET }, now: base.house.clock.now() });
  });
}, 60_000);
afterAll(async () => {
  await app.close();
  await base.close();
  await other.close();
});

type Asked = { readonly headers?: Record<string, string>; readonly body?: unknown };
const call = (method: 'GET' | 'POST', url: string, { headers = {}, body }: Asked = {}): Promise<LightMyRequestResponse> =>
  app.inject({ method, url, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) });
const program = (more: Record<string, string> = {}): Record<string, string> => ({ authorization: `Bearer ${key}`, ...more });
const kindOf = (answer: LightMyRequestResponse): string => answer.json<Problem>().kind;

async function cookieOf(number: string): Promise<string> {
  const answer = await call('POST', '/v1/session', { body: { email: `${number.toLowerCase()}@example.test`, password: PASSWORD } });
  expect(answer.statusCode).toBe(200);
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

const payment = (id: string, more: object = {}): object => ({ id, channel: 'wechatpay', type: 'purchase', paidAt: '2026-11-10T12:00:00+08:00', amount: '86.00', currency: 'CNY', merchant: '小满餐厅', payerId: 'E003', ...more });

describe('who may', () => {
  test('nobody without signing in; problems speak the caller’s language', async () => {
    const zh = await call('GET', '/v1/claims', { headers: { 'accept-language': 'zh-CN' } });
    expect(zh.statusCode).toBe(401);
    expect(zh.headers['content-type']).toContain('application/problem+json');
    expect(zh.json<Problem>()).toMatchObject({ kind: 'access.sign-in-needed', title: '请先登录' });
    expect((await call('POST', '/v1/session', { body: { email: 'e003@example.test', password: 'wrong' } })).statusCode).toBe(401);
  });

  test('an employee sees their own and not the company’s, and adds no payments', async () => {
    const cookie = await cookieOf('E003');
    expect((await call('GET', '/v1/payments', { headers: { cookie } })).statusCode).toBe(200);
    for (const url of ['/v1/payments?scope=company', '/v1/overview', '/v1/payouts', '/v1/ledger/balances', '/v1/quarantine']) expect((await call('GET', url, { headers: { cookie } })).statusCode, url).toBe(403);
    expect((await call('POST', '/v1/payments', { headers: { cookie, 'x-roundtrip': '1' }, body: payment('mine') })).statusCode).toBe(403);
  });

  test('a form of another page cannot act with the cookie', async () => {
    const cookie = await cookieOf('E003');
    expect(kindOf(await call('POST', '/v1/claims', { headers: { cookie }, body: {} }))).toBe('access.forbidden');
    expect((await call('POST', '/v1/claims', { headers: { cookie, 'x-roundtrip': '1' }, body: {} })).statusCode).toBe(200);
  });

  test('ids of others are not found, and a key of another company opens nothing here', async () => {
    const cookie = await cookieOf('E003');
    expect((await call('GET', `/v1/claims/${other.companyId}`, { headers: { cookie } })).statusCode).toBe(404);
    const foreign = await issueApiKey(other.house, other.companyId, { name: 'x', role: 'admin' });
    expect((await call('GET', '/v1/payments?scope=company', { headers: { authorization: `Bearer ${foreign}` } })).statusCode).toBe(401);
  });
});

describe('payments by API', () => {
  test('one or many; the same key gives the same answer, another body 409; the same payment is known', async () => {
    const one = await call('POST', '/v1/payments', { headers: program({ 'idempotency-key': 'k1' }), body: payment('p1') });
    expect(one.json()).toMatchObject({ items: [{ id: 'p1', outcome: 'added' }] });
    expect((await call('POST', '/v1/payments', { headers: program({ 'idempotency-key': 'k1' }), body: payment('p1') })).json()).toEqual(one.json());
    expect(kindOf(await call('POST', '/v1/payments', { headers: program({ 'idempotency-key': 'k1' }), body: payment('p1', { amount: '87.00' }) }))).toBe('idempotency.key-reused');
    const many = await call('POST', '/v1/payments', { headers: program({ 'idempotency-key': 'k2' }), body: [payment('p1'), payment('p2')] });
    expect(many.json<{ items: { outcome: string }[] }>().items.map((item) => item.outcome)).toEqual(['known', 'added']);
  });

  test.each([
    ['an unknown currency', { currency: 'XXZ' }], ['cents of a currency that has none', { currency: 'JPY', amount: '10.50' }], ['a negative amount', { amount: '-1.00' }],
    ['a future date', { paidAt: '2199-01-01T00:00:00Z' }], ['a moment without offset', { paidAt: '2026-11-10T12:00:00' }], ['an amount in words', { amount: 'ten' }], ['nothing', { amount: '0.00' }],
  ])('%s is refused whole, and nothing of the batch is kept', async (_, wrong) => {
    const answer = await call('POST', '/v1/payments', { headers: program(), body: [payment('good of a bad batch'), payment('bad', wrong)] });
    expect(answer.statusCode).toBe(422);
    const kept = await call('GET', '/v1/payments?scope=company&limit=200', { headers: program() });
    expect(kept.body).not.toContain('good of a bad batch');
  });
});

describe('a card’s payment', () => {
  const event = { transactionId: 'card-1', cardTail: '9003', amount: '620.00', currency: 'CNY', merchant: '听涛阁酒楼', mcc: '5812', occurredAt: '2026-11-10T12:00:00+08:00', type: 'purchase', status: 'posted', program: 'demo-card' };
  const swipe = (secret: string): Promise<LightMyRequestResponse> => {
    const body = JSON.stringify({ id: 'call', events: [event] });
    return app.inject({
      method: 'POST', url: `/v1/webhooks/card-webhook/${installation}`, payload: body,
      headers: { 'content-type': 'application/json', 'x-roundtrip-signature': signatureOf(Buffer.from(body), secret, Math.floor(Date.now() / 1000)) },
    });
  };
  const count = async (): Promise<number> => (await call('GET', '/v1/payments?scope=company&limit=200', { headers: program() })).json<{ items: { channel: string }[] }>().items.filter((item) => item.channel === 'corporate_card').length;

  test('a forged call is refused and leaves no fact', async () => {
    const forged = await swipe('another secret');
    expect(forged.statusCode).toBe(401);
    expect(kindOf(forged)).toBe('webhook.bad-signature');
    expect(await count()).toBe(0);
  });

  test('three calls and the issuer’s table are one payment', async () => {
    for (let i = 0; i < 3; i++) expect((await swipe(SECRET)).statusCode).toBe(200);
    const form = new FormData();
    form.append('mapping', JSON.stringify({ columns: { id: 'Id', date: 'Day', amount: 'Sum', merchant: 'Shop', payer: 'Card' }, currency: 'CNY', zone: 'Asia/Shanghai', account: 'demo-card', dateOrder: 'ymd' }));
    form.append('files', new Blob(['Id,Day,Sum,Shop,Card\ncard-1,2026-11-10 12:00:00,620.00,听涛阁酒楼,9003\n']), 'card.csv');
    const imported = await app.inject({ method: 'POST', url: '/v1/imports', headers: program(), payload: form as never });
    expect(imported.json()).toMatchObject({ items: [{ outcome: 'imported', payments: { read: 1, added: 0 } }] });
    expect(await count()).toBe(1);
  });

  test('a mapping that names a strange column, and a file that is none, are set aside with the place', async () => {
    const form = new FormData();
    form.append('mapping', JSON.stringify({ columns: { datum: 'Day', amount: 'Sum' } }));
    form.append('files', new Blob(['Day,Sum\n2026-11-10,1.00\n']), 'x.csv');
    const answer = await app.inject({ method: 'POST', url: '/v1/imports', headers: program(), payload: form as never });
    expect(answer.json()).toMatchObject({ items: [{ outcome: 'quarantined', problem: { kind: 'file.malformed', place: 'datum' } }] });
    const bad = new FormData();
    bad.append('files', new Blob(['%PDF-1.7 cut']), 'invoice.pdf');
    const cut = await app.inject({ method: 'POST', url: '/v1/documents', headers: program(), payload: bad as never });
    expect(cut.json<{ items: { outcome: string; problem: { remedy: { zh: string } } }[] }>().items[0]).toMatchObject({ outcome: 'quarantined' });
  });
});

test('the interface describes itself', async () => {
  const document = (await call('GET', '/openapi.json')).json<{ openapi: string; paths: Record<string, unknown> }>();
  expect(document.openapi).toBe('3.1.0');
  for (const path of ['/v1/payments', '/v1/bookings', '/v1/documents', '/v1/matches', '/v1/claims', '/v1/approvals', '/v1/trips', '/v1/payouts', '/v1/reconciliation', '/v1/policies']) expect(Object.keys(document.paths)).toContain(path);
  expect((await call('GET', '/metrics')).body).toContain('roundtrip_http_seconds');
});
