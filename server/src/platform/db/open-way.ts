import { chmod, chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const OTHERS_PASS = 0o001;
const GROUP_PASSES = 0o010;
const GROUP_ANY = 0o070;

/**
 * Lets a group walk to `place`: each folder above it that shuts the group out is opened for passing through, and for
 * nothing else. Only folders of ours that no group may use yet are changed (0700 becomes 0710); any other one is named
 * in the error, for a person to decide.
 */
export async function openWay(place: string, gid: number): Promise<void> {
  for (let at = dirname(place); at !== dirname(at); at = dirname(at)) {
    const folder = await stat(at);
    if ((folder.mode & OTHERS_PASS) !== 0 || (folder.gid === gid && (folder.mode & GROUP_PASSES) !== 0)) continue;
    if (folder.uid !== process.getuid?.() || (folder.mode & GROUP_ANY) !== 0) {
      throw new Error(`PostgreSQL runs as a user of its own, who cannot walk through ${at}. Let others pass (chmod o+x ${at}), move to another folder, run as another user than root, or name a database in DATABASE_URL.`);
    }
    await chown(at, folder.uid, gid);
    await chmod(at, (folder.mode & 0o7777) | GROUP_PASSES);
  }
}
