import { join } from 'node:path';
import { civilDateIn, type Instant } from '@roundtrip/kernel';
import { openBank, type Bank } from './bank/bank.ts';
import { openCardIssuer, type CardIssuer } from './card/index.ts';
import { makeClock, type Clock } from './clock.ts';
import type { RehearsalOptions } from './config.ts';
import type { Act, Step } from './day/step.ts';
import { tellStory } from './day/story.ts';
import { makeFaults, type Faults } from './faults.ts';
import { makeLog, type LogLine } from './log.ts';
import { openSellers, type MakePaper, type Sellers } from './sellers/index.ts';
import { keepMemory, loadMemory, type PlayedDay } from './store/memory.ts';
import { openTravelSupplier, type TravelSupplier } from './travel/index.ts';
import { openOutbox, type Outbox } from './wire/outbox.ts';
import { openWallets, type Wallets } from './wallets/index.ts';

/** A story takes twelve simulated hours to be told, however many days it spans: 72 real seconds at speed 600. */
const TELLING_SECONDS = 43_200;

export type WorldState = {
  readonly running: boolean; readonly seed: number; readonly speed: number; readonly now: Instant; readonly faults: readonly string[]; readonly days: number; readonly log: readonly LogLine[];
  /** Messages that Roundtrip has not acknowledged yet. */
  readonly waiting: number;
};

export type World = {
  readonly bank: Bank;
  readonly card: CardIssuer;
  readonly wallets: Wallets;
  readonly travel: TravelSupplier;
  readonly sellers: Sellers;
  readonly outbox: Outbox;
  readonly faults: Faults;
  readonly clock: Clock;
  state(): WorldState;
  /** Begins a day; false where one is being played. */
  startDay(wanted: { readonly seed?: number; readonly speed?: number }): boolean;
  setFault(kind: Parameters<Faults['set']>[0], on: boolean): void;
  /** Turns the clock by whole days; the bank closes each and gives back what is due. */
  tick(days: number): void;
  stop(): void;
};

/** Opens the world where it was left, and goes on with the day that was being played. */
export function openWorld(options: RehearsalOptions, real: () => Instant, make: MakePaper | null): World {
  const file = (name: string): string => join(options.dataDir, name);
  const memory = loadMemory(file('memory.json'), options.speed);
  const clock = makeClock(real, memory);
  const faults = makeFaults(memory.faults);
  const days: PlayedDay[] = [...memory.days];
  let shown: Instant | null = null;
  const { say, lines } = makeLog(() => shown ?? clock.now(), memory.log);
  const keep = (): void => { keepMemory(file('memory.json'), { turnedDays: clock.turnedDays, speed: clock.speed, faults: faults.list(), days, log: lines() }); };
  const outbox = openOutbox({ path: file('outbox.jsonl'), options, clock, faults, say });
  const card = openCardIssuer(file('card.jsonl'), outbox);
  const wallets = openWallets(file('wallets.jsonl'), outbox);
  const travel = openTravelSupplier(file('travel.jsonl'), outbox);
  const sellers = openSellers(file('sellers.jsonl'), outbox, make);
  const bank = openBank({ path: file('bank.jsonl'), options, clock, faults, say, outbox });
  bank.closeDays();

  async function play(act: Act): Promise<void> {
    switch (act.kind) {
      case 'card': card.book(act.transaction, act.status); return;
      case 'wallet': wallets.pay(act.payment); return;
      case 'travel': travel.tell(act.order); return;
      case 'papers': await sellers.deliver(act.delivery);
    }
  }

  function storyOf(day: PlayedDay): readonly Step[] {
    return tellStory({ seed: day.seed, number: day.number, sameDay: day.sameDay, now: day.now, zone: options.zone, company: options.company });
  }

  const current = (): PlayedDay | null => { const day = days.at(-1); return day && day.done < day.steps ? day : null; };

  function goOn(): void {
    const day = current();
    if (!day) { shown = null; return; }
    const story = storyOf(day);
    const next = async (i: number): Promise<void> => {
      const step = story[i];
      if (!step) {
        shown = null;
        say('世界 World', { zh: '这一天结束', en: 'The day is over' });
        keep();
        return;
      }
      shown = step.at;
      await play(step.act);
      say(step.who, step.what);
      days[days.length - 1] = { ...day, done: i + 1 };
      keep();
      clock.after(TELLING_SECONDS / story.length, () => void next(i + 1));
    };
    void next(day.done);
  }

  goOn();
  return {
    bank, card, wallets, travel, sellers, outbox, faults, clock,
    state: () => ({
      running: current() !== null, seed: days.at(-1)?.seed ?? options.seed, speed: clock.speed, now: shown ?? clock.now(), faults: faults.list(), days: days.length, log: lines(), waiting: outbox.waiting(),
    }),
    startDay({ seed, speed }) {
      if (current()) return false;
      if (speed !== undefined) clock.setSpeed(speed);
      const now = clock.real();
      const startedOn = civilDateIn(options.zone, now);
      const day: PlayedDay = { number: days.length, seed: seed ?? options.seed + days.length, sameDay: days.filter((one) => one.startedOn === startedOn).length, startedOn, now, steps: 0, done: 0 };
      days.push({ ...day, steps: storyOf(day).length });
      say('世界 World', { zh: `新的一天开始（种子 ${day.seed}）`, en: `A day begins (seed ${day.seed})` });
      keep();
      goOn();
      return true;
    },
    setFault(kind, on) {
      faults.set(kind, on);
      say('世界 World', { zh: `故障 ${kind}：${on ? '开' : '关'}`, en: `Fault ${kind}: ${on ? 'on' : 'off'}` });
      keep();
    },
    tick(count) {
      for (let i = 0; i < count; i += 1) {
        bank.returnDue();
        clock.turn(1);
        bank.closeDays();
      }
      keep();
    },
    stop() {
      clock.stop();
      outbox.stop();
      keep();
    },
  };
}
