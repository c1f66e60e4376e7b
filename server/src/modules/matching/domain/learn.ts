import { Names } from './text.ts';

/** How alike two names read, 0 to 1: the share of the shorter one that stands in the longer. */
export function namesAlike(a: string, b: string): number {
  const names = new Names();
  return names.likeness(names.numberOf(a), names.numberOf(b));
}
