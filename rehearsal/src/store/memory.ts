import { existsSync, readFileSync } from 'node:fs';
import type { CivilDate, Instant } from '@roundtrip/kernel';
import type { ActiveFault } from '../faults.ts';
import type { LogLine } from '../log.ts';
import { replaceFile } from './journal.ts';

export type PlayedDay = { readonly number: number; readonly seed: number; readonly sameDay: number; readonly startedOn: CivilDate; readonly now: Instant; readonly steps: number; readonly done: number };

/** What the world as a whole remembers over a restart. The parts keep their own books. */
export type Memory = {
  readonly turnedDays: number;
  readonly speed: number;
  readonly faults: readonly ActiveFault[];
  readonly days: readonly PlayedDay[];
  readonly log: readonly LogLine[];
};

export function loadMemory(path: string, speed: number): Memory {
  if (!existsSync(path)) return { turnedDays: 0, speed, faults: [], days: [], log: [] };
  return JSON.parse(readFileSync(path, 'utf8')) as Memory;
}

export function keepMemory(path: string, memory: Memory): void {
  replaceFile(path, JSON.stringify(memory));
}
