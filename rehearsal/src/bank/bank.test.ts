import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { add, money, negate, sum, type Instant } from '@roundtrip/kernel';
import { DEMO_COMPANY } from '../demo-company.ts';
import { makeClock, type Clock } from '../clock.ts';
import { makeFaults, type Fault } from '../faults.ts';
import { accountOf } from '../identities.ts';
import { testOptions } from '../testing/options.ts';
import { makePain001, type TestOrder } from '../testing/pain001.ts';
import { until } from '../testing/receiver.ts';
import type { Message } from '../wire/message.ts';
import { openBank, type Bank } from './bank.ts';
import { readOrder } from './order.ts';

const NOW = '2026-11-20T04:00:00.000Z' as Instant;
const DEBTOR = DEMO_COMPANY.bankAccount;
const PAYEE = accountOf('payee');
const SPEED = 10_000_000;

type Opened = { readonly bank: Bank; readonly clock: Clock; readonly sent: Message[]; readonly dataDir: string };
const clocks: Clock[] = [];
afterEach(() => { for (const clock of clocks.splice(0)) clock.stop(); });

function open({ dataDir, speed = SPEED, faults = [], turnedDays = 0 }: { dataDir?: string; speed?: number; faults?: Fault[]; turnedDays?: number } = {}): Opened {
  const options = testOptions(dataDir ? { dataDir } : {});
  const clock = makeClock(() => NOW, { speed, turnedDays });
  clocks.push(clock);
  const sent: Message[] = [];
  const outbox = { put: (message: Message) => { sent.push(message); }, waiting: () => 0, stop: () => undefined };
  const bank = openBank({ path: join(options.dataDir, 'bank.jsonl'), options, clock, faults: makeFaults(faults), say: () => undefined, outbox });
  return { bank, clock, sent, dataDir: options.dataDir };
}

const order = (messageId: string, changes: Partial<TestOrder> = {}): string =>
  makePain001({ messageId, debtor: DEBTOR, transfers: [{ id: `${messageId}-1`, account: PAYEE, amount: money(12_345n, 'CNY') }, { id: `${messageId}-2`, account: PAYEE, amount: money(100n, 'CNY') }], ...changes });

const stateOf = (bank: Bank, messageId: string): string | undefined => bank.books.orders.get(messageId)?.state;

describe('taking an order', () => {
  test('the same message is one order with one answer, another under its id is refused', () => {
    const { bank } = open({ speed: 1 });
    const first = bank.accept(order('M1'));
    expect(first.ok).toBe(true);
    expect(bank.accept(order('M1'))).toEqual(first);
    expect(bank.accept(order('M1', { batch: false }))).toMatchObject({ ok: false, error: { kind: 'order.id-reused' } });
    expect(bank.books.orders.size).toBe(1);
  });

  test.each([
    ['not XML', '<Document>', 'order.malformed'], ['another message', '<?xml version="1.0"?><Document xmlns="urn:x"/>', 'order.malformed'], ['an entity declared', `<!DOCTYPE a [<!ENTITY b "c">]>${order('M1')}`, 'order.malformed'],
    ['a wrong sum', order('M1', { controlSum: '1.00' }), 'order.wrong-sums'], ['a wrong count', order('M1', { count: '3' }), 'order.wrong-sums'], ['a stranger’s account', order('M1', { debtor: PAYEE }), 'order.wrong-account'],
    ['a nil amount', order('M1', { transfers: [{ id: 'a', account: PAYEE, amount: money(0n, 'CNY') }] }), 'order.bad-amount'], ['the same id twice', order('M1', { transfers: ['a', 'a'].map((id) => ({ id, account: PAYEE, amount: money(1n, 'CNY') })) }), 'order.bad-id'],
    ['a foreign currency', order('M1', { transfers: [{ id: 'a', account: PAYEE, amount: money(1n, 'USD') }], controlSum: '0.01' }), 'order.bad-amount'], ['a long id', order('M'.repeat(36)), 'order.bad-id'],
  ])('refuses %s', (_, xml, kind) => {
    expect(open({ speed: 1 }).bank.accept(xml)).toMatchObject({ ok: false, error: { kind } });
  });

  test('never throws, whatever bytes come', () => {
    const good = order('M1');
    fc.assert(fc.property(fc.nat(good.length), fc.string({ maxLength: 8 }), (cut, noise) => {
      readOrder(good.slice(0, cut) + noise, { account: DEBTOR, currency: 'CNY' });
      readOrder(good.slice(0, cut) + noise + good.slice(cut + noise.length), { account: DEBTOR, currency: 'CNY' });
    }), { numRuns: 200 });
  });
});

