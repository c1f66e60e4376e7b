import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { EmployeeRecord } from '@roundtrip/contract';
import { BadLine, KINDS, LineStore, linesOf, ownerOf, readRecord, type Kind } from './match-lines.ts';
import type { Counts, Shard, ShardAnswer, ShardSetup } from './match-shard.ts';
import { decideShards } from './match-threads.ts';

export type MatchOptions = {
  readonly employees: string; readonly payments: string; readonly invoices: string; readonly bookings: string;
  readonly threads: number; readonly stats: boolean; readonly lang: 'zh' | 'en'; readonly out: Writable; readonly err: Writable;
  /** From how many bytes on a company is decided in shards. */
  readonly wholeBytesMax?: number;
};

/** Up to here all is decided as one whole; a larger company is first looked at by people, then across them. */
const WHOLE_BYTES_MAX = 120 * 2 ** 20;
const SHARDS_IN_WHOLE = 10;

/** FNV-1a: the same for the same text on every machine, so that shards do not depend on threads or order. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const AMOUNT = /"(?:amount|total)"\s*:\s*"(-?[0-9.]+)"/;
/** A second look is by amount: what one person paid for another is over the same sum. */
const amountOf = (line: Buffer): string => AMOUNT.exec(line.toString('latin1'))?.[1] ?? '';

type Stores = Record<Kind, LineStore>;
const newStores = (): Stores => ({ payments: new LineStore(), invoices: new LineStore(), bookings: new LineStore() });
const shardOf = (stores: Stores, second: boolean) => (): Shard => ({ second, lines: { payments: stores.payments.take(), invoices: stores.invoices.take(), bookings: stores.bookings.take() } });

async function readEmployees(file: string): Promise<EmployeeRecord[]> {
  const employees: EmployeeRecord[] = [];
  for await (const { line, number } of linesOf(file)) if (line.toString().trim() !== '') employees.push(readRecord('employees', line.toString(), { file, number }));
  return employees;
}

type Parts = { readonly first: readonly Stores[]; readonly second: readonly Stores[]; readonly read: Readonly<Record<Kind, number>> };
const SUMMED = ['groups', 'auto', 'review', 'none', 'readMs', 'matchMs'] as const;

/** Lays each line where its owner's other lines lie; what names nobody waits for the second look. */
async function layOut(files: Readonly<Record<Kind, string>>, wholeBytesMax: number): Promise<Parts> {
  const bytes = KINDS.reduce((sum, kind) => sum + statSync(files[kind]).size, 0);
  const count = bytes <= wholeBytesMax ? 1 : Math.ceil((bytes * SHARDS_IN_WHOLE) / wholeBytesMax);
  const read = { payments: 0, invoices: 0, bookings: 0 };
  const first = Array.from({ length: count }, newStores);
  const second = count === 1 ? [] : Array.from({ length: Math.ceil(count / 4) }, newStores);
  for (const kind of KINDS) {
    for await (const { line, number } of linesOf(files[kind])) {
      const owner = count === 1 ? '' : ownerOf(line, kind);
      const store = owner === null ? second[hashOf(amountOf(line)) % second.length] : first[hashOf(owner) % count];
      store?.[kind].add(line, number);
      read[kind]++;
    }
  }
  return { first, second, read };
}

/** What the first look left alone goes on to the second, by its amount. */
function passOn({ lines }: Shard, { alone }: ShardAnswer, second: readonly Stores[]): void {
  for (const kind of KINDS) {
    const buffer = Buffer.from(lines[kind].bytes.buffer, lines[kind].bytes.byteOffset, lines[kind].bytes.byteLength);
    const wanted = new Set(alone[kind]);
    let [from, place] = [0, 0];
    for (const number of lines[kind].numbers) {
      const end = buffer.indexOf(10, from);
      const line = buffer.subarray(from, end);
      if (wanted.has(place++)) second[hashOf(amountOf(line)) % second.length]?.[kind].add(line, number);
      from = end + 1;
    }
  }
}

/** `roundtrip match`: one group a line; every id of the input stands in exactly one. Exit code 1 names the first bad line. */
export async function runMatch(options: MatchOptions): Promise<number> {
  const { lang, out, err, threads } = options;
  const files = { payments: options.payments, invoices: options.invoices, bookings: options.bookings };
  const total = { groups: 0, auto: 0, review: 0, none: 0, readMs: 0, matchMs: 0 };
  const write = async ({ text, counts }: { readonly text: string; readonly counts: Counts }): Promise<void> => {
    for (const key of SUMMED) total[key] += counts[key];
    // A slow reader is waited for, so that what is printed never piles up in memory.
    if (text !== '' && !out.write(text)) await once(out, 'drain');
  };
  try {
    const setup: ShardSetup = { employees: await readEmployees(options.employees), files, lang };
    const { first, second, read } = await layOut(files, options.wholeBytesMax ?? WHOLE_BYTES_MAX);
    Object.assign(total, read);
    const shards = first.map((stores) => shardOf(stores, false));
    const kept = new Map<number, Shard>();
    const made = shards.map((make, place) => (): Shard => {
      const shard = make();
      if (second.length > 0) kept.set(place, structuredClone(shard));
      return shard;
    });
    await decideShards(made, { setup, threads, secondFollows: second.length > 0 }, async (answer, place) => {
      const shard = kept.get(place);
      if (shard) passOn(shard, answer, second);
      kept.delete(place);
      await write(answer);
    });
    await decideShards(second.map((stores) => shardOf(stores, true)), { setup, threads, secondFollows: false }, async (answer) => { await write(answer); });
  } catch (error) {
    if (!(error instanceof BadLine) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    err.write(`${(error as Error).message}\n`);
    return 1;
  }
  if (options.stats) err.write(`${JSON.stringify({ ...total, readMs: Math.round(total.readMs), matchMs: Math.round(total.matchMs) })}\n`);
  return 0;
}
