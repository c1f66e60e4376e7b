import { AsyncLocalStorage } from 'node:async_hooks';
import { instantOf, uuidv7, type Id } from '@roundtrip/kernel';
import type { Clock } from '../server/src/platform/clock/index.ts';

/** A clock that stands still until it is turned, and ids from a seed. Nothing in a run asks the real machine. */
export type Machine = Clock & {
  readonly ms: number;
  advance(ms: number): void;
  /** Gives a transaction ids of its own: it may be tried again, or run beside another, and draws the same ones. */
  forTransaction(): <T>(attempt: () => T) => T;
};

/** xorshift32: enough for ids that nobody must guess in a test. */
const next = (state: number): number => {
  let x = state;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return x >>> 0;
};

type Stream = { state: number };
const ATTEMPT = new AsyncLocalStorage<Stream>();

function draw(stream: Stream): number {
  stream.state = next(stream.state);
  return stream.state;
}

const streamOf = (seed: number): Stream => {
  const stream = { state: (Math.imul(seed + 1, 0x9e3779b1) >>> 0) || 1 };
  for (let i = 0; i < 8; i += 1) draw(stream);
  return stream;
};

export function makeMachine(startMs: number, seed: number): Machine {
  let now = startMs;
  let transactions = 0;
  const own = streamOf(seed);
  return {
    get ms() { return now; },
    now: () => instantOf(now),
    newId<K extends string>() {
      const stream = ATTEMPT.getStore() ?? own;
      return uuidv7(now, Uint8Array.from({ length: 10 }, () => (draw(stream) >>> 11) & 255)) as Id<K>;
    },
    advance(ms) { now += ms; },
    forTransaction() {
      transactions += 1;
      const { state } = streamOf(seed ^ Math.imul(transactions, 0x85ebca6b));
      return (attempt) => ATTEMPT.run({ state }, attempt);
    },
  };
}
