import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { instantOf, type Instant } from '@roundtrip/kernel';
import { startRehearsal, type Rehearsal, type RehearsalOptions } from './index.ts';
import { testOptions } from './testing/options.ts';
import { startReceiver, until, type Call } from './testing/receiver.ts';

const NOW = '2026-11-20T04:00:00.000Z' as Instant;
const FAST = 2_000_000;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => { for (const stop of stops.splice(0).reverse()) await stop(); });

async function receiver(answer?: (call: Call, index: number) => number) {
  const started = await startReceiver(answer);
  stops.push(() => started.stop());
  return started;
}

async function world(changes: Partial<RehearsalOptions>, real: () => Instant = () => NOW): Promise<Rehearsal> {
  const started = await startRehearsal(testOptions({ speed: FAST, ...changes }), real);
  stops.push(() => started.stop());
  return started;
}

const post = (url: string, path: string, body: unknown): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const quiet = (rehearsal: Rehearsal) => () => { const state = rehearsal.world.state(); return !state.running && state.waiting === 0; };

/** What a receiver would check: the signature over the raw body. */
function signedRight(call: Call, secret: string): boolean {
  const header = String(call.headers['x-roundtrip-signature']);
  const stamp = /^t=(\d+),v1=/.exec(header)?.[1] ?? '';
  return header === `t=${stamp},v1=${createHmac('sha256', secret).update(`${stamp}.${call.body}`).digest('hex')}`;
}

/** What makes a call the same one: its address and what it says. Multipart bodies differ by their boundary only. */
const said = (call: Call): string => `${call.path} ${call.path === '/v1/documents' ? String(call.headers['idempotency-key']) : call.body}`;

