import { unzipSync, zipSync, type Zippable } from 'fflate';

type Entries = Readonly<Record<string, Uint8Array>>;

/** What a damaged header claims is not believed. */
const ENTRY_BYTES_MAX = 1024 * 1024;

/** Packs a zip anew after a change of its entries, so that its checksums are right again. Throws where it is no zip. */
export function repack(bytes: Uint8Array, change: (entries: Entries) => Entries): Uint8Array {
  const changed = change(unzipSync(bytes, { filter: ({ originalSize }) => originalSize <= ENTRY_BYTES_MAX }));
  return zipSync(Object.fromEntries(Object.entries(changed).map(([name, part]) => [name, [part, { level: 0, mtime: new Date(1980, 0, 1) }]])) satisfies Zippable);
}
