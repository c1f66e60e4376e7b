/**
 * A condition as a box: for each axis the set of its atoms, as bits. What several conditions leave open is found by
 * cutting boxes out of boxes, which is exact and needs no sampling.
 */
export type Box = readonly bigint[];

/** More pieces than this and a table is too tangled to be decided; the caller says so instead of guessing. */
const PIECES_MAX = 20_000;

export const everything = (atoms: number): bigint => (1n << BigInt(atoms)) - 1n;

export function intersect(a: Box, b: Box): Box | null {
  const both = a.map((bits, axis) => bits & (b[axis] ?? 0n));
  return both.includes(0n) ? null : both;
}

/** What is left of `box` without `cut`, in pieces that do not overlap. */
function without(box: Box, cut: Box): Box[] {
  if (!intersect(box, cut)) return [box];
  const pieces: Box[] = [];
  const rest = [...box];
  for (const [axis, bits] of rest.entries()) {
    const outside = bits & ~(cut[axis] ?? 0n);
    if (outside !== 0n) pieces.push(rest.map((one, index) => (index === axis ? outside : one)));
    rest[axis] = bits & (cut[axis] ?? 0n);
  }
  return pieces;
}

/** What is left of the boxes after all the cuts; null where that is too tangled to say. */
export function remainder(boxes: readonly Box[], cuts: readonly Box[]): readonly Box[] | null {
  let left = [...boxes];
  for (const cut of cuts) {
    left = left.flatMap((box) => without(box, cut));
    if (left.length > PIECES_MAX) return null;
    if (left.length === 0) return [];
  }
  return left;
}
