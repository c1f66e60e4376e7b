import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { PHOTO_LAYOUTS, makePaper } from '@roundtrip/rehearsal/makers';
import { image } from '../../server/src/connectors/invoices/image/index.ts';
import { makeOcr } from '../../server/src/connectors/invoices/ocr-process.ts';
import { readPictures } from '../../server/src/connectors/invoices/read-pictures.ts';
import { judge, newTally, report } from '../reading/score.ts';

/**
 * How much of pictures without a code is read right, by field, paper and kind of picture; how long one takes, and how
 * much memory the process that reads them takes. `--misses` lists what went wrong, `--only=taxi` looks at some papers,
 * `--each=3` makes three of each. Reading pictures is added by `npm run add:ocr`; without it there is nothing to measure.
 */

const option = (name: string): string | undefined => argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const [each, wanted, seed] = [Number(option('each') ?? 1), option('only'), option('seed') ?? 'ocr'];

const ocr = makeOcr(new URL('../../server/src/connectors/invoices/ocr-process-entry.ts', import.meta.url), { limits: { readMs: 600_000, startMs: 600_000, idleMs: 600_000 } });
const read = readPictures(image, ocr).read;

type Child = { readonly memoryMiB: number; readonly cpuMs: number };
const TICKS_A_SECOND = 100;

/** What the process that reads has held at most and has spent, where the machine tells: time on the clock says little on a busy one. */
function childNow(): Child | null {
  try {
    const [pid = ''] = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');
    const held = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').slice(11, 13).map(Number) ?? [];
    return { memoryMiB: Number(held ?? 0) / 1024, cpuMs: ((user + system) * 1000) / TICKS_A_SECOND };
  } catch {
    return null;
  }
}

const at = (sorted: readonly number[], share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);

async function measure(): Promise<object> {
  const probe = await ocr.read(new Uint8Array(1));
  if (!probe.ok && probe.error.kind === 'ocr.absent') return { skipped: 'reading pictures was not added: npm run add:ocr' };
  const [all, tallies, times, cpu] = [newTally(), new Map<string, ReturnType<typeof newTally>>(), [] as number[], [] as number[]];
  let memory = 0;
  for (const one of PHOTO_LAYOUTS.filter(({ name }) => !wanted || name.includes(wanted))) {
    const [paperName = '', shot = ''] = one.name.split('/');
    for (let nth = 0; nth < each; nth += 1) {
      const paper = await makePaper(one, seed, nth);
      const [started, before] = [performance.now(), childNow()];
      const result = await read(paper.bytes);
      times.push(performance.now() - started);
      const after = childNow();
      if (before && after) { memory = Math.max(memory, after.memoryMiB); cpu.push(after.cpuMs - before.cpuMs); }
      if (argv.includes('--progress')) process.stderr.write(`${one.name} ${Math.round(performance.now() - started)} ms\n`);
      if (!result.ok) all.misses.push({ paper: `${one.name}#${nth}`, field: 'file', wanted: 'read', got: `${result.error.kind}: ${result.error.message.en}` });
      const records = result.ok ? result.value : [];
      judge(all, { format: 'all', paper: `${one.name}#${nth}`, truth: paper.truth }, records);
      for (const group of [`paper ${paperName}`, `picture ${shot}`]) {
        const tally = tallies.get(group) ?? newTally();
        tallies.set(group, tally);
        judge(tally, { format: group, paper: one.name, truth: paper.truth }, records);
      }
    }
  }
  if (argv.includes('--misses')) for (const miss of all.misses) process.stderr.write(`${miss.paper} ${miss.field}: wanted ${miss.wanted}, got ${miss.got}\n`);
  for (const list of [times, cpu]) list.sort((a, b) => a - b);
  return {
    pictures: times.length, fields: report(all)['all'], groups: Object.fromEntries([...tallies].map(([group, tally]) => [group, report(tally)[group]])),
    ms: { median: at(times, 0.5), p95: at(times, 0.95), longest: at(times, 1) }, cpuMs: { median: at(cpu, 0.5), p95: at(cpu, 0.95), longest: at(cpu, 1) }, processMiB: Math.round(memory),
  };
}

const results = await measure();
process.stdout.write(`${JSON.stringify({ bench: 'ocr', results })}\n`);
process.exit(0);
