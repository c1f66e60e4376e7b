import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { employeeRecord, expenseRecord, type ExpenseRecord } from '@roundtrip/contract';
import { add, civilDateIn, formatAmount, parseCivilDate, parseMoney, type CivilDate, type Money } from '@roundtrip/kernel';
import { CN_PRIVATE_COMPANY, CN_STATE_ORGAN, compilePolicy, judge, parsePolicy, US_GSA, type CompiledPolicy, type EmployeeFacts, type PolicyError, type Question, type Verdict } from '#domain/policy';
import { systemClock } from '#platform/clock';

export type JudgeOptions = {
  /** A policy file, or `builtin:cn-private-company`, `builtin:cn-state-organ`, `builtin:us-gsa`. */
  readonly policy: string;
  readonly expenses: string;
  readonly employees?: string;
  readonly lang?: 'zh' | 'en';
  /** Errors as JSON objects. */
  readonly json?: boolean;
  /** The day on which expenses are handed in; without it, today where the policy is. */
  readonly today?: CivilDate;
  readonly out: Writable;
  readonly err: Writable;
};

const DONE = 0;
const JUDGED_BAD = 1;
const USAGE = 2;
const CHUNK = 64 * 1024;
const BUILT_IN = { 'builtin:cn-private-company': CN_PRIVATE_COMPANY, 'builtin:cn-state-organ': CN_STATE_ORGAN, 'builtin:us-gsa': US_GSA } as const;

type Complaint = { readonly kind: string; readonly place: string; readonly message: string; readonly remedy?: string };
type Complain = (complaint: Complaint) => void;

const complainer = ({ err, json }: JudgeOptions): Complain => ({ kind, place, message, remedy }) => {
  err.write(json ? `${JSON.stringify({ error: { kind, place, message, ...(remedy === undefined ? {} : { remedy }) } })}\n` : `${place}: ${message}${remedy === undefined ? '' : ` — ${remedy}`}\n`);
};

async function canRead(path: string): Promise<boolean> {
  return open(path).then(async (file) => file.stat().then((stat) => !stat.isDirectory()).finally(() => file.close()), () => false);
}

function sayErrors(errors: readonly PolicyError[], path: string, complain: Complain, lang: 'zh' | 'en'): null {
  for (const error of errors) complain({ kind: error.kind, place: `${path}: ${error.place}`, message: error.message[lang], remedy: error.remedy[lang] });
  return null;
}

async function loadPolicy({ policy: path, lang = 'en' }: JudgeOptions, complain: Complain): Promise<CompiledPolicy | null> {
  let json: unknown;
  try {
    json = Object.hasOwn(BUILT_IN, path) ? BUILT_IN[path as keyof typeof BUILT_IN] : JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    complain({ kind: 'policy.not-json', place: path, message: lang === 'zh' ? `制度文件不是 JSON:${why}` : `The policy is not JSON: ${why}` });
    return null;
  }
  const parsed = parsePolicy(json);
  return parsed.ok ? compilePolicy(parsed.value) : sayErrors(parsed.error, path, complain, lang);
}

type Line = { readonly number: number; readonly value: unknown } | { readonly number: number; readonly broken: string };

async function* jsonLines(path: string): AsyncGenerator<Line> {
  let number = 0;
  for await (const raw of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    number += 1;
    const text = number === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    if (text.trim() === '') continue;
    try {
      yield { number, value: JSON.parse(text) as unknown };
    } catch (error) {
      yield { number, broken: error instanceof Error ? error.message : String(error) };
    }
  }
}

type Schema<T> = { safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } } };

/** One record, or null after saying what is wrong with the line. */
function recordOf<T>(line: Line, schema: Schema<T>, path: string, complain: Complain): T | null {
  if ('broken' in line) {
    complain({ kind: 'line.not-json', place: `${path}:${line.number}`, message: line.broken });
    return null;
  }
  const parsed = schema.safeParse(line.value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) complain({ kind: 'line.malformed', place: `${path}:${line.number}${issue.path.length > 0 ? ` ${issue.path.map(String).join('.')}` : ''}`, message: issue.message });
  return null;
}

