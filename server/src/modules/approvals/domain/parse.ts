import { err, isCurrency, ok, parseMoney, type Bilingual, type Result } from '@roundtrip/kernel';
import { ASK_MODES, OUTCOMES, ROUTE_FORMAT, type Route, type RouteDocument } from './route.ts';

/** What is wrong with a route document, where, and what to do about it. */
export type RouteProblem = { readonly kind: 'route.invalid'; readonly place: string; readonly message: Bilingual; readonly remedy: Bilingual };

type Fields = Readonly<Record<string, unknown>>;
type Problems = RouteProblem[];

const LEVEL_MAX = 10;
const HOURS_MAX = 400;

function wrong(problems: Problems, place: string, message: Bilingual, remedy: Bilingual): void {
  problems.push({ kind: 'route.invalid', place, message, remedy });
}

function expected(problems: Problems, place: string, wanted: Bilingual): void {
  wrong(problems, place, { zh: `应为${wanted.zh}`, en: `This should be ${wanted.en}` }, { zh: `填写${wanted.zh}`, en: `Write ${wanted.en}` });
}

function object(problems: Problems, value: unknown, place: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    expected(problems, place || 'route', { zh: '一个对象', en: 'an object' });
    return {};
  }
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) wrong(problems, place === '' ? name : `${place}.${name}`, { zh: `没有“${name}”这个字段`, en: `There is no field “${name}”` }, { zh: `可用：${known.join(', ')}`, en: `Known: ${known.join(', ')}` });
  }
  return value as Fields;
}

function list(problems: Problems, value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value as readonly unknown[];
  expected(problems, place, { zh: '一个非空列表', en: 'a list that is not empty' });
  return [];
}

function text(problems: Problems, value: unknown, place: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  expected(problems, place, { zh: '一段文字', en: 'a text' });
  return '';
}

function texts(problems: Problems, value: unknown, place: string, known?: readonly string[]): void {
  if (value === undefined) return;
  list(problems, value, place).forEach((item, index) => {
    const word = text(problems, item, `${place}[${index}]`);
    if (word !== '' && known && !known.includes(word)) expected(problems, `${place}[${index}]`, { zh: known.join('、'), en: `one of ${known.join(', ')}` });
  });
}

function title(problems: Problems, value: unknown, place: string): void {
  const fields = object(problems, value, place, ['zh', 'en']);
  text(problems, fields['zh'], `${place}.zh`);
  text(problems, fields['en'], `${place}.en`);
}

function amount(problems: Problems, value: unknown, place: string, currency: string): void {
  const parsed = typeof value === 'string' ? parseMoney(value, currency) : null;
  if (!parsed?.ok || parsed.value.minor < 0n) expected(problems, place, { zh: `${currency} 金额，如 "2000.00"`, en: `an amount of ${currency} such as "2000.00"` });
}

function flag(problems: Problems, value: unknown, place: string): void {
  if (value !== undefined && typeof value !== 'boolean') expected(problems, place, { zh: ' true 或 false', en: 'true or false' });
}

function readAutomatic(problems: Problems, value: unknown, currency: string): void {
  if (value === undefined) return;
  const fields = object(problems, value, 'automatic', ['amountMax', 'confidenceMin', 'outcomes']);
  amount(problems, fields['amountMax'], 'automatic.amountMax', currency);
  const confidence = fields['confidenceMin'];
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1)) expected(problems, 'automatic.confidenceMin', { zh: '0 到 1 的数', en: 'a number from 0 to 1' });
  texts(problems, fields['outcomes'], 'automatic.outcomes', OUTCOMES.filter((outcome) => outcome !== 'refuse'));
}

