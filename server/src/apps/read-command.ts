import { readFile, stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { connectors } from '../connectors/index.ts';
import { recordToWire } from './wire.ts';

const BYTES_MAX = 1024 * 1024 * 1024;

export type ReadOptions = { readonly language: 'zh' | 'en'; readonly out: Writable };

/** `roundtrip read`: what each file is, by its content. One bad file does not keep the others from being read. */
export async function runRead(files: readonly string[], { language, out }: ReadOptions): Promise<number> {
  let code = 0;
  const print = (line: object): void => { out.write(`${JSON.stringify(line)}\n`); };
  const fail = (file: string, error: { readonly kind: string; readonly message: string; readonly place?: string | undefined }): void => {
    code = 1;
    print({ file, kind: 'unknown', error });
  };
  for (const file of files) {
    const info = await stat(file).catch(() => null);
    if (!info?.isFile() || info.size > BYTES_MAX) {
      const message = info?.isFile() ? { zh: '文件过大', en: 'The file is too large' } : { zh: '找不到这个文件', en: 'There is no such file' };
      fail(file, { kind: info?.isFile() ? 'file.too-large' : 'file.unreadable', message: message[language] });
      continue;
    }
    const read = await connectors.readFile(await readFile(file));
    if (!read.ok) fail(file, { kind: read.error.kind, message: `${read.error.message[language]} ${read.error.remedy[language]}`, place: read.error.place });
    else for (const item of read.value) print(recordToWire(file, item, language));
  }
  return code;
}
