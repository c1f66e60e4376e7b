import { argv } from 'node:process';
import { LAYOUTS, makePaper } from '@roundtrip/rehearsal/makers';
import { readAlone } from './readers.ts';
import { judgeSamples } from './samples.ts';
import { judge, newTally, report, type Tally } from './score.ts';
import { speed } from './speed.ts';

/**
 * How much of an invoice is read right, by field and format: papers of every layout that the makers know, and the
 * samples from outside where they are at hand; then how fast. `--misses` lists what went wrong, `--only=pdf` looks at
 * one format, `--each=5` makes five papers of a layout, `--seed=x` makes others, `--fields` leaves speed out.
 */

const option = (name: string): string | undefined => argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const has = (flag: string): boolean => argv.includes(`--${flag}`);
const EACH = 3;

async function readCorpus(tally: Tally): Promise<{ readonly layouts: number; readonly papers: number }> {
  const [wanted, layoutName, seed, each] = [option('only'), option('layout'), option('seed') ?? 'reading', Number(option('each') ?? EACH)];
  const layouts = LAYOUTS.filter((layout) => (!wanted || layout.format === wanted) && (!layoutName || layout.name === layoutName));
  let papers = 0;
  for (const layout of layouts) {
    for (let nth = 0; nth < each; nth += 1) {
      const paper = await makePaper(layout, seed, nth);
      const result = await readAlone(paper.bytes);
      papers += 1;
      const name = `${layout.format}/${layout.name}#${nth}`;
      if (!result.ok) tally.misses.push({ paper: name, field: 'file', wanted: 'read', got: `${result.error.kind}: ${result.error.message.en}` });
      judge(tally, { format: layout.format, paper: name, truth: paper.truth, supporting: paper.supporting }, result.ok ? result.value : []);
    }
  }
  return { layouts: layouts.length, papers };
}

const tally = newTally();
const made = await readCorpus(tally);
const samples = option('only') ? null : await judgeSamples();
if (has('misses')) for (const miss of [...tally.misses, ...(samples?.misses ?? [])]) process.stderr.write(`${miss.paper} ${miss.field}: wanted ${miss.wanted}, got ${miss.got}\n`);
const figures = { ...made, corpus: report(tally), ...(samples ? { samples: samples.report } : {}), ...(has('fields') || option('only') ? {} : { speed: await speed() }) };
process.stdout.write(`${JSON.stringify({ bench: 'reading', results: figures })}\n`);
process.exit(0);
