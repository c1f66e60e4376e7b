import type { CompiledPolicy } from './compile.ts';
import { standingOf, type Standing } from './judge.ts';
import type { Outcome, Question } from './question.ts';

/** What was said of an expense when it was judged. */
export type Said = Pick<Standing, 'outcome' | 'needsApproval' | 'standard'>;

/** One expense that a draft would have judged otherwise. Money in minor units of the policy's currency. */
export type Changed = {
  readonly subjectId: string;
  readonly employeeId: string;
  readonly category: string;
  readonly spentOn: string;
  readonly amount: bigint;
  readonly before: Said;
  readonly after: Standing;
};

type Part = { readonly judged: number; readonly changed: number; readonly difference: bigint };

/** What would have been otherwise. `stops`: passed or warned before, and now refused or sent to a person. */
export type Backtest = {
  readonly judged: number;
  readonly changed: number;
  readonly stops: number;
  readonly eased: number;
  readonly people: number;
  /** What policy bore and would bear, over the expenses in the policy's currency. */
  readonly standardBefore: bigint;
  readonly standardAfter: bigint;
  /** `pass→cut`: how many. */
  readonly moves: Readonly<Record<string, number>>;
  readonly categories: Readonly<Record<string, Part>>;
  /** The rules that make the difference, by how many changed expenses they speak to. */
  readonly rules: Readonly<Record<string, number>>;
  /** Those with the most money first. */
  readonly examples: readonly Changed[];
};

export type BacktestRun = {
  add(subjectId: string, question: Question, before: Said): void;
  result(): Backtest;
};

const EXAMPLES_MAX = 200;

const stopped = ({ outcome, needsApproval }: Said): boolean => needsApproval || outcome === 'refuse';
const word = ({ outcome, needsApproval }: Said): Outcome | 'person' => (needsApproval && outcome !== 'refuse' ? 'person' : outcome);
const magnitude = ({ before, after }: Changed): bigint => { const off = after.standard - before.standard; return off < 0n ? -off : off; };

/** The most money first; of equals the one with the lesser id, so that the same history gives the same list. */
const byMoney = (a: Changed, b: Changed): number => {
  const [left, right] = [magnitude(a), magnitude(b)];
  if (left !== right) return left > right ? -1 : 1;
  return a.subjectId < b.subjectId ? -1 : 1;
};

/** Holds a draft against what was judged before, one by one and in bounded memory. */
export function startBacktest(policy: CompiledPolicy): BacktestRun {
  const { currency } = policy.policy;
  const counts = { judged: 0, changed: 0, stops: 0, eased: 0, standardBefore: 0n, standardAfter: 0n };
  const people = new Set<string>();
  const moves: Record<string, number> = {};
  const rules: Record<string, number> = {};
  const categories: Record<string, { judged: number; changed: number; difference: bigint }> = {};
  let examples: Changed[] = [];

  const note = (changed: Changed): void => {
    const { before, after } = changed;
    counts.changed += 1;
    if (stopped(after) && !stopped(before)) counts.stops += 1;
    if (stopped(before) && !stopped(after)) counts.eased += 1;
    people.add(changed.employeeId);
    const move = `${word(before)}→${word(after)}`;
    moves[move] = (moves[move] ?? 0) + 1;
    for (const rule of new Set(after.rules)) rules[rule] = (rules[rule] ?? 0) + 1;
    examples.push(changed);
    if (examples.length >= 2 * EXAMPLES_MAX) examples = examples.sort(byMoney).slice(0, EXAMPLES_MAX);
  };

  return {
    add(subjectId, question, before) {
      const { category, amount, employeeId, spentOn } = question.expense;
      const after = standingOf(policy, question);
      const part = (categories[category] ??= { judged: 0, changed: 0, difference: 0n });
      counts.judged += 1;
      part.judged += 1;
      if (amount.currency === currency) {
        counts.standardBefore += before.standard;
        counts.standardAfter += after.standard;
        part.difference += after.standard - before.standard;
      }
      if (after.outcome === before.outcome && after.needsApproval === before.needsApproval && after.standard === before.standard) return;
      part.changed += 1;
      note({ subjectId, employeeId, category, spentOn, amount: amount.minor, before, after });
    },
    result: () => ({ ...counts, people: people.size, moves, rules, categories, examples: [...examples].sort(byMoney).slice(0, EXAMPLES_MAX) }),
  };
}
