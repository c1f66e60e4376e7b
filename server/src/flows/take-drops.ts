import { quarantinedAs } from '#modules/ingest';
import { sha256Hex } from '#platform/blobs';
import type { Folder, FolderEntry } from '#platform/folders';
import type { House } from './house.ts';
import { takeFiles, type FileProblem } from './take-files.ts';

export type DroppedFile = { readonly fileName: string; readonly outcome: 'taken' | 'refused'; readonly problem: FileProblem | null };

/** Names under which programs write what is not whole yet. */
const UNFINISHED = /\.(?:part|partial|tmp|temp|filepart|crdownload|uploading)$/i;
const MARK_CHARACTERS = 12;
const ACTOR = { kind: 'feed', name: 'folder drop' } as const;

/**
 * Watches a folder by looking at it again and again. A file is whole when it has the same size and time as at the look
 * before; then it is taken by the same road as an upload, whole or not at all, and moved: `taken/`, or `refused/` with
 * the reason beside it. It is taken first and moved then, so a crash in between takes it again, which changes nothing.
 */
export function watchFolder(house: House, companyId: string, folder: Folder): { look(): Promise<DroppedFile[]> } {
  let before = new Map<string, FolderEntry>();
  const isWhole = (entry: FolderEntry): boolean => {
    const known = before.get(entry.name);
    return known?.bytes === entry.bytes && known.changedMs === entry.changedMs && !UNFINISHED.test(entry.name);
  };
  return {
    async look() {
      const now = await folder.list();
      const whole = now.filter(isWhole);
      before = new Map(now.map((entry) => [entry.name, entry]));
      const done: DroppedFile[] = [];
      for (const { name } of whole) done.push(await takeDrop(house, companyId, folder, name));
      return done;
    },
  };
}

async function takeDrop(house: House, companyId: string, folder: Folder, fileName: string): Promise<DroppedFile> {
  const bytes = await folder.read(fileName);
  const sha256 = sha256Hex(bytes);
  // What was set aside before a crash is not set aside a second time.
  const known = await house.db.read(companyId, (tx) => quarantinedAs(tx, sha256));
  const [taken] = known ? [] : await takeFiles(house, companyId, { actor: ACTOR, submittedBy: null, mayImport: true, files: [{ fileName, bytes }] });
  const problem = known ?? taken?.problem ?? null;
  const mark = sha256.slice(0, MARK_CHARACTERS);
  if (!problem) {
    await folder.move(fileName, { below: 'taken', mark });
    return { fileName, outcome: 'taken', problem: null };
  }
  const { kind, place, message, remedy } = problem;
  await folder.move(fileName, { below: 'refused', mark, note: `${JSON.stringify({ kind, place, message, remedy, sha256 }, null, 2)}\n` });
  return { fileName, outcome: 'refused', problem };
}
