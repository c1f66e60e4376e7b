import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What happened, line by line: a killed process finds again everything that it had written down. */
export type Journal<T> = { readonly past: readonly T[]; add(line: T): void };

const bigintAside = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? { $minor: value.toString() } : value);

function bigintBack(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$minor' in value)) return value;
  return BigInt(String(value.$minor));
}

/** Opens a journal of JSON lines. A last line that was cut off by a crash was never said, so it is taken away. */
export function openJournal<T>(path: string): Journal<T> {
  mkdirSync(dirname(path), { recursive: true });
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) replaceFile(path, whole);
  const past = whole.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line, bigintBack) as T);
  return { past, add: (line) => { appendFileSync(path, `${JSON.stringify(line, bigintAside)}\n`, { mode: 0o600 }); } };
}

/** Writes a file whole or not at all. */
export function replaceFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
