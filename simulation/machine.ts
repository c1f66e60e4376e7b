import { instantOf, uuidv7, type Id } from '@roundtrip/kernel';
import type { Clock } from '../server/src/platform/clock/index.ts';

/** A clock that stands still until it is turned, and ids from a seed. Nothing in a run asks the real machine. */
export type Machine = Clock & {
  readonly ms: number;
  advance(ms: number): void;
  /** A transaction that is tried again draws the same ids again: `back` undoes what was drawn since `mark`. */
  mark(): number;
  back(mark: number): void;
};

/** xorshift32: enough for ids that nobody must guess in a test. */
const next = (state: number): number => {
  let x = state;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return x >>> 0;
};

export function makeMachine(startMs: number, seed: number): Machine {
  let now = startMs;
  let state = (Math.imul(seed + 1, 0x9e3779b1) >>> 0) || 1;
  for (let i = 0; i < 8; i += 1) state = next(state);
  const random = (): Uint8Array => Uint8Array.from({ length: 10 }, () => {
    state = next(state);
    return state & 255;
  });
  return {
    get ms() { return now; },
    now: () => instantOf(now),
    newId: <K extends string>() => uuidv7(now, random()) as Id<K>,
    advance(ms) { now += ms; },
    mark: () => state,
    back(mark) { state = mark; },
  };
}
