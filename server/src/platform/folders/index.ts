import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type FolderEntry = { readonly name: string; readonly bytes: number; readonly changedMs: number };

/** A folder that others put files into. */
export type Folder = {
  /** Plain files that stand in it now, by name; what is hidden or in a folder below is not seen. */
  list(): Promise<FolderEntry[]>;
  read(name: string): Promise<Uint8Array>;
  /** Puts a file into a folder below, under a free name that begins with `mark` where its own is taken; a note is written beside it first. */
  move(name: string, to: { readonly below: string; readonly mark: string; readonly note?: string }): Promise<string>;
};

export function openFolder(path: string): Folder {
  return {
    async list() {
      const entries = (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
      const seen = await Promise.all(entries.map(async ({ name }) => {
        // A file may be taken away between the two looks.
        const found = await stat(join(path, name)).catch(() => null);
        return found ? [{ name, bytes: found.size, changedMs: found.mtimeMs }] : [];
      }));
      return seen.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    read: (name) => readFile(join(path, name)),
    async move(name, { below, mark, note }) {
      await mkdir(join(path, below), { recursive: true });
      const isFree = await stat(join(path, below, name)).then(() => false, () => true);
      const target = isFree ? name : `${mark}-${name}`;
      if (note !== undefined) await writeFile(join(path, below, `${target}.reason.json`), note, { flush: true });
      await rename(join(path, name), join(path, below, target));
      return target;
    },
  };
}
