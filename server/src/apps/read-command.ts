import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { PaymentFacts } from '@roundtrip/kernel';
import { connectors } from '../connectors/index.ts';
import type { FileSource, ReadError, StatementSummary } from '../connectors/spi/index.ts';
import { paymentToWire, recordToWire } from './wire.ts';

const BYTES_MAX = 1024 * 1024 * 1024;
/** What is larger is read in pieces, twice: once to judge it, once to print it. */
const HELD_BYTES_MAX = 32 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

export type ReadOptions = { readonly language: 'zh' | 'en'; readonly out: Writable };

/** `roundtrip read`: what each file is, by its content. One bad file does not keep the others from being read. */
export async function runRead(files: readonly string[], options: ReadOptions): Promise<number> {
  let code = 0;
  for (const file of files) {
    const error = await readOne(file, options);
    if (!error) continue;
    code = 1;
    await write(options.out, `${JSON.stringify({ file, kind: 'unknown', error })}\n`);
  }
  return code;
}

type Shown = { readonly kind: string; readonly message: string; readonly place?: string | undefined };

const shown = ({ kind, message, remedy, place }: ReadError, language: 'zh' | 'en'): Shown => ({ kind, message: `${message[language]} ${remedy[language]}`, place });

/** Null where it could be read and was printed. */
async function readOne(file: string, { language, out }: ReadOptions): Promise<Shown | null> {
  const info = await stat(file).catch(() => null);
  if (!info?.isFile()) return { kind: 'file.unreadable', message: { zh: '找不到这个文件', en: 'There is no such file' }[language] };
  if (info.size > BYTES_MAX) return { kind: 'file.too-large', message: { zh: '文件过大', en: 'The file is too large' }[language] };
  if (info.size > HELD_BYTES_MAX) return readLarge({ size: info.size, pieces: () => createReadStream(file, { highWaterMark: PIECE_BYTES }) }, file, { language, out });
  const read = await connectors.readFile(await readFile(file));
  if (!read.ok) return shown(read.error, language);
  for (const item of read.value) await write(out, `${JSON.stringify(recordToWire(file, item, language))}\n`);
  return null;
}

async function write(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain');
}

/** Prints statements as they are read: the last word on each is known from the first reading, so that no half of a bad file is printed. */
async function readLarge(source: FileSource, file: string, { language, out }: ReadOptions): Promise<Shown | null> {
  const summaries: StatementSummary[] = [];
  const judged = await connectors.readStream?.(source, (part) => { if (part.part === 'end') summaries[part.statement] = part.summary; });
  if (!judged?.ok) return judged ? shown(judged.error, language) : null;
  const printer = new StatementPrinter(file, summaries, { language, out });
  await connectors.readStream?.(source, (part) => (part.part === 'entries' ? printer.print(part.statement, part.entries) : undefined));
  await printer.end();
  return null;
}

/** Writes one line a statement, entry by entry. The entries of a statement whose turn has not come wait for it. */
class StatementPrinter {
  readonly #lines: readonly (readonly [string, string])[];
  readonly #out: Writable;
  readonly #waiting = new Map<number, PaymentFacts[]>();
  #current = -1;
  #count = 0;

  constructor(file: string, summaries: readonly StatementSummary[], { language, out }: ReadOptions) {
    this.#out = out;
    this.#lines = summaries.map((summary) => {
      const [before = '', after = ''] = JSON.stringify(recordToWire(file, { ...summary, entries: [] }, language)).split(NO_ENTRIES);
      return [`${before}"entries":[`, `]${after}\n`] as const;
    });
  }

  async print(statement: number, entries: readonly PaymentFacts[]): Promise<void> {
    const isNext = statement === this.#current + 1 && this.#waiting.size === 0;
    if (statement !== this.#current && !isNext) {
      const waiting = this.#waiting.get(statement) ?? [];
      this.#waiting.set(statement, waiting);
      for (const entry of entries) waiting.push(entry);
      return;
    }
    if (isNext) await this.#next();
    await this.#write(entries);
  }

  async end(): Promise<void> {
    while (this.#current < this.#lines.length) {
      await this.#next();
      await this.#write(this.#waiting.get(this.#current) ?? []);
    }
  }

  async #next(): Promise<void> {
    const [before, after] = [this.#lines[this.#current + 1]?.[0] ?? '', this.#lines[this.#current]?.[1] ?? ''];
    this.#current += 1;
    this.#count = 0;
    await write(this.#out, after + before);
  }

  async #write(entries: readonly PaymentFacts[]): Promise<void> {
    if (entries.length === 0) return;
    await write(this.#out, (this.#count === 0 ? '' : ',') + entries.map((entry) => JSON.stringify(paymentToWire(entry))).join(','));
    this.#count += entries.length;
  }
}

/** No text within JSON looks so, since quotes in it are escaped. */
const NO_ENTRIES = '"entries":[]';
