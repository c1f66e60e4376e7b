import { join } from 'node:path';
import { civilDateIn, type Instant } from '@roundtrip/kernel';
import { openBank, type Bank } from './bank/bank.ts';
import { openCardIssuer, type CardIssuer } from './card/index.ts';
import { makeClock, type Clock } from './clock.ts';
import type { RehearsalOptions } from './config.ts';
import type { Act, Step } from './day/step.ts';
import { tellStory } from './day/story.ts';
import { makeFaults, type Fault, type Faults } from './faults.ts';
import { makeLog, type LogLine } from './log.ts';
import { openSellers, type MakePaper, type Sellers } from './sellers/index.ts';
import { keepMemory, loadMemory, type PlayedDay } from './store/memory.ts';
import { openTravelSupplier, type TravelSupplier } from './travel/index.ts';
import { askStripe } from './vendors/ask.ts';
import { openVendors, type Vendors } from './vendors/index.ts';
import type { Sender } from './wire/message.ts';
import { openOutbox, type Outbox } from './wire/outbox.ts';
import { openWallets, type Wallets } from './wallets/index.ts';

/** A story takes twelve simulated hours to be told, however many days it spans: 72 real seconds at speed 600. */
const TELLING_SECONDS = 43_200;
const MEMORY = 'memory.json';
const WORLD = '世界 World';

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
  /** Null where nothing is agreed with any. */
  readonly vendors: Vendors | null;
  readonly outbox: Outbox;
  readonly faults: Faults;
  readonly clock: Clock;
  state(): WorldState;
  /** Begins a day; false where one is being played. */
  startDay(wanted: { readonly seed?: number; readonly speed?: number }): boolean;
  setFault(kind: Fault, on: boolean, of?: Sender): void;
  /** Turns the clock by whole days; the bank closes each and gives back what is due. */
  tick(days: number): void;
  stop(): void;
};

/** Opens the world where it was left, and goes on with the day that was being played. */
export function openWorld(options: RehearsalOptions, real: () => Instant, make: MakePaper): World {
  const world = new OutsideWorld(options, real, make);
  world.goOn();
  return world;
}

class OutsideWorld implements World {
  readonly bank: Bank;
  readonly card: CardIssuer;
  readonly wallets: Wallets;
  readonly travel: TravelSupplier;
  readonly sellers: Sellers;
  /** Null where nothing is agreed with any. */
  readonly vendors: Vendors | null;
  readonly outbox: Outbox;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly #options: RehearsalOptions;
  readonly #days: PlayedDay[];
  readonly #log: ReturnType<typeof makeLog>;
  /** The moment of the story that is being told; null between stories. */
  #shown: Instant | null = null;

  constructor(options: RehearsalOptions, real: () => Instant, make: MakePaper) {
    const file = (name: string): string => join(options.dataDir, name);
    const memory = loadMemory(file(MEMORY), options.speed);
    this.#options = options;
    this.#days = [...memory.days];
    const clock = this.clock = makeClock(real, memory);
    const faults = this.faults = makeFaults(memory.faults);
    this.#log = makeLog(() => this.#now(), memory.log);
    const { say } = this.#log;
    const outbox = this.outbox = openOutbox({ path: file('outbox.jsonl'), options, clock, faults, say });
    this.card = openCardIssuer(file('card.jsonl'), outbox);
    this.wallets = openWallets(file('wallets.jsonl'), outbox);
    this.travel = openTravelSupplier(file('travel.jsonl'), outbox);
    this.sellers = openSellers(file('sellers.jsonl'), outbox, make);
    this.vendors = options.vendors ? openVendors({ path: file('vendors.jsonl'), options: options.vendors, clock, faults, outbox, say, ask: (call) => askStripe(call, options) }) : null;
    this.bank = openBank({ path: file('bank.jsonl'), options, clock, faults, say, outbox });
  }

