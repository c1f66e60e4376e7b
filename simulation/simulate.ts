import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ownDatabase } from './database.ts';
import { runSeed, type RunReport } from './run.ts';
import { describeFailure, playSeeds } from './seeds.ts';

/**
 * `npm run simulate`: many months of many small companies, in a world that fails.
 *   --seeds N     how many (10,000)
 *   --from N      the first of them (1)
 *   --workers N   processes, each with a database of its own (one a core)
 *   --seed N      one seed, told line by line
 *   --crash K     with --seed: the process dies at its K-th effect and at no other
 *   --sweep       with --seed: one run for every effect, dying there
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' }, from: { type: 'string', default: '1' }, workers: { type: 'string' }, seed: { type: 'string' }, crash: { type: 'string' }, sweep: { type: 'boolean', default: false },
  },
});

const CHUNK = 20;
const say = (text: string): void => { process.stdout.write(`${text}\n`); };

function whole(text: string, name: string, min: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= min) return Number(text);
  process.stderr.write(`--${name} is a whole number from ${min} on, not ${text}\n`);
  process.exit(2);
}

/** One seed, with every line of what happened, or at every point of death in turn. */
async function one(seed: number): Promise<boolean> {
  const own = await ownDatabase();
  try {
    if (!values.sweep) {
      const report = await runSeed(own.db, seed, { say, ...(values.crash === undefined ? {} : { deaths: [whole(values.crash, 'crash', 0)] }) });
      say(`\n${report.findings.length === 0 ? 'holds' : describeFailure(report)}\n${report.points} points, ${report.crashes} crashes, digest ${report.digest.slice(0, 16)}`);
      return report.findings.length === 0;
    }
    const calm = await runSeed(own.db, seed, { deaths: [], salt: '.calm' });
    let bad = calm.findings.length;
    for (let point = 1; point <= calm.points; point += 1) {
      const report = await runSeed(own.db, seed, { deaths: [point], salt: `.crash${point}` });
      if (report.findings.length === 0) continue;
      bad += 1;
      say(`crash at ${point}: npm run simulate -- --seed ${seed} --crash ${point}\n${report.findings.map((finding) => `  ${finding}`).join('\n')}`);
    }
    say(`seed ${seed}: ${calm.points} points of death, ${bad} bad`);
    return bad === 0;
  } finally {
    await own.stop();
  }
}

type Reply = { readonly report: RunReport } | { readonly free: true };

/** The worker's side: plays the seeds that it is sent until the parent is gone. */
async function work(): Promise<void> {
  const own = await ownDatabase();
  const tell = (reply: Reply): void => { process.send?.(reply); };
  process.on('message', (seeds: number[]) => {
    void playSeeds(own.db, seeds, (report) => { tell({ report }); }).then(() => { tell({ free: true }); });
  });
  process.once('disconnect', () => void own.stop().then(() => process.exit(0)));
  tell({ free: true });
}

async function all(): Promise<boolean> {
  const [count, from] = [whole(values.seeds, 'seeds', 1), whole(values.from, 'from', 0)];
  const workers = Math.min(values.workers === undefined ? availableParallelism() : whole(values.workers, 'workers', 1), Math.ceil(count / CHUNK));
  const began = performance.now();
  const sum = { done: 0, bad: 0, points: 0, crashes: 0, spends: 0 };
  let next = from;
  const take = ({ findings, ...report }: RunReport): void => {
    sum.done += 1;
    sum.points += report.points;
    sum.crashes += report.crashes;
    sum.spends += report.spends;
    if (findings.length > 0) {
      sum.bad += 1;
      say(describeFailure({ ...report, findings }));
    }
    if (sum.done % Math.max(1, Math.floor(count / 50)) === 0) process.stderr.write(`${sum.done}/${count} seeds, ${sum.bad} bad, ${((performance.now() - began) / sum.done).toFixed(0)} ms a seed\n`);
  };
  await Promise.all(Array.from({ length: workers }, () => new Promise<void>((done, fail) => {
    const child = fork(fileURLToPath(import.meta.url), [], { env: { ...process.env, SIMULATION_WORKER: '1' }, execPath: process.execPath });
    child.on('message', (reply: Reply) => {
      if ('report' in reply) take(reply.report);
      else if (next >= from + count) child.disconnect();
      else {
        const seeds = Array.from({ length: Math.min(CHUNK, from + count - next) }, (_, i) => next + i);
        next += seeds.length;
        child.send(seeds);
      }
    });
    child.once('error', fail);
    child.once('exit', (code) => { if (code === 0) done(); else fail(new Error(`a worker ended with ${code}`)); });
  })));
  say(`${sum.done} seeds in ${((performance.now() - began) / 1000).toFixed(0)} s: ${sum.bad} bad; ${sum.spends} payments, ${sum.points} effects to die at, ${sum.crashes} crashes`);
  return sum.bad === 0;
}

if (process.env['SIMULATION_WORKER'] && process.send) await work();
else process.exitCode = (await (values.seed === undefined ? all() : one(whole(values.seed, 'seed', 0)))) ? 0 : 1;
