import { afterEach, expect, test } from 'vitest';
import { money, type Instant } from '@roundtrip/kernel';
import { DEMO_COMPANY, startRehearsal, type Rehearsal } from '../index.ts';
import { accountOf } from '../identities.ts';
import { testOptions } from '../testing/options.ts';
import { makePain001 } from '../testing/pain001.ts';
import { startReceiver, until } from '../testing/receiver.ts';

const NOW = '2026-11-20T04:00:00.000Z' as Instant;
const AUTHORIZATION = { authorization: 'Bearer bank-token' };
const order = (messageId: string, fen = 12_345n): string => makePain001({ messageId, debtor: DEMO_COMPANY.bankAccount, transfers: [{ id: `${messageId}-1`, account: accountOf('payee'), amount: money(fen, 'CNY') }] });

const stops: (() => Promise<void>)[] = [];
afterEach(async () => { for (const stop of stops.splice(0).reverse()) await stop(); });

async function open(): Promise<Rehearsal> {
  const receiver = await startReceiver();
  const rehearsal = await startRehearsal(testOptions({ speed: 2_000_000, roundtripUrl: receiver.url }), () => NOW);
  stops.push(() => receiver.stop(), () => rehearsal.stop());
  return rehearsal;
}

const send = (url: string, xml: string, signal?: AbortSignal): Promise<Response> =>
  fetch(`${url}/bank/payment-orders`, { method: 'POST', headers: { ...AUTHORIZATION, 'content-type': 'application/xml', 'idempotency-key': 'M1' }, body: xml, ...(signal ? { signal } : {}) });
const ask = async (url: string, messageId: string): Promise<{ status: number; state?: string }> => {
  const response = await fetch(`${url}/bank/payment-orders/${messageId}`, { headers: AUTHORIZATION });
  return { status: response.status, ...((await response.json()) as { state?: string }) };
};

test('an order is taken, asked about, executed and reported in files that page without loss', async () => {
  const { url, world } = await open();
  expect((await ask(url, 'M1')).status).toBe(404);
  const answer = await send(url, order('M1'));
  expect(answer.status).toBe(202);
  expect(await (await send(url, order('M1'))).json()).toEqual(await answer.json());
  expect((await send(url, order('M1', 1n))).status).toBe(409);
  expect((await send(url, '<nothing/>')).status).toBe(400);
  await until(() => world.bank.books.orders.get('M1')?.state === 'executed');
  expect(await ask(url, 'M1')).toMatchObject({ status: 200, state: 'executed' });
  await fetch(`${url}/control/tick`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"days":2}' });
  const names: string[] = [];
  for (let cursor = '', more = true; more;) {
    const page = (await (await fetch(`${url}/bank/files?after=${cursor}&limit=1`, { headers: AUTHORIZATION })).json()) as { files: { name: string }[]; cursor: string; more: boolean };
    names.push(...page.files.map((file) => file.name));
    ({ cursor, more } = page);
  }
  expect(names.map((name) => name.slice(0, 7))).toEqual(['pain002', 'camt054', 'camt053', 'camt053']);
  const books = (await (await fetch(`${url}/control/books`)).json()) as { payments: unknown[]; balance: string };
  expect(books).toMatchObject({ balance: '4999876.55', payments: [{ endToEndId: 'M1-1', amount: '123.45', state: 'executed' }] });
});

test('strangers are shown nothing', async () => {
  const { url } = await open();
  for (const path of ['/bank/files', '/bank/payment-orders/M1']) {
    expect((await fetch(`${url}${path}`)).status).toBe(401);
    expect((await fetch(`${url}${path}`, { headers: { authorization: 'Bearer other' } })).status).toBe(401);
  }
});

test('an order that was answered with a failure or not at all is taken once all the same', async () => {
  const { url, world } = await open();
  world.setFault('fail-after-success', true);
  expect((await send(url, order('M1'))).status).toBe(500);
  world.setFault('fail-after-success', false);
  world.setFault('timeout', true);
  await expect(send(url, order('M2'), AbortSignal.timeout(200))).rejects.toThrow();
  world.setFault('timeout', false);
  expect([(await send(url, order('M1'))).status, (await send(url, order('M2'))).status]).toEqual([202, 202]);
  await until(() => ['M1', 'M2'].every((id) => world.bank.books.orders.get(id)?.state === 'executed'));
  expect(world.bank.books.entries).toHaveLength(2);
});