function readCondition(problems: Problems, value: unknown, place: string, currency: string): void {
  if (value === undefined) return;
  const fields = object(problems, value, place, ['amount', 'outcome', 'needsApproval', 'evidenceComplete', 'department', 'grade', 'category']);
  if (fields['amount'] !== undefined) {
    const range = object(problems, fields['amount'], `${place}.amount`, ['from', 'to']);
    for (const end of ['from', 'to']) if (range[end] !== undefined) amount(problems, range[end], `${place}.amount.${end}`, currency);
  }
  texts(problems, fields['outcome'], `${place}.outcome`, OUTCOMES);
  for (const name of ['needsApproval', 'evidenceComplete']) flag(problems, fields[name], `${place}.${name}`);
  for (const name of ['department', 'grade', 'category']) texts(problems, fields[name], `${place}.${name}`);
}

const WHO_FIELDS: Readonly<Record<string, readonly string[]>> = {
  manager: ['kind', 'level'], 'manager-chain': ['kind', 'upTo'], 'department-head': ['kind'], 'cost-centre-owner': ['kind'], 'project-lead': ['kind'], role: ['kind', 'role'], person: ['kind', 'id'],
};

/** Names with a text each: owners of cost centres, limits of grades. */
function entries(problems: Problems, value: unknown, place: string): (readonly [string, unknown])[] {
  return value === undefined ? [] : Object.entries(object(problems, value, place, typeof value === 'object' && value !== null ? Object.keys(value) : []));
}

function readOwners(problems: Problems, value: unknown): void {
  if (value === undefined) return;
  const fields = object(problems, value, 'owners', ['costCentres', 'projects']);
  for (const kind of ['costCentres', 'projects']) for (const [code, id] of entries(problems, fields[kind], `owners.${kind}`)) text(problems, id, `owners.${kind}.${code}`);
}

function readReminders(problems: Problems, value: unknown): void {
  if (value === undefined) return;
  const fields = object(problems, value, 'reminders', ['afterHours', 'escalateAfterHours']);
  const hours = (name: string): number => {
    const found = fields[name];
    if (typeof found === 'number' && found >= 1 && found <= HOURS_MAX) return found;
    expected(problems, `reminders.${name}`, { zh: `1 到 ${HOURS_MAX} 个工作小时`, en: `from 1 to ${HOURS_MAX} working hours` });
    return 0;
  };
  const [reminded, escalated] = [hours('afterHours'), hours('escalateAfterHours')];
  if (reminded > 0 && escalated > 0 && escalated <= reminded) expected(problems, 'reminders.escalateAfterHours', { zh: '比提醒更晚的时间', en: 'later than the reminder' });
}

/** Where a chain of managers ends. Up to an amount wants the limits that say who may approve how much. */
function readUpTo(problems: Problems, value: unknown, place: string, limited: boolean): void {
  if (value === 'top') return;
  if (value === 'amount') {
    if (!limited) wrong(problems, place, { zh: '没有规定各职级的审批限额', en: 'No grade has a limit to approve' }, { zh: '在 limitByGrade 中填写各职级可批的金额', en: 'Say in limitByGrade how much each grade may approve' });
    return;
  }
  if (typeof value !== 'object' || value === null) expected(problems, place, { zh: ' top、amount 或 { "grade": [...] }', en: 'top, amount or { "grade": [...] }' });
  else texts(problems, object(problems, value, place, ['grade'])['grade'] ?? [], `${place}.grade`);
}

function readWho(problems: Problems, value: unknown, place: string, limited: boolean): void {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  const known = typeof kind === 'string' && Object.hasOwn(WHO_FIELDS, kind) ? WHO_FIELDS[kind] : undefined;
  if (!known) {
    expected(problems, `${place}.kind`, { zh: Object.keys(WHO_FIELDS).join('、'), en: `one of ${Object.keys(WHO_FIELDS).join(', ')}` });
    return;
  }
  const fields = object(problems, value, place, known);
  if (kind === 'role') text(problems, fields['role'], `${place}.role`);
  if (kind === 'person') text(problems, fields['id'], `${place}.id`);
  if (kind === 'manager-chain') readUpTo(problems, fields['upTo'], `${place}.upTo`, limited);
  const { level } = fields;
  if (level !== undefined && !(typeof level === 'number' && Number.isInteger(level) && level >= 1 && level <= LEVEL_MAX)) expected(problems, `${place}.level`, { zh: `1 到 ${LEVEL_MAX} 的整数`, en: `a whole number from 1 to ${LEVEL_MAX}` });
}