describe('carrying it out', () => {
  test('answers, debits once as a batch, and lays out both files', async () => {
    const { bank, sent } = open();
    const before = bank.books.balance();
    bank.accept(order('M1'));
    await until(() => stateOf(bank, 'M1') === 'executed');
    expect(bank.books.entries).toMatchObject([{ direction: 'out', amount: money(12_445n, 'CNY'), batchId: 'M1', details: [{ endToEndId: 'M1-1' }, { endToEndId: 'M1-2' }] }]);
    expect(bank.books.balance()).toEqual(add(before, money(-12_445n, 'CNY')));
    expect(bank.books.files.map((file) => file.name.slice(0, 7))).toEqual(['pain002', 'camt054']);
    expect(bank.books.files[0]?.content).toContain('<OrgnlMsgId>M1</OrgnlMsgId>');
    expect(sent.map((message) => message.id)).toEqual(['bank-files-1', 'bank-files-2']);
  });

  test('refuses a wrong account number, a payment made before and one beyond the balance, and pays the rest', async () => {
    const { bank } = open();
    bank.accept(order('M0'));
    await until(() => stateOf(bank, 'M0') === 'executed');
    const wrong = `${PAYEE.slice(0, -1)}${(Number(PAYEE.at(-1)) + 1) % 10}`;
    bank.accept(order('M1', { batch: false, transfers: [
      { id: 'a', account: wrong, amount: money(100n, 'CNY') }, { id: 'M0-1', account: PAYEE, amount: money(12_345n, 'CNY') }, { id: 'c', account: PAYEE, amount: money(10n ** 12n, 'CNY') }, { id: 'd', account: PAYEE, amount: money(7n, 'CNY') },
    ] }));
    await until(() => stateOf(bank, 'M1') === 'executed');
    expect(bank.books.orders.get('M1')?.outcomes.map((outcome) => outcome.reason?.code ?? outcome.status)).toEqual(['AC01', 'AM05', 'AM04', 'ACSP']);
    expect(bank.books.entries.slice(1)).toMatchObject([{ amount: money(7n, 'CNY'), details: [{ endToEndId: 'd' }] }]);
    expect(bank.books.entries[1]).not.toHaveProperty('batchId');
  });

  test('gives executed payments back on demand, quoting each, and may then pay them again', async () => {
    const { bank, dataDir } = open({ faults: ['return-payment'] });
    const before = bank.books.balance();
    bank.accept(order('M1'));
    await until(() => bank.books.orders.get('M1')?.returned.size === 2);
    expect(bank.books.balance()).toEqual(before);
    expect(bank.books.entries.slice(1)).toMatchObject(['M1-1', 'M1-2'].map((endToEndId) => ({ direction: 'in', details: [{ endToEndId, returnReason: 'AC04' }] })));
    const again = open({ dataDir }).bank;
    again.accept(order('M2', { transfers: [{ id: 'M1-1', account: PAYEE, amount: money(12_345n, 'CNY') }] }));
    await until(() => stateOf(again, 'M2') === 'executed');
  });
});

describe('closing days', () => {
  test('every closing is the next opening, and the entries make up the difference', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ orders: fc.array(fc.bigInt({ min: 1n, max: 1_000_000n }), { maxLength: 3 }), days: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 4 }), async (steps) => {
      const { bank, clock } = open();
      let count = 0;
      for (const step of steps) {
        const ids = step.orders.map((minor) => {
          const id = `M${(count += 1)}`;
          bank.accept(order(id, { transfers: [{ id: `P${count}`, account: PAYEE, amount: money(minor, 'CNY') }] }));
          return id;
        });
        await until(() => ids.every((id) => stateOf(bank, id) === 'executed'));
        for (let i = 0; i < step.days; i += 1) { clock.turn(1); bank.closeDays(); }
      }
      const { closings, entries } = bank.books;
      expect(closings.length).toBe(steps.reduce((all, step) => all + step.days, 0));
      closings.forEach((closing, i) => {
        if (i > 0) expect(closing.opening).toEqual(closings[i - 1]?.closing);
        const moved = entries.filter((entry) => entry.bookedOn === closing.day).map((entry) => (entry.direction === 'in' ? entry.amount : negate(entry.amount)));
        expect(closing.closing).toEqual(add(closing.opening, sum(moved, 'CNY')));
      });
      expect(closings.at(-1)?.closing).toEqual(bank.books.balance());
      clock.stop();
    }), { numRuns: 8 });
  });

  test('a closed day takes no more entries, even where the clock was put back', async () => {
    const { dataDir, bank, clock } = open();
    clock.turn(2);
    bank.closeDays();
    const later = open({ dataDir }).bank;
    expect(later.today()).toBe('2026-11-22');
    later.accept(order('M1'));
    await until(() => stateOf(later, 'M1') === 'executed');
    expect(later.books.entries[0]?.bookedOn).toBe('2026-11-22');
  });
});

describe('after a kill', () => {
  test('orders that were taken are carried out once, and nothing that was said is lost', async () => {
    const first = open({ speed: 1 });
    const answered = first.bank.accept(order('M1'));
    first.clock.stop();
    const second = open({ dataDir: first.dataDir });
    expect(second.bank.accept(order('M1'))).toEqual(answered);
    await until(() => stateOf(second.bank, 'M1') === 'executed');
    const third = open({ dataDir: first.dataDir });
    await new Promise((done) => setTimeout(done, 30));
    expect(third.bank.books.entries).toEqual(second.bank.books.entries);
    expect(third.bank.books.files).toEqual(second.bank.books.files);
    expect(third.bank.books.balance()).toEqual(second.bank.books.balance());
  });

  test('a line that was cut off was never said', async () => {
    const first = open();
    first.bank.accept(order('M1'));
    await until(() => stateOf(first.bank, 'M1') === 'executed');
    appendFileSync(join(first.dataDir, 'bank.jsonl'), '{"kind":"accepted","order":{"messa');
    const second = open({ dataDir: first.dataDir });
    expect(second.bank.books.balance()).toEqual(first.bank.books.balance());
    expect(second.bank.accept(order('M2')).ok).toBe(true);
    expect(open({ dataDir: first.dataDir }).bank.books.orders.size).toBe(2);
  });
});
