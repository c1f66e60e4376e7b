import type { Bilingual, Instant } from '@roundtrip/kernel';

export type LogLine = { readonly at: Instant; readonly who: string; readonly what: Bilingual };
export type Say = (who: string, what: Bilingual) => void;

const LINES_MAX = 100;

/** The last hundred things that happened, for the person who watches. */
export function makeLog(now: () => Instant, past: readonly LogLine[]): { readonly lines: () => readonly LogLine[]; readonly say: Say } {
  let lines: readonly LogLine[] = past;
  return {
    lines: () => lines,
    say: (who, what) => { lines = [...lines, { at: now(), who, what }].slice(-LINES_MAX); },
  };
}