async function loadEmployees(path: string | undefined, complain: Complain): Promise<{ readonly byId: ReadonlyMap<string, EmployeeFacts>; readonly bad: boolean }> {
  const byId = new Map<string, EmployeeFacts>();
  let bad = false;
  if (path === undefined) return { byId, bad };
  for await (const line of jsonLines(path)) {
    const employee = recordOf(line, employeeRecord, path, complain);
    if (employee) byId.set(employee.id, { grade: employee.grade, homeCity: employee.homeCity, departmentId: employee.departmentId });
    else bad = true;
  }
  return { byId, bad };
}

/** What has been granted for a person's day, in the categories that some rule caps by the day. */
class Days {
  private readonly spent = new Map<string, Record<string, Money>>();
  private readonly counted: ReadonlySet<string> | null;

  constructor({ policy }: CompiledPolicy) {
    const caps = policy.document.rules.filter((rule) => rule.kind === 'cap' && rule.per === 'day');
    this.counted = caps.some((rule) => !rule.when?.category) ? null : new Set(caps.flatMap((rule) => rule.when?.category ?? []));
  }

  before({ employeeId, spentOn }: ExpenseRecord): Readonly<Record<string, Money>> {
    return this.spent.get(`${employeeId}\n${spentOn}`) ?? {};
  }

  grant({ employeeId, spentOn, category }: ExpenseRecord, granted: Money): void {
    if (this.counted && !this.counted.has(category)) return;
    const key = `${employeeId}\n${spentOn}`;
    const day = this.spent.get(key) ?? {};
    const before = day[category];
    this.spent.set(key, { ...day, [category]: before && before.currency === granted.currency ? add(before, granted) : granted });
  }
}

function questionOf(record: ExpenseRecord, employee: EmployeeFacts, today: CivilDate, spentSameDay: Readonly<Record<string, Money>>): Question | null {
  const amount = parseMoney(record.amount, record.currency);
  const spentOn = parseCivilDate(record.spentOn);
  if (!amount.ok || !spentOn) return null;
  return {
    expense: { ...record, amount: amount.value, spentOn },
    employee,
    // The file is all that is claimed: no invoice named means that there is none.
    context: { today, spentSameDay, hasInvoice: (record.invoiceNumbers?.length ?? 0) > 0 },
  };
}

const printed = (id: string, { outcome, allowed, findings, wouldPass }: Verdict): string => JSON.stringify({
  expense: id, outcome, allowed: { amount: formatAmount(allowed), currency: allowed.currency },
  findings: findings.map(({ rule, clause, message }) => ({ rule, clause, message })),
  wouldPass,
});

/**
 * `roundtrip judge`: one verdict a line, in the order of the expenses; days' caps add up in that order. Returns the exit
 * code: 1 where the policy or a line was bad (the other lines are still judged), 2 where a file is not there.
 */
export async function runJudge(options: JudgeOptions): Promise<number> {
  const complain = complainer(options);
  const { out, employees, lang = 'en' } = options;
  const files = [...(Object.hasOwn(BUILT_IN, options.policy) ? [] : [options.policy]), options.expenses, ...(employees === undefined ? [] : [employees])];
  for (const path of files) {
    if (await canRead(path)) continue;
    complain({ kind: 'file.unreadable', place: path, message: lang === 'zh' ? '读不到这个文件' : 'This file cannot be read' });
    return USAGE;
  }
  const compiled = await loadPolicy(options, complain);
  if (!compiled) return JUDGED_BAD;
  const today = options.today ?? civilDateIn(compiled.policy.zone, systemClock.now());
  const people = await loadEmployees(employees, complain);
  const days = new Days(compiled);
  let bad = people.bad;
  let chunk = '';
  for await (const line of jsonLines(options.expenses)) {
    const record = recordOf(line, expenseRecord, options.expenses, complain);
    const question = record && questionOf(record, people.byId.get(record.employeeId) ?? {}, today, days.before(record));
    if (record && !question) complain({ kind: 'money.malformed', place: `${options.expenses}:${line.number} amount`, message: `${record.amount} is not an amount of ${record.currency}` });
    if (!record || !question) {
      bad = true;
      continue;
    }
    const verdict = judge(compiled, question);
    days.grant(record, verdict.standard);
    chunk += `${printed(record.id, verdict)}\n`;
    if (chunk.length < CHUNK) continue;
    if (!out.write(chunk)) await once(out, 'drain');
    chunk = '';
  }
  if (chunk !== '' && !out.write(chunk)) await once(out, 'drain');
  return bad ? JUDGED_BAD : DONE;
}