describe('a day', () => {
  test('says the same for the same seed, and something else for another', async () => {
    const heard: string[][] = [];
    for (const seed of [7, 7, 8]) {
      const { url, calls } = await receiver();
      const rehearsal = await world({ roundtripUrl: url });
      expect((await post(rehearsal.url, '/control/day', { seed })).status).toBe(200);
      await until(quiet(rehearsal), 15_000);
      heard.push(calls.map(said).sort());
    }
    expect(heard[1]).toEqual(heard[0]);
    expect(heard[2]).not.toEqual(heard[0]);
  });

  test('is signed by each sender with its own secret and the real time, and lies in the past', async () => {
    const { url, calls } = await receiver();
    const rehearsal = await world({ roundtripUrl: url });
    rehearsal.world.startDay({});
    await until(quiet(rehearsal), 15_000);
    const card = calls.filter((call) => call.path === '/v1/webhooks/card-webhook/inst-card');
    const travel = calls.filter((call) => call.path === '/v1/webhooks/travel-webhook/inst-travel');
    expect([card.length > 10, travel.length > 10]).toEqual([true, true]);
    expect(card.every((call) => signedRight(call, 'card-secret')) && travel.every((call) => signedRight(call, 'travel-secret'))).toBe(true);
    expect(String(card[0]?.headers['x-roundtrip-signature'])).toContain(`t=${Date.parse(NOW) / 1000},`);
    const moments = calls.flatMap((call) => call.body.match(/"(?:paidAt|occurredAt|bookedAt)":"[^"]+"/g) ?? []).map((text) => text.slice(-25, -1));
    expect(moments.length).toBeGreaterThan(30);
    expect(moments.every((moment) => moment <= NOW)).toBe(true);
    const payments = calls.filter((call) => call.path === '/v1/payments');
    expect(payments.every((call) => call.headers['authorization'] === 'Bearer api-key' && call.headers['idempotency-key'])).toBe(true);
  });

  test('goes on where it was after a restart, and says nothing twice to one who took it', async () => {
    const { url, calls } = await receiver();
    const options = testOptions({ roundtripUrl: url, speed: 40_000 });
    const first = await startRehearsal(options, () => NOW);
    first.world.startDay({});
    await until(() => calls.length >= 10);
    await first.stop();
    const second = await world({ ...options, speed: FAST });
    second.world.clock.setSpeed(FAST);
    await until(quiet(second), 15_000);
    const told = calls.map(said);
    const alone = await receiver();
    const whole = await world({ roundtripUrl: alone.url });
    whole.world.startDay({});
    await until(quiet(whole), 15_000);
    expect([...new Set(told)].sort()).toEqual(alone.calls.map(said).sort());
    // The call that was under way when the world stopped may come once more.
    expect(told.length - new Set(told).size).toBeLessThanOrEqual(5);
  });

  test('a second one on the same day shares no id with the first, and only one is played at a time', async () => {
    const { url, calls } = await receiver();
    const rehearsal = await world({ roundtripUrl: url });
    for (let i = 0; i < 2; i += 1) {
      rehearsal.world.startDay({ seed: 3 });
      expect((await post(rehearsal.url, '/control/day', {})).status).toBe(409);
      await until(quiet(rehearsal), 15_000);
    }
    const ids = calls.flatMap((call) => /^\{"id":"([^"]+)"/.exec(call.body)?.[1] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('at high speed is over in seconds, and every part kept its books', async () => {
    const { url } = await receiver();
    const rehearsal = await world({ roundtripUrl: url });
    const started = performance.now();
    rehearsal.world.startDay({});
    await until(quiet(rehearsal), 15_000);
    expect(performance.now() - started).toBeLessThan(15_000);
    const { card, wallets, travel, sellers } = rehearsal.world;
    expect([card.transactions().length, wallets.payments().length, travel.orders().length, sellers.deliveries().length].every((count) => count >= 8)).toBe(true);
    const bill = await fetch(`${rehearsal.url}/wallet/E003/bill?format=wechat`).then((response) => response.text());
    expect(bill).toContain('微信支付账单明细');
    expect((await fetch(`${rehearsal.url}/wallet/E999/bill`)).status).toBe(404);
  });
});

describe('faults', () => {
  test('what is not acknowledged comes again until it is', async () => {
    const { url, calls } = await receiver((_, index) => (index < 3 ? 503 : 200));
    const rehearsal = await world({ roundtripUrl: url });
    rehearsal.world.startDay({});
    await until(quiet(rehearsal), 15_000);
    const told = calls.map(said);
    expect(told.length - new Set(told).size).toBe(3);
  });

  test.each(['duplicate', 'delay', 'reorder', 'drop'] as const)('%s loses nothing', async (kind) => {
    const [clean, spoilt] = [await receiver(), await receiver()];
    for (const each of [clean, spoilt]) {
      const rehearsal = await world({ roundtripUrl: each.url });
      if (each === spoilt) await post(rehearsal.url, '/control/fault', { kind, on: true });
      rehearsal.world.startDay({});
      await until(quiet(rehearsal), 15_000);
    }
    const told = spoilt.calls.map(said);
    expect([...new Set(told)].sort()).toEqual(clean.calls.map(said).sort());
    if (kind === 'duplicate') expect(told.length).toBe(2 * clean.calls.length);
    else expect(told.length).toBe(clean.calls.length);
  });

  test('a forged call goes out beside each right one, and its refusal is noted', async () => {
    const { url, calls } = await receiver((call) => (!call.path.includes('card-webhook') || signedRight(call, 'card-secret') ? 200 : 401));
    const rehearsal = await world({ roundtripUrl: url });
    rehearsal.world.setFault('bad-signature', true);
    rehearsal.world.startDay({});
    await until(quiet(rehearsal), 15_000);
    const card = calls.filter((call) => call.path.includes('card-webhook'));
    expect(card.filter((call) => !signedRight(call, 'card-secret')).length).toBe(card.length / 2);
    expect(rehearsal.world.state().log.some((line) => line.what.en === 'A forged call was refused (401)')).toBe(true);
  });

  test('survive a restart, like the turned clock', async () => {
    const options = testOptions({ speed: FAST });
    const first = await startRehearsal(options, () => NOW);
    await post(first.url, '/control/fault', { kind: 'timeout', on: true });
    await post(first.url, '/control/tick', { days: 3 });
    await first.stop();
    const second = await world(options);
    expect(second.world.state()).toMatchObject({ faults: ['timeout'], now: instantOf(Date.parse(NOW) + 3 * 86_400_000), running: false });
    expect(((await (await fetch(`${second.url}/control/books`)).json()) as { closings: unknown[] }).closings).toHaveLength(3);
    expect((await post(second.url, '/control/fault', { kind: 'no-such', on: true })).status).toBe(400);
  });
});
