import type { Writable } from 'node:stream';
import { openFolder } from '#platform/folders';
import type { House } from '../flows/house.ts';
import { watchFolder } from '../flows/take-drops.ts';

export type WatchOptions = { readonly folder: string; readonly seconds: number; /** Looks twice and ends, for schedules. */ readonly once: boolean; readonly out: Writable };

/** `roundtrip watch`: takes what is put into a folder, until it is stopped. Exit code 1 where `once` found a file that was refused. */
export async function runWatch(house: House, companyId: string, { folder, seconds, once, out }: WatchOptions): Promise<number> {
  const watch = watchFolder(house, companyId, openFolder(folder));
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { ending.abort(); });
  let refused = false;
  for (let looks = 1; !ending.signal.aborted; looks += 1) {
    for (const file of await watch.look()) {
      refused ||= file.outcome === 'refused';
      out.write(`${JSON.stringify({ file: file.fileName, outcome: file.outcome, problem: file.problem && { kind: file.problem.kind, message: file.problem.message.en } })}\n`);
    }
    if (once && looks === 2) break;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, seconds * 1000);
      ending.signal.addEventListener('abort', () => { clearTimeout(timer); done(); }, { once: true });
    });
  }
  return once && refused ? 1 : 0;
}
