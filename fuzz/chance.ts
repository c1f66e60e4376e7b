/** Numbers from a seed and an index (mulberry32): any input of a run can be made again by itself. */
export type Draw = { below(limit: number): number; bytes(count: number): Uint8Array; pick<T>(list: readonly T[]): T };

export function drawFor(seed: number, index: number): Draw {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, bytes: (count) => Uint8Array.from({ length: count }, () => below(256)), pick: (list) => list[below(list.length)] as (typeof list)[number] };
}
