import { createReadStream } from 'node:fs';
import { bookingRecord, employeeRecord, invoiceRecord, paymentRecord } from '@roundtrip/contract';
import type { MatchRecords } from './match-records.ts';

/** What is read, and the field that says whose a record is. */
export const KINDS = ['payments', 'invoices', 'bookings'] as const;
export type Kind = (typeof KINDS)[number];
const SCHEMAS = { employees: employeeRecord, payments: paymentRecord, invoices: invoiceRecord, bookings: bookingRecord } as const;
const OWNER = { payments: '"payerId"', invoices: '"submittedBy"', bookings: '"travelerId"' } as const;

/** What was wrong with which line of which file. */
export class BadLine extends Error {}

/** Some lines of one file, as they stand there, with the place of each in the file. */
export type Lines = { readonly bytes: Uint8Array; readonly numbers: readonly number[] };

/** Every line of a file with its number; lines are cut from the chunks that the disk gives, and copied only where a chunk ends within one. */
export async function* linesOf(file: string): AsyncGenerator<{ readonly line: Buffer; readonly number: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      number++;
      if (end > from) yield { line: bytes.subarray(from, end), number };
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield { line: rest, number: number + 1 };
}

/** Whose a record is, without reading all of it; null where it does not say. */
export function ownerOf(line: Buffer, kind: Kind): string | null {
  const text = line.toString('latin1');
  const key = text.indexOf(OWNER[kind]);
  if (key < 0) return null;
  const from = text.indexOf('"', text.indexOf(':', key + OWNER[kind].length) + 1);
  const to = text.indexOf('"', from + 1);
  return from < 0 || to <= from + 1 ? null : text.slice(from + 1, to);
}

/** One record of a line; throws `BadLine` with its place and what is wrong. */
export function readRecord<K extends keyof typeof SCHEMAS>(kind: K, text: string, { file, number }: { readonly file: string; readonly number: number }): MatchRecords[K][number] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new BadLine(`${file}, line ${number}: this is not JSON`);
  }
  const record = SCHEMAS[kind].safeParse(parsed);
  if (!record.success) throw new BadLine(`${file}, line ${number}: ${record.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
  return record.data as MatchRecords[K][number];
}

/** The records of some lines. */
export function readLines<K extends Kind>(kind: K, { bytes, numbers }: Lines, file: string): MatchRecords[K][number][] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: MatchRecords[K][number][] = [];
  let from = 0;
  for (const number of numbers) {
    const end = buffer.indexOf(10, from);
    const text = buffer.toString('utf8', from, end);
    from = end + 1;
    if (text.trim() !== '') records.push(readRecord(kind, text, { file, number }));
  }
  return records;
}

/** Lines that grow, kept as bytes: a fifth of what the records take that are read from them. */
export class LineStore {
  private bytes = Buffer.allocUnsafe(1 << 16);
  private used = 0;
  private readonly numbers: number[] = [];

  add(line: Buffer, number: number): void {
    if (this.used + line.length + 1 > this.bytes.length) {
      const wider = Buffer.allocUnsafe(Math.ceil((this.bytes.length + line.length + 1) * 1.5));
      this.bytes.copy(wider, 0, 0, this.used);
      this.bytes = wider;
    }
    this.used += line.copy(this.bytes, this.used);
    this.bytes[this.used++] = 10;
    this.numbers.push(number);
  }

  /** Hands the lines over; nothing is left here. */
  take(): Lines {
    const lines = { bytes: Uint8Array.from(this.bytes.subarray(0, this.used)), numbers: this.numbers };
    this.bytes = Buffer.alloc(0);
    this.used = 0;
    return lines;
  }
}
