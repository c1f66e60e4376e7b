/**
 * Statement lines read a second on one core, each format beside the bare decoder and tokenizer of the same library over
 * the same bytes in the same run, by the time of the processor. `BENCH_LINES` lines a file.
 * Then `roundtrip read` of a large file of each kind (`BENCH_LARGE` MiB, 64 by default) with a heap of 128 MiB. JSON on
 * standard output.
 */
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAYMENT_FILE_FORMATS } from '../../server/src/connectors/payments/index.ts';
import { piecesOf } from '../../server/src/connectors/payments/shared/text-format.ts';
import { BARE_TOKENIZERS } from '../../server/src/connectors/payments/testing/bare.ts';
import { BENCH_FILES, bytesOf, type BenchFile } from './files.ts';
import { readLarge, writeLarge } from './memory.ts';

const LINES = Number(process.env['BENCH_LINES'] ?? 100_000);
const LARGE_MEBIBYTES = Number(process.env['BENCH_LARGE'] ?? 64);
const ROUNDS = 6;

/** Of the processor, its helpers' included: what other processes do at the same time does not count. */
async function seconds(work: () => unknown): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000_000;
}

/** As an import reads: entries are taken as they come and let go. */
async function read({ name, format }: BenchFile, bytes: Uint8Array): Promise<void> {
  let [entries, balanced]: [number, boolean | null] = [0, false];
  const result = await PAYMENT_FILE_FORMATS.find((one) => one.id === format)?.stream?.(piecesOf(bytes), (part) => {
    if (part.part === 'entries') entries += part.entries.length;
    else ({ balanced } = part.summary);
  });
  if (!result?.ok || entries !== LINES || balanced === false) throw new Error(`${name} was not read whole`);
}

async function measure(file: BenchFile): Promise<object> {
  const bytes = bytesOf(file, LINES);
  const [ours, bare] = [[] as number[], [] as number[]];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await seconds(() => read(file, bytes)));
    bare.push(await seconds(() => BARE_TOKENIZERS[file.tokens](new TextDecoder().decode(bytes))));
  }
  const rate = (times: readonly number[]): number => Math.round(LINES / Math.min(...times));
  const [lines, ceiling] = [rate(ours), rate(bare)];
  process.stderr.write(`${file.name.padEnd(10)} ${String(lines).padStart(8)} lines/s, bare ${file.tokens} ${String(ceiling).padStart(9)}/s, ratio ${(lines / ceiling).toFixed(3)}\n`);
  return { format: file.name, linesPerSecond: lines, mebibytesPerSecond: Math.round((lines / LINES) * (bytes.length / 2 ** 20)), tokens: file.tokens, ceilingPerSecond: ceiling, ratio: Number((lines / ceiling).toFixed(3)) };
}

async function measureLarge(file: BenchFile): Promise<object> {
  const path = join(tmpdir(), `roundtrip-bench-${process.pid}`);
  const lines = await writeLarge(file, path, LARGE_MEBIBYTES * 2 ** 20);
  const { code, seconds: taken, maxRssMebibytes } = await readLarge(path);
  if (code !== 0) throw new Error(`${file.name} of ${LARGE_MEBIBYTES} MiB was not read`);
  process.stderr.write(`${file.name.padEnd(10)} ${LARGE_MEBIBYTES} MiB, ${lines} lines: ${taken.toFixed(1)} s, at most ${maxRssMebibytes} MiB of memory\n`);
  return { format: file.name, mebibytes: LARGE_MEBIBYTES, lines, seconds: Number(taken.toFixed(1)), maxRssMebibytes };
}

const results: object[] = [];
for (const file of BENCH_FILES) results.push(await measure(file));
for (const file of BENCH_FILES) results.push(await measureLarge(file));
process.stdout.write(`${JSON.stringify({ bench: 'statements', cpus: cpus().length, lines: LINES, results })}\n`);
