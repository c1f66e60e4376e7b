import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchFile } from './files.ts';

const READ_LARGE = fileURLToPath(new URL('large/run.ts', import.meta.url));
const SAMPLE_LINES = 1000;
/** Left to itself the run-time lets garbage lie until the machine is short of memory; bounded, it shows what reading needs. */
const HEAP = ['--max-semi-space-size=2', '--max-old-space-size=128'];

/** Writes a statement file of at most so many bytes; later lines have longer numbers than the first ones. Answers with its lines. */
export async function writeLarge(file: BenchFile, path: string, bytes: number): Promise<number> {
  const line = [...file.pieces(SAMPLE_LINES)].reduce((sum, piece) => sum + Buffer.byteLength(piece), 0) / SAMPLE_LINES;
  const lines = Math.floor((0.85 * bytes) / line);
  const out = createWriteStream(path);
  for (const piece of file.pieces(lines)) if (!out.write(piece)) await once(out, 'drain');
  out.end();
  await once(out, 'close');
  return lines;
}

type LargeRead = { readonly code: number; readonly seconds: number; readonly maxRssMebibytes: number };

/** Reads it in a process of its own. */
export async function readLarge(path: string): Promise<LargeRead> {
  const child = spawn(process.execPath, [...HEAP, READ_LARGE, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  await once(child, 'close');
  await rm(path);
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as LargeRead;
}
