/**
 * Statement lines read a second on one core, each format beside the bare decoder and tokenizer of the same library over
 * the same bytes in the same run. `BENCH_LINES` lines a file. JSON on standard output.
 */
import { cpus } from 'node:os';
import Papa from 'papaparse';
import { SaxesParser } from 'saxes';
import { connectors } from '../../server/src/connectors/index.ts';
import { BENCH_FILES, bytesOf, type BenchFile } from './files.ts';

const LINES = Number(process.env['BENCH_LINES'] ?? 100_000);
const ROUNDS = 5;

function saxes(text: string): void {
  const parser = new SaxesParser();
  for (const event of ['opentag', 'text', 'closetag'] as const) parser.on(event, () => undefined);
  parser.write(text).close();
}

/** What no reader of the format can do without: the text, cut into the format's own tokens. */
const TOKENIZERS: Readonly<Record<BenchFile['tokens'], (text: string) => unknown>> = {
  lines: (text) => text.split('\n').length,
  tags: (text) => [...text.matchAll(/<(\/?)([A-Za-z0-9._]+)>([^<]*)/g)].length,
  cells: (text) => Papa.parse(text).data.length,
  xml: saxes,
};

async function seconds(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

async function measure(file: BenchFile): Promise<object> {
  const bytes = bytesOf(file, LINES);
  const [ours, bare]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours?.push(await seconds(async () => {
      const read = await connectors.readFile(bytes);
      const [statement] = read.ok ? read.value : [];
      if (statement?.kind !== 'statement' || statement.entries.length !== LINES || statement.balanced === false) throw new Error(`${file.name} was not read whole`);
    }));
    bare?.push(await seconds(() => TOKENIZERS[file.tokens](new TextDecoder().decode(bytes))));
  }
  const rate = (times: readonly number[] = []): number => Math.round(LINES / Math.min(...times));
  const [lines, ceiling] = [rate(ours), rate(bare)];
  process.stderr.write(`${file.name.padEnd(10)} ${String(lines).padStart(8)} lines/s, bare ${file.tokens} ${String(ceiling).padStart(9)}/s, ratio ${(lines / ceiling).toFixed(2)}\n`);
  return { format: file.name, linesPerSecond: lines, mebibytesPerSecond: Math.round((lines / LINES) * (bytes.length / 2 ** 20)), tokens: file.tokens, ceilingPerSecond: ceiling, ratio: Number((lines / ceiling).toFixed(3)) };
}

const results: object[] = [];
for (const file of BENCH_FILES) results.push(await measure(file));
process.stdout.write(`${JSON.stringify({ bench: 'statements', cpus: cpus().length, lines: LINES, results })}\n`);
