import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem, version } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Runs every benchmark one after another, prints what they say and keeps it under `bench/results/<day>.json` with the
 * machine it was measured on. Name some to run only those (`npm run bench -- posting way`): the day's other figures stay.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BENCHES = ['start', 'way', 'statements', 'import', 'posting', 'policy', 'backtest', 'matching', 'reading', 'ocr', 'payouts'] as const;

type Result = { readonly bench: string; readonly results: unknown };

function measure(name: string): Promise<Result> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(ROOT, 'bench', name, 'run.ts'), '--json'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
    child.on('close', (code) => {
      const line = out.trim().split('\n').at(-1) ?? '';
      if (code === 0) done(JSON.parse(line) as Result);
      else fail(new Error(`bench ${name} ended with ${code}`));
    });
  });
}

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const results: Record<string, unknown> = {};
for (const name of BENCHES.filter((one) => wanted.length === 0 || wanted.includes(one))) {
  process.stdout.write(`\n── ${name}\n`);
  const { results: figures } = await measure(name);
  results[name] = figures;
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
}
const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', memoryGib: Math.round(totalmem() / 2 ** 30), system: version(), node: process.version };
const folder = join(ROOT, 'bench/results');
await mkdir(folder, { recursive: true });
const file = join(folder, `${new Date().toISOString().slice(0, 10)}.json`);
const before = await readFile(file, 'utf8').then((text) => (JSON.parse(text) as { readonly results: Record<string, unknown> }).results, () => ({}));
await writeFile(file, `${JSON.stringify({ machine, results: { ...before, ...results } }, null, 2)}\n`);
process.stdout.write(`\nkept in ${file.slice(ROOT.length)}\n`);
