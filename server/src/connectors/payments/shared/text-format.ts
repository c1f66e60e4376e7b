import type { Result } from '@roundtrip/kernel';
import type { FileFormat, PieceTaker, Pieces, ReadError, StatementPart } from '#spi';
import { openText, type TextOpener } from './bytes.ts';
import { attempt } from './errors.ts';
import { recordsFrom, type PartSink } from './statement.ts';

/** Reads text as it comes. It throws a {@link Refusal} where the file is not what it claims to be. */
export type TextReader = { write(text: string): void; end(): void };

const PIECE_BYTES = 256 * 1024;

/** A file in memory, cut as a file on a disk would be, so that both are read by the same way. */
export function* piecesOf(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES);
}

/** A format whose files are text, read piece by piece and never held as a whole. */
export function textFormat(about: Pick<FileFormat, 'id' | 'title' | 'sniff'>, open: (sink: PartSink) => TextReader, decode: TextOpener = openText): FileFormat {
  const stream = async (pieces: Pieces, take: PieceTaker): Promise<Result<null, ReadError>> => {
    let parts: StatementPart[] = [];
    const text = decode();
    const reader = open((part) => parts.push(part));
    const hand = async (): Promise<void> => {
      const ready = parts;
      parts = [];
      for (const part of ready) await take(part);
    };
    // What `take` throws is the taker's own and goes through; only the reading is guarded.
    for await (const piece of pieces) {
      const read = attempt(() => { reader.write(text.write(piece)); });
      if (!read.ok) return read;
      if (parts.length > 0) await hand();
    }
    const read = attempt(() => {
      reader.write(text.end());
      reader.end();
      return null;
    });
    if (read.ok) await hand();
    return read;
  };
  return { ...about, stream, read: (bytes) => gather(stream, bytes) };
}

/** Reads a file in memory by its stream. */
export async function gather(stream: NonNullable<FileFormat['stream']>, bytes: Uint8Array): ReturnType<FileFormat['read']> {
  const parts: StatementPart[] = [];
  const read = await stream(piecesOf(bytes), (part) => { parts.push(part); });
  return read.ok ? { ok: true, value: recordsFrom(parts) } : read;
}
