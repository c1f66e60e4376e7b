import type { PolicyDocument } from './document.ts';

/** One thing that two versions of a policy say differently. `from` or `to` is null where it was not there. */
export type PolicyChange = {
  /** The rule's id; null for what stands at the head: grades, city lists, places. */
  readonly rule: string | null;
  /** Where in the rule, by names and not by positions: `table.tier1.then.staff`, `when.city`, `onBreach`. */
  readonly path: string;
  readonly from: string | null;
  readonly to: string | null;
};

/** Lists of named things are compared by their names, so that a new first row does not make every other row differ. */
const NAMES = ['id', 'code', 'name'] as const;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const nameOf = (item: unknown, index: number): string => {
  const name = isObject(item) ? NAMES.map((key) => item[key]).find((one) => typeof one === 'string') : undefined;
  return name ?? String(index + 1);
};

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isObject(value)) return `${textOf(value['zh'])} / ${textOf(value['en'])}`;
  return JSON.stringify(value);
}

const isLeaf = (value: unknown): boolean => !isObject(value) && !(Array.isArray(value) && value.some(isObject)) || (isObject(value) && 'zh' in value && 'en' in value);

function note(leaves: Map<string, string>, path: string, value: unknown): void {
  if (value === undefined) return;
  if (Array.isArray(value) && !isLeaf(value)) {
    value.forEach((item, index) => { note(leaves, `${path}.${nameOf(item, index)}`, item); });
    leaves.set(`${path}.order`, value.map(nameOf).join(', '));
  } else if (isLeaf(value)) {
    leaves.set(path, Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value));
  } else {
    for (const [key, item] of Object.entries(value as Record<string, unknown>)) note(leaves, path === '' ? key : `${path}.${key}`, item);
  }
}

const leavesOf = (value: unknown): Map<string, string> => {
  const leaves = new Map<string, string>();
  note(leaves, '', value);
  return leaves;
};

/** `table.rows.tier1.then.byGrade.staff` → `table.tier1.then.staff`: the words that are only our format's are left out. */
const short = (path: string): string => path.split('.').filter((part) => part !== 'rows' && part !== 'byGrade').join('.');

function between(before: unknown, after: unknown, rule: string | null): PolicyChange[] {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths.flatMap((path) => {
    const [from, to] = [old.get(path) ?? null, now.get(path) ?? null];
    // The order of things says something only where both have the same things.
    if (from === to || (path.endsWith('.order') && !sameMembers(from, to))) return [];
    return [{ rule, path: short(path), from, to }];
  });
}

function sameMembers(a: string | null, b: string | null): boolean {
  const sorted = (text: string | null): string => (text ?? '').split(', ').sort().join(', ');
  return sorted(a) === sorted(b);
}

/** What `after` says otherwise than `before`: the head first, then rule by rule. Version, title and day are not policy. */
export function diffPolicies(before: PolicyDocument, after: PolicyDocument): readonly PolicyChange[] {
  const head = ({ version: _v, title: _t, effectiveFrom: _e, rules: _r, ...rest }: PolicyDocument): unknown => rest;
  const rules = [...new Set([...before.rules, ...after.rules].map((rule) => rule.id))];
  const ruleOf = (document: PolicyDocument, id: string): unknown => document.rules.find((rule) => rule.id === id) ?? {};
  const order = (document: PolicyDocument): string => document.rules.map((rule) => rule.id).join(', ');
  const moved = order(before) !== order(after) && sameMembers(order(before), order(after)) ? [{ rule: null, path: 'rules.order', from: order(before), to: order(after) }] : [];
  return [...between(head(before), head(after), null), ...moved, ...rules.flatMap((id) => between(ruleOf(before, id), ruleOf(after, id), id))];
}
