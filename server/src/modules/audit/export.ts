import type { Tx } from '#platform/db';
import { GENESIS, type AuditRecord, type Head } from './domain/index.ts';
import { canonicalText, hashOf } from './seal.ts';
import { pageTrail, trailHead } from './store.ts';

const PAGE_RECORDS = 1000;

/** The trail as canonical JSON, one record a line, closed by its head: without that last line the end could be cut off unnoticed. */
export async function* exportTrail(tx: Tx): AsyncGenerator<string> {
  const head = await trailHead(tx);
  for (let seq = 0; seq < head.seq;) {
    const page = await pageTrail(tx, seq, PAGE_RECORDS);
    for (const one of page) yield recordLine(one);
    const last = page.at(-1);
    if (!last) break;
    seq = last.seq;
  }
  yield headLine(head);
}

const headLine = (head: Head): string => `${canonicalText({ head: { seq: head.seq, hash: head.hash } })}\n`;
const recordLine = (one: AuditRecord): string => `${canonicalText(one)}\n`;

export type TrailVerdict =
  | { readonly holds: true; readonly records: number }
  /** `seq`: the record whose place in the file it is; the first one that is not as it was written. */
  | { readonly holds: false; readonly seq: number; readonly line: number; readonly why: string };

const NEWLINE = 0x0a;

/** Cuts bytes into lines; the last one is handed on without its end where it has none. */
async function* linesOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<{ readonly bytes: Buffer; readonly ended: boolean }> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      yield { bytes: rest.subarray(0, end), ended: true };
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) yield { bytes: rest, ended: false };
}

type Line = { readonly text: string; readonly value: unknown };

/** Null unless the bytes are exactly how the value would be written: then there is no byte that means nothing. */
function readLine(bytes: Uint8Array): Line | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return canonicalText(value) === text ? { text, value } : null;
  } catch {
    return null;
  }
}

const isHead = (value: unknown): value is { readonly head: Head } => typeof value === 'object' && value !== null && 'head' in value;

function objection(one: AuditRecord, head: Head): string | null {
  if (one.seq !== head.seq + 1) return `its number is ${String(one.seq)}, not ${head.seq + 1}`;
  if (one.prev !== head.hash) return 'it does not follow the record before it';
  return hashOf(one) === one.hash ? null : 'its content is not what its hash covers';
}

/** Checks an exported trail with nothing but its own bytes: any changed byte, missing record or cut end is found. */
export async function checkTrail(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<TrailVerdict> {
  let head = GENESIS;
  let line = 0;
  let closed = false;
  const bad = (why: string): TrailVerdict => ({ holds: false, seq: head.seq + 1, line, why });
  for await (const { bytes, ended } of linesOf(chunks)) {
    line++;
    if (closed) return bad('there is something after the head');
    const read = ended ? readLine(bytes) : null;
    if (!read) return bad(ended ? 'it is not written as it was exported' : 'the file ends in the middle of it');
    if (isHead(read.value)) {
      if (read.text !== headLine(head).trimEnd()) return bad('the head names another end than the records reach');
      closed = true;
      continue;
    }
    const one = read.value as AuditRecord;
    const why = objection(one, head);
    if (why !== null) return bad(why);
    head = { seq: one.seq, hash: one.hash };
  }
  return closed ? { holds: true, records: head.seq } : bad('the file ends before its head');
}

/** Recomputes the stored trail: the first record that does not hold, or null. */
export async function checkStoredTrail(tx: Tx): Promise<{ readonly checked: number; readonly bad: number | null }> {
  const verdict = await checkTrail(utf8(exportTrail(tx)));
  return verdict.holds ? { checked: verdict.records, bad: null } : { checked: verdict.seq, bad: verdict.seq };
}

async function* utf8(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of lines) yield new TextEncoder().encode(text);
}