  #now(): Instant {
    return this.#shown ?? this.clock.now();
  }

  #keep(): void {
    keepMemory(join(this.#options.dataDir, MEMORY), { turnedDays: this.clock.turnedDays, speed: this.clock.speed, faults: this.faults.list(), days: this.#days, log: this.#log.lines() });
  }

  #current(): PlayedDay | null {
    const day = this.#days.at(-1);
    return day && day.done < day.steps ? day : null;
  }

  #storyOf(day: PlayedDay): readonly Step[] {
    return tellStory({ seed: day.seed, number: day.number, sameDay: day.sameDay, now: day.now, zone: this.#options.zone, company: this.#options.company, vendors: this.vendors !== null });
  }

  goOn(): void {
    const day = this.#current();
    if (day) void this.#tell(day, this.#storyOf(day), day.done);
  }

  async #tell(day: PlayedDay, story: readonly Step[], i: number): Promise<void> {
    const step = story[i];
    if (step) {
      this.#shown = step.at;
      // One paper that cannot be made does not end the day; the log names it.
      await this.#play(step.act).then(() => this.#log.say(step.who, step.what), (error: unknown) => {
        this.#log.say(WORLD, { zh: `失败：${step.what.zh}（${String(error)}）`, en: `failed: ${step.what.en} (${String(error)})` });
      });
    }
    this.#days[this.#days.length - 1] = { ...day, done: Math.min(i + 1, story.length) };
    if (i + 1 >= story.length) {
      this.#shown = null;
      this.#log.say(WORLD, { zh: '这一天结束', en: 'The day is over' });
    } else this.clock.after(TELLING_SECONDS / story.length, () => void this.#tell(day, story, i + 1));
    this.#keep();
  }

  async #play(act: Act): Promise<void> {
    switch (act.kind) {
      case 'card': this.card.book(act.transaction, act.status); return;
      case 'wallet': this.wallets.pay(act.payment); return;
      case 'travel': this.travel.tell(act.order); return;
      case 'vendor': await this.vendors?.play(act.act); return;
      case 'papers': await this.sellers.deliver(act.delivery);
    }
  }

  state(): WorldState {
    return {
      running: this.#current() !== null, seed: this.#days.at(-1)?.seed ?? this.#options.seed, speed: this.clock.speed, now: this.#now(), faults: this.faults.list(), days: this.#days.length,
      log: this.#log.lines(), waiting: this.outbox.waiting(),
    };
  }

  startDay({ seed, speed }: { readonly seed?: number; readonly speed?: number }): boolean {
    if (this.#current()) return false;
    if (speed !== undefined) this.clock.setSpeed(speed);
    const now = this.clock.real();
    const startedOn = civilDateIn(this.#options.zone, now);
    const days = this.#days;
    const day: PlayedDay = { number: days.length, seed: seed ?? this.#options.seed + days.length, sameDay: days.filter((one) => one.startedOn === startedOn).length, startedOn, now, steps: 0, done: 0 };
    days.push({ ...day, steps: this.#storyOf(day).length });
    this.#log.say(WORLD, { zh: `新的一天开始（种子 ${day.seed}）`, en: `A day begins (seed ${day.seed})` });
    this.#keep();
    this.goOn();
    return true;
  }

  setFault(kind: Fault, on: boolean, of?: Sender): void {
    this.faults.set(kind, on, of);
    const name = of ? `${of} ${kind}` : kind;
    this.#log.say(WORLD, { zh: `故障 ${name}：${on ? '开' : '关'}`, en: `Fault ${name}: ${on ? 'on' : 'off'}` });
    this.#keep();
  }

  tick(days: number): void {
    for (let i = 0; i < days; i += 1) {
      this.bank.returnDue();
      this.clock.turn(1);
      this.bank.closeDays();
    }
    this.#keep();
  }

  stop(): void {
    this.clock.stop();
    this.outbox.stop();
    this.#keep();
  }
}
