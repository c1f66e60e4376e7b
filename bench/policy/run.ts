import { argv, cpuUsage } from 'node:process';
import { pathToFileURL } from 'node:url';
import { addDays, type CivilDate } from '@roundtrip/kernel';
import { CN_STATE_ORGAN, compilePolicy, judge, parsePolicy, type PolicyDocument, type Question, type RowDocument, type RuleDocument } from '../../server/src/modules/policy/domain/index.ts';

/** How fast one core judges: a policy whose hotel table has 300 rows, over questions of every kind. */

export type Figure = { readonly name: string; readonly value: number; readonly unit: string };

const ROWS = 300;
const QUESTIONS = 20_000;
const DAY = '2026-01-01' as CivilDate;
const SEASONS = [{ from: '07-01', to: '09-30' }, { from: '10-01', to: '04-30' }];
const GRADES = ['ministerial', 'bureau', 'others'];

/** A small generator with a seed, so that every run judges the same questions. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const hotelRule = CN_STATE_ORGAN.rules.find((rule) => rule.id === 'hotel-cap');
const CITIES = [...new Set((hotelRule?.kind === 'cap' ? hotelRule.table.rows : []).flatMap((row) => row.when?.city ?? []))].filter((city) => !city.endsWith('*')).slice(0, ROWS / 3);

function policyOf300(): PolicyDocument {
  const rows = CITIES.flatMap((city, index): RowDocument<string>[] => [...SEASONS, null].map((season, number) => ({
    id: `${city}/${number}`, when: { city: [city], ...(season ? { season } : {}) },
    then: { byGrade: { ministerial: `${1000 + index}.00`, bureau: `${600 + index}.00`, others: `${400 + index}.00` } },
  })));
  const rules = CN_STATE_ORGAN.rules.map((rule): RuleDocument => (rule.kind === 'cap' && rule.id === 'hotel-cap' ? { ...rule, table: { hit: 'first', rows } } : rule));
  return { ...CN_STATE_ORGAN, version: 'bench-300', rules };
}

/** `over`: of a hundred, how many break the standard. */
function questions(over: number): Question[] {
  const roll = dice(7);
  const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
  return Array.from({ length: QUESTIONS }, (_, index) => {
    const category = pick(['hotel', 'hotel', 'hotel', 'meal', 'taxi', 'rail', 'flight']);
    const breaks = roll(100) < over;
    const nights = 1 + roll(3);
    const amount = category === 'hotel' ? (breaks ? 90_000 : 30_000) * nights : category === 'meal' ? (breaks ? 15_000 : 9_000) : category === 'taxi' ? (breaks ? 9_000 : 3_000) : 80_000;
    const spentOn = addDays(DAY, roll(365));
    return {
      expense: {
        id: String(index), employeeId: `e${roll(500)}`, category, amount: { minor: BigInt(amount), currency: 'CNY' }, spentOn, city: pick(CITIES), merchant: '某酒店管理有限公司', channel: 'alipay',
        ...(category === 'hotel' ? { nights } : {}), ...(category === 'rail' ? { seatClass: breaks ? '一等座' : '二等座' } : {}), ...(category === 'flight' ? { seatClass: breaks ? 'business' : 'economy' } : {}),
      },
      employee: { grade: breaks ? 'others' : pick(GRADES) },
      context: { today: addDays(spentOn, 20), hasInvoice: true },
    };
  });
}

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
  return [{ name: `parse a policy of ${ROWS} rows`, value: Number(parseMs.toFixed(1)), unit: 'ms' }, { name: 'compile it', value: Number(compileMs.toFixed(1)), unit: 'ms' }, ...figures];
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const figures = measurePolicy();
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ bench: 'policy', results: figures })}\n`);
  else for (const { name, value, unit } of figures) process.stdout.write(`${name.padEnd(64)} ${value.toLocaleString('en').padStart(12)} ${unit}\n`);
}
