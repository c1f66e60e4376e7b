import { argv, cpuUsage } from 'node:process';
import { pathToFileURL } from 'node:url';
import { CN_LAYERED_ROUTE, directoryOf, parseRoute, planRoute, type Person } from '../../server/src/modules/approvals/domain/index.ts';
import { compilePolicy, judge, parsePolicy, type Question } from '../../server/src/modules/policy/domain/index.ts';
import { policyOf300, questions, ROWS } from './questions.ts';

/** How fast one core judges: a policy whose hotel table has 300 rows, over questions of every kind. */

export type Figure = { readonly name: string; readonly value: number; readonly unit: string };

/** Milliseconds that this process has had a core for: what others do on the machine meanwhile does not count. */
function coreMs(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

type Timed = { readonly perSecond: number; readonly p50: number; readonly p99: number };

function time(run: (question: Question) => void, asked: readonly Question[], judgements: number): Timed {
  for (const question of asked) run(question);
  const started = coreMs();
  for (let done = 0; done < judgements; done += asked.length) for (const question of asked) run(question);
  const perSecond = (Math.ceil(judgements / asked.length) * asked.length * 1000) / (coreMs() - started);
  const single = asked.map((question) => {
    const before = performance.now();
    run(question);
    return (performance.now() - before) * 1000;
  }).sort((a, b) => a - b);
  return { perSecond, p50: single[Math.floor(single.length * 0.5)] ?? 0, p99: single[Math.floor(single.length * 0.99)] ?? 0 };
}

const PEOPLE = 3_000;
const CLAIMS = 10_000;

/** A company of layers of ten, and claims of every size: who must say yes to each. */
function routeMs(): number {
  const route = parseRoute(CN_LAYERED_ROUTE);
  if (!route.ok) throw new Error('the layered route parses');
  const people = Array.from({ length: PEOPLE }, (_, index): Person => ({
    id: `e${index}`, managerId: index === 0 ? null : `e${Math.floor((index - 1) / 10)}`, roles: index < PEOPLE / 10 ? ['employee', 'manager'] : index % 97 === 0 ? ['employee', 'finance'] : ['employee'], departmentId: `d${index % 40}`, grade: 'P', active: index % 50 !== 0 || index === 0,
  }));
  const directory = directoryOf(people);
  const started = coreMs();
  for (let index = 0; index < CLAIMS; index += 1) {
    planRoute(route.value, { submitterId: `e${(index * 7) % PEOPLE}`, amount: { minor: BigInt(10_000 + index * 400), currency: 'CNY' }, verdict: { outcome: index % 4 === 0 ? 'cut' : 'pass', needsApproval: index % 9 === 0 }, evidenceComplete: index % 5 !== 0, matchConfidence: 0.99 }, directory);
  }
  return coreMs() - started;
}

/** Figures of the policy core; `judgements` is how many each throughput is taken over. */
export function measurePolicy(judgements = 400_000): Figure[] {
  const parsing = performance.now();
  const parsed = parsePolicy(policyOf300());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error[0]));
  const parseMs = performance.now() - parsing;
  const compiling = performance.now();
  const compiled = compilePolicy(parsed.value);
  const compileMs = performance.now() - compiling;
  const figures = [0, 10, 100].flatMap((over): Figure[] => {
    const asked = questions(over);
    const outcomes = asked.filter((question) => judge(compiled, question).outcome === 'pass').length;
    const timed = time((question) => void judge(compiled, question), asked, judgements);
    const name = `${over}% break the standard`;
    return [
      { name: `judgements, ${name} (${Math.round((100 * outcomes) / asked.length)}% pass)`, value: Math.round(timed.perSecond), unit: '/s of one core' },
      { name: `one judgement p50, ${name}`, value: Number(timed.p50.toFixed(1)), unit: 'µs' },
      { name: `one judgement p99, ${name}`, value: Number(timed.p99.toFixed(1)), unit: 'µs' },
    ];
  });
  return [{ name: `${CLAIMS} claims routed in a company of ${PEOPLE}`, value: Number(routeMs().toFixed(0)), unit: 'ms' }, { name: `parse a policy of ${ROWS} rows`, value: Number(parseMs.toFixed(1)), unit: 'ms' }, { name: 'compile it', value: Number(compileMs.toFixed(1)), unit: 'ms' }, ...figures];
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const figures = measurePolicy();
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ bench: 'policy', results: figures })}\n`);
  else for (const { name, value, unit } of figures) process.stdout.write(`${name.padEnd(64)} ${value.toLocaleString('en').padStart(12)} ${unit}\n`);
}
