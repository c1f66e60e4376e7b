import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { money } from '@roundtrip/kernel';
import { DEMO_COMPANY } from './demo-company.ts';
import { accountOf } from './identities.ts';
import { testOptions } from './testing/options.ts';
import { makePain001 } from './testing/pain001.ts';
import { startReceiver } from './testing/receiver.ts';

const children: ChildProcess[] = [];
afterEach(() => { for (const child of children.splice(0)) child.kill('SIGKILL'); });

async function startProcess(config: string): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(join(import.meta.dirname, 'main.ts'), [], { env: { ...process.env, REHEARSAL_CONFIG: config }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  const [message] = (await once(child, 'message')) as [{ url: string }];
  return { url: message.url, child };
}

type State = { readonly running: boolean; readonly waiting: number };
type Books = { readonly balance: string; readonly entries: readonly unknown[]; readonly payments: readonly { readonly state: string }[] };

async function settled<T>(ask: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  const end = performance.now() + 15_000;
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((done) => setTimeout(done, 30));
  }
}

test('a process that is killed in the middle of a day loses no message and pays no order twice', async () => {
  const receiver = await startReceiver();
  const options = testOptions({ roundtripUrl: receiver.url, speed: 20_000 });
  const config = join(options.dataDir, 'config.json');
  writeFileSync(config, JSON.stringify(options));
  const post = (url: string, path: string, body: unknown) => fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const order = makePain001({ messageId: 'M1', debtor: DEMO_COMPANY.bankAccount, transfers: [{ id: 'P1', account: accountOf('payee'), amount: money(8_800n, 'CNY') }] });
  const send = (url: string) => fetch(`${url}/bank/payment-orders`, { method: 'POST', headers: { authorization: 'Bearer bank-token', 'content-type': 'application/xml' }, body: order });

  const first = await startProcess(config);
  await post(first.url, '/control/day', {});
  const reference: unknown = await (await send(first.url)).json();
  await settled(() => Promise.resolve(receiver.calls.length), (count) => count >= 8);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await startProcess(config);
  expect(await (await send(second.url)).json()).toEqual(reference);
  const state = () => fetch(`${second.url}/control/state`).then((response) => response.json() as Promise<State>);
  await settled(state, ({ running, waiting }) => !running && waiting === 0);
  const books = await settled(() => fetch(`${second.url}/control/books`).then((response) => response.json() as Promise<Books>), ({ payments }) => payments[0]?.state === 'executed');
  expect(books).toMatchObject({ balance: '4999912.00', entries: [{ amount: '88.00' }] });
  const cards = new Set(receiver.calls.filter((call) => call.path.includes('card-webhook')).map((call) => call.body));
  const alone = await startReceiver();
  const whole = testOptions({ roundtripUrl: alone.url, speed: 2_000_000 });
  writeFileSync(join(whole.dataDir, 'config.json'), JSON.stringify(whole));
  const third = await startProcess(join(whole.dataDir, 'config.json'));
  await post(third.url, '/control/day', {});
  await settled(() => fetch(`${third.url}/control/state`).then((response) => response.json() as Promise<State>), ({ running, waiting }) => !running && waiting === 0);
  expect(cards.size).toBe(alone.calls.filter((call) => call.path.includes('card-webhook')).length);
  third.child.kill('SIGTERM');
  expect((await once(third.child, 'exit'))[0]).toBe(0);
  await Promise.all([receiver.stop(), alone.stop()]);
});
