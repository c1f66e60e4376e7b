import { unzip, unzipSync, type UnzipFileFilter } from 'fflate';
import { Refusal } from './errors.ts';

const ZIP_ENTRIES_MAX = 2000;
const ZIP_EXPANDED_BYTES_MAX = 200 * 1024 * 1024;

export const isZip = (head: Uint8Array): boolean => head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;

const isEncrypted = (head: Uint8Array): boolean => isZip(head) && ((head[6] ?? 0) & 1) === 1;

/** The entry names of a zip, by its directory; nothing is unpacked. Throws a `Refusal`. */
export function listZip(bytes: Uint8Array): string[] {
  const names: string[] = [];
  openWith(bytes, (name) => { names.push(name); return false; });
  return names;
}

/** Unpacks the entries that `wanted` names, within the limits on count and expanded size. Throws a `Refusal`. */
export function unpack(bytes: Uint8Array, wanted: (name: string) => boolean = () => true): Map<string, Uint8Array> {
  return new Map(Object.entries(openWith(bytes, wanted)).filter(([name]) => !name.endsWith('/')));
}

/** The same, with large entries unpacked in threads of their own. Rejects with a `Refusal`. */
export async function unpackAside(bytes: Uint8Array, wanted: (name: string) => boolean = () => true): Promise<Map<string, Uint8Array>> {
  if (isEncrypted(bytes)) throw new Refusal('file.encrypted', { zh: '压缩包有密码', en: 'The zip has a password' });
  const entries = await new Promise<Record<string, Uint8Array>>((done, fail) => {
    try {
      unzip(bytes, { filter: filterOf(wanted) }, (error, files) => { if (error) fail(reasonOf(error)); else done(files); });
    } catch (error) {
      fail(reasonOf(error));
    }
  });
  return new Map(Object.entries(entries).filter(([name]) => !name.endsWith('/')));
}

function filterOf(wanted: (name: string) => boolean): UnzipFileFilter {
  let [entries, expanded] = [0, 0];
  return ({ name, originalSize }) => {
    entries += 1;
    if (entries > ZIP_ENTRIES_MAX) throw new Refusal('file.too-large', { zh: '压缩包内文件过多', en: `The zip holds more than ${ZIP_ENTRIES_MAX} files` });
    if (!wanted(name)) return false;
    expanded += originalSize;
    if (expanded > ZIP_EXPANDED_BYTES_MAX) throw new Refusal('file.too-large', { zh: '压缩包展开后过大', en: 'The zip expands to more than 200 MiB' }, name);
    return true;
  };
}

const reasonOf = (error: unknown): Refusal => (error instanceof Refusal ? error : new Refusal('file.truncated', { zh: '压缩包不完整或已损坏', en: 'The zip is cut off or damaged' }));

function openWith(bytes: Uint8Array, wanted: (name: string) => boolean): Record<string, Uint8Array> {
  if (isEncrypted(bytes)) throw new Refusal('file.encrypted', { zh: '压缩包有密码', en: 'The zip has a password' });
  try {
    return unzipSync(bytes, { filter: filterOf(wanted) });
  } catch (error) {
    throw reasonOf(error);
  }
}
