/** Chance from a seed: the same name gives the same draws for ever, on every machine. */
export type Chance = {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** Decimal digits, the first of them not zero. */
  digits(count: number): string;
  /** Chance of its own for a part, whatever has been drawn here before: a part that draws more does not move its neighbours. */
  fork(name: string): Chance;
};

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) h = Math.imul(h ^ byte, 0x01000193);
  return h >>> 0;
}

/** Mulberry32 over a hash of the name: not for secrets. */
export function makeChance(name: string): Chance {
  let state = hash(name);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next, int,
    pick: (list) => list[int(0, list.length - 1)] ?? list[0],
    digits: (count) => Array.from({ length: count }, (_, i) => String(i === 0 ? int(1, 9) : int(0, 9))).join(''),
    fork: (part) => makeChance(`${name}/${part}`),
  };
}