type Setting = { readonly currency: string; readonly limited: boolean };

function readRoutes(problems: Problems, value: unknown, { currency, limited }: Setting): void {
  const rows = list(problems, value, 'routes');
  rows.forEach((item, index) => {
    const place = `routes[${index}]`;
    const row = object(problems, item, place, ['id', 'title', 'when', 'steps']);
    text(problems, row['id'], `${place}.id`);
    title(problems, row['title'], `${place}.title`);
    readCondition(problems, row['when'], `${place}.when`, currency);
    const ids = new Set<string>();
    list(problems, row['steps'], `${place}.steps`).forEach((entry, number) => {
      const at = `${place}.steps[${number}]`;
      const step = object(problems, entry, at, ['id', 'title', 'who', 'orElse', 'mode']);
      const id = text(problems, step['id'], `${at}.id`);
      if (ids.has(id)) wrong(problems, `${at}.id`, { zh: '步骤号重复', en: 'Another step has this id' }, { zh: '换一个', en: 'Choose another' });
      ids.add(id);
      title(problems, step['title'], `${at}.title`);
      readWho(problems, step['who'], `${at}.who`, limited);
      if (step['orElse'] !== undefined) readWho(problems, step['orElse'], `${at}.orElse`, limited);
      if (step['mode'] !== undefined && !(ASK_MODES as readonly unknown[]).includes(step['mode'])) expected(problems, `${at}.mode`, { zh: ' any、all 或 turn', en: 'any, all or turn' });
    });
    const open = row['when'] === undefined;
    const last = index === rows.length - 1;
    if (last && !open) wrong(problems, `${place}.when`, { zh: '最后一条路线不能有条件，否则有单据无人审批', en: 'The last route must have no condition, or some case would have none' }, { zh: '删去条件，或再加一条兜底路线', en: 'Leave the condition out or add a route for the rest' });
    if (!last && open) wrong(problems, place, { zh: '没有条件，其后的路线永远用不到', en: 'Without a condition, the routes after it are never reached' }, { zh: '加上条件，或移到最后', en: 'Add a condition or move it to the end' });
  });
}

/** Reads a route document; refuses it with every mistake named, place and remedy. */
export function parseRoute(json: unknown): Result<Route, readonly RouteProblem[]> {
  const problems: Problems = [];
  const fields = object(problems, json, '', ['format', 'version', 'title', 'currency', 'departmentHeadRoles', 'owners', 'limitByGrade', 'reminders', 'automatic', 'routes']);
  if (problems.length > 0 && Object.keys(fields).length === 0) return err(problems);
  if (fields['format'] !== ROUTE_FORMAT) expected(problems, 'format', { zh: ROUTE_FORMAT, en: ROUTE_FORMAT });
  text(problems, fields['version'], 'version');
  title(problems, fields['title'], 'title');
  const named = text(problems, fields['currency'], 'currency');
  const currency = isCurrency(named) ? named : 'CNY';
  if (named !== '' && !isCurrency(named)) expected(problems, 'currency', { zh: 'ISO 4217 币种', en: 'an ISO 4217 code' });
  texts(problems, fields['departmentHeadRoles'], 'departmentHeadRoles');
  readAutomatic(problems, fields['automatic'], currency);
  readOwners(problems, fields['owners']);
  readReminders(problems, fields['reminders']);
  const limits = entries(problems, fields['limitByGrade'], 'limitByGrade');
  for (const [grade, limit] of limits) amount(problems, limit, `limitByGrade.${grade}`, currency);
  readRoutes(problems, fields['routes'], { currency, limited: limits.length > 0 });
  if (problems.length > 0) return err(problems);
  // A copy, so that what was found right cannot be changed behind our back.
  const document = JSON.parse(JSON.stringify(fields)) as RouteDocument;
  return ok({ document, version: document.version, currency: document.currency });
}
