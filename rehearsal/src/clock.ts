import { epochMs, instantOf, type Instant } from '@roundtrip/kernel';

const DAY_MS = 86_400_000;

/**
 * The world's own clock. It shows the real moment, moved on by whole days when somebody turns it; what takes simulated
 * seconds (a bank's answer) takes `seconds / speed` real ones.
 */
export type Clock = {
  now(): Instant;
  /** The moment outside: signatures are stamped with it, whatever the world plays. */
  real(): Instant;
  readonly speed: number;
  setSpeed(speed: number): void;
  turn(days: number): void;
  readonly turnedDays: number;
  /** Does `work` after so many simulated seconds, unless the world stops before. */
  after(seconds: number, work: () => void): void;
  stop(): void;
};

/** `real` gives the real moment: tests hand in their own. */
export function makeClock(real: () => Instant, start: { readonly speed: number; readonly turnedDays: number }): Clock {
  let { speed, turnedDays } = start;
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  return {
    real,
    now: () => instantOf(epochMs(real()) + turnedDays * DAY_MS),
    get speed() { return speed; },
    setSpeed(next) { speed = next; },
    turn(days) { turnedDays += days; },
    get turnedDays() { return turnedDays; },
    after(seconds, work) {
      if (stopped) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        work();
      }, (seconds * 1000) / speed);
      timers.add(timer);
    },
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
