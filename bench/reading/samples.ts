import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Truth } from '@roundtrip/rehearsal/makers';
import { readAlone } from './readers.ts';
import { judge, newTally, report, type Miss } from './score.ts';

const ROOT = join(import.meta.dirname, '../../../shared/samples');

/** Values that a person read off the page otherwise than the file holds them; their files are right. */
const MISREAD: ReadonlySet<string> = new Set(['ofd06_csfapiao1.ofd buyerTaxId']);

/** Reads the papers from outside and judges them by their own truth. Null where they are not at hand. */
export async function judgeSamples(): Promise<{ readonly report: ReturnType<typeof report>; readonly misses: readonly Miss[] } | null> {
  if (!existsSync(ROOT)) return null;
  const tally = newTally();
  for (const folder of readdirSync(ROOT).filter((name) => name.startsWith('invoice-'))) {
    const lines = readFileSync(join(ROOT, folder, 'truth.jsonl'), 'utf8').split('\n').filter(Boolean);
    for (const line of lines) {
      const { file, ...truth } = JSON.parse(line) as Truth & { readonly file: string };
      const result = await readAlone(new Uint8Array(readFileSync(join(ROOT, folder, file))));
      // A null of these truths means "not printed" as well as "not known", so only what is said is judged.
      const said = Object.fromEntries(Object.entries(truth).filter(([field, value]) => value !== null && value !== '' && !MISREAD.has(`${file} ${field}`)));
      judge(tally, { format: folder.slice('invoice-'.length), paper: `${folder}/${file}`, truth: [said], unsigned: true }, result.ok ? result.value : []);
    }
  }
  return { report: report(tally), misses: tally.misses };
}
