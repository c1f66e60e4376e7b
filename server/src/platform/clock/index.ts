import { randomBytes } from 'node:crypto';
import { instantOf, uuidv7, type Id, type Instant } from '@roundtrip/kernel';

/** The only source of real time and randomness in the house. */
export type Clock = { now(): Instant; newId<K extends string>(): Id<K> };

export const systemClock: Clock = {
  now: () => instantOf(Date.now()),
  newId: <K extends string>() => uuidv7(Date.now(), randomBytes(10)) as Id<K>,
};
