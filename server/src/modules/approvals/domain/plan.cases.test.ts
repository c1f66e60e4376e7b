import { expect, test } from 'vitest';
import { parseMoney, type Money } from '@roundtrip/kernel';
import { parseRoute } from './parse.ts';
import { planRoute } from './plan.ts';
import type { Plan, Route, RouteCase, VerdictOutcome } from './route.ts';
import { CN_COMMON_ROUTE, CN_LAYERED_ROUTE } from './templates/cn-common.ts';
import { CAST, withDelegates } from './testing/cast.ts';

/**
 * `submitter amount verdict evidence confidence key=value … => plan`. The verdict's `?` means that policy asks for a
 * person. Keys: `route`, `max` and `sure` (the company's own limits), `for` (whose money it is), `acts` (delegates),
 * `only` (who works here), `dept`, `currency`.
 */
const CASES = `
# 自动批准:制度通过、凭证齐全、匹配可靠、限额以内
dev  100.00  pass  complete 0.99                 => automatic
dev  5000.00 pass  complete 0.95                 => automatic
dev  5000.01 pass  complete 0.99                 => manager:lead finance:cfo,fin1,fin2
dev  100.00  pass  complete 0.94                 => manager:lead finance:cfo,fin1,fin2
dev  100.00  pass  missing  0.99                 => manager:lead finance:cfo,fin1,fin2
dev  100.00  warn  complete 0.99                 => manager:lead finance:cfo,fin1,fin2
dev  100.00  cut   complete 0.99                 => manager:lead finance:cfo,fin1,fin2
dev  100.00  refuse complete 0.99                => manager:lead finance:cfo,fin1,fin2
dev  100.00  pass? complete 0.99                 => manager:lead finance:cfo,fin1,fin2
dev  100.00  pass  complete NaN                  => manager:lead finance:cfo,fin1,fin2
ceo  100.00  pass  complete 0.99                 => automatic
lone 100.00  pass  complete 0.99                 => automatic
# 公司自己的限额:两者取严
dev  900.00  pass  complete 0.99 max=1000.00     => automatic
dev  1001.00 pass  complete 0.99 max=1000.00     => manager:lead finance:cfo,fin1,fin2
dev  6000.00 pass  complete 0.99 max=9000.00     => manager:lead finance:cfo,fin1,fin2
dev  100.00  pass  complete 0.96 max=1000.00 sure=0.97 => manager:lead finance:cfo,fin1,fin2
dev  100.00  pass  complete 0.98 max=1000.00 sure=0.97 => automatic
dev  0.01    pass  complete 1    max=0.00        => manager:lead finance:cfo,fin1,fin2
# 别的币种不能与限额相比
dev  100.00  pass  complete 0.99 currency=USD    => manager:lead finance:cfo,fin1,fin2
# 关闭自动审批
dev  1.00    pass  complete 1    route=manual    => manager:lead finance:cfo,fin1,fin2
# 允许提示类通过的公司
dev  100.00  warn  complete 0.99 route=lenient   => automatic
dev  100.00  cut   complete 0.99 route=lenient   => automatic
dev  100.00  warn? complete 0.99 route=lenient   => manager:lead finance:cfo,fin1,fin2
dev  100.00  refuse complete 0.99 route=lenient  => manager:lead finance:cfo,fin1,fin2
# 找上级
lead 9000.00 pass  complete 0.99                 => manager:vp finance:cfo,fin1,fin2
vp   9000.00 pass  complete 0.99                 => manager:ceo finance:cfo,fin1,fin2
dev2 9000.00 pass  complete 0.99                 => manager:vp finance:cfo,fin1,fin2
loopa 9000.00 pass complete 0.99                 => manager:loopb finance:cfo,fin1,fin2
# 没有上级:部门负责人,再财务
orphan 9000.00 pass complete 0.99                => manager:saleshead finance:cfo,fin1,fin2
ghost  9000.00 pass complete 0.99                => manager:lead,vp finance:cfo,fin1,fin2
selfie 9000.00 pass complete 0.99                => manager:lead,vp finance:cfo,fin1,fin2
lone   9000.00 pass complete 0.99                => manager:cfo,fin1,fin2 finance:cfo,fin1,fin2
lone   9000.00 pass complete 0.99 dept=销售      => manager:saleshead finance:cfo,fin1,fin2
ceo    9000.00 pass complete 0.99                => manager:cfo,fin1,fin2 finance:cfo,fin1,fin2
saleshead 9000.00 pass complete 0.99             => manager:ceo finance:cfo,fin1,fin2
stranger 9000.00 pass complete 0.99              => manager:cfo,fin1,fin2 finance:cfo,fin1,fin2
# 财务自己的单据
fin1 9000.00 pass  complete 0.99                 => manager:cfo finance:fin2
fin2 9000.00 pass  complete 0.99                 => manager:cfo finance:fin1
cfo  9000.00 pass  complete 0.99                 => manager:ceo finance:fin1,fin2
# 替别人报销:钱是谁的,谁就不能批
dev  9000.00 pass  complete 0.99 for=lead        => manager:vp finance:cfo,fin1,fin2
dev  9000.00 pass  complete 0.99 for=lead,vp     => manager:ceo finance:cfo,fin1,fin2
dev  9000.00 pass  complete 0.99 for=cfo,fin1    => manager:lead finance:fin2
dev  9000.00 pass  complete 0.99 for=cfo,fin1,fin2 => manager:lead finance:ceo
# 代理:任何一环都不能回到本人
dev  9000.00 pass  complete 0.99 acts=lead:vp    => manager:vp(lead) finance:cfo,fin1,fin2
dev  9000.00 pass  complete 0.99 acts=lead:dev   => manager:lead finance:cfo,fin1,fin2
dev  9000.00 pass  complete 0.99 acts=lead:vp,vp:dev => manager:vp(lead) finance:cfo,fin1,fin2
dev  9000.00 pass  complete 0.99 acts=lead:vp,vp:ceo => manager:ceo(lead) finance:cfo,fin1,fin2
dev  9000.00 pass  complete 0.99 acts=lead:vp,vp:lead => manager:lead finance:cfo,fin1,fin2
dev  9000.00 pass  complete 0.99 acts=lead:gone  => manager:lead finance:cfo,fin1,fin2
dev  9000.00 pass  complete 0.99 acts=lead:no-one => manager:lead finance:cfo,fin1,fin2
dev  9000.00 pass  complete 0.99 acts=fin1:fin2  => manager:lead finance:cfo,fin2
dev  9000.00 pass  complete 0.99 acts=lead:fin1  => manager:fin1(lead) finance:cfo,fin2
dev  9000.00 pass  complete 0.99 acts=lead:vp for=vp => manager:lead finance:cfo,fin1,fin2
# 小公司
dev  9000.00 pass  complete 0.99 only=dev,lead,fin1 => manager:lead finance:fin1
dev  9000.00 pass  complete 0.99 only=dev,fin1   => finance:fin1
dev  9000.00 pass  complete 0.99 only=dev,fin1,fin2 => manager:fin1,fin2 finance:fin1,fin2
dev  9000.00 pass  complete 0.99 only=dev,lead,ceo => manager:lead finance:ceo
dev  9000.00 pass  complete 0.99 only=dev,lead   => nobody finance
dev  9000.00 pass  complete 0.99 only=dev        => nobody manager
fin1 9000.00 pass  complete 0.99 only=fin1       => nobody manager
fin1 9000.00 pass  complete 0.99 only=fin1,ceo   => nobody manager
cfo  9000.00 pass  complete 0.99 only=cfo,ceo    => finance:ceo
# 分级审批
dev  9000.00  pass complete 0.99 route=layered   => manager:lead finance:cfo,fin1,fin2
dev  19999.99 pass complete 0.99 route=layered   => manager:lead finance:cfo,fin1,fin2
dev  20000.00 pass complete 0.99 route=layered   => manager:lead head:vp finance:cfo,fin1,fin2
lead 20000.00 pass complete 0.99 route=layered   => manager:vp head:ceo finance:cfo,fin1,fin2
vp   20000.00 pass complete 0.99 route=layered   => head:ceo finance:cfo,fin1,fin2
fin1 20000.00 pass complete 0.99 route=layered   => manager:cfo head:ceo finance:fin2
dev  20000.00 pass complete 0.99 route=layered currency=USD => manager:lead finance:cfo,fin1,fin2
# 会签与指定的人
dev  9000.00 pass  complete 0.99 route=together  => both:cfo,fin1,fin2 board:ceo
ceo  9000.00 pass  complete 0.99 route=together  => nobody board
fin1 9000.00 pass  complete 0.99 route=together  => both:cfo,fin2 board:ceo
# 按部门与判断分路
orphan 9000.00 warn complete 0.99 route=split    => heads:saleshead
orphan 9000.00 pass complete 0.99 route=split    => finance:cfo,fin1,fin2
dev    9000.00 warn complete 0.99 route=split    => finance:cfo,fin1,fin2
`.split('\n').filter((line) => line.includes('=>'));

const title = { zh: '审批', en: 'Approval' };
const { automatic: _, ...byHand } = CN_COMMON_ROUTE;
const ROUTES: Readonly<Record<string, object>> = {
  common: CN_COMMON_ROUTE,
  layered: CN_LAYERED_ROUTE,
  manual: byHand,
  lenient: { ...CN_COMMON_ROUTE, automatic: { amountMax: '5000.00', confidenceMin: 0.95, outcomes: ['pass', 'warn', 'cut'] } },
  together: { ...CN_COMMON_ROUTE, routes: [{ id: 'all', title, steps: [{ id: 'both', title, who: { kind: 'role', role: 'finance' }, mode: 'all' }, { id: 'board', title, who: { kind: 'person', id: 'ceo' } }] }] },
  split: {
    ...CN_COMMON_ROUTE,
    routes: [
      { id: 'sales', title, when: { department: ['销售'], outcome: ['warn', 'cut'] }, steps: [{ id: 'heads', title, who: { kind: 'department-head' } }] },
      { id: 'rest', title, steps: [{ id: 'finance', title, who: { kind: 'role', role: 'finance' } }] },
    ],
  },
};

function routeOf(name: string): Route {
  const parsed = parseRoute(ROUTES[name]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const amountOf = (text: string, currency: string): Money => {
  const parsed = parseMoney(text, currency);
  if (!parsed.ok) throw new Error(`not an amount: ${text}`);
  return parsed.value;
};

function read(line: string): { route: Route; subject: RouteCase; people: typeof CAST; expected: string } {
  const [left = '', expected = ''] = line.split('=>').map((part) => part.trim());
  const [submitterId = '', amount = '', verdict = '', evidence = '', confidence = '', ...rest] = left.split(/\s+/);
  const extras = Object.fromEntries(rest.map((pair) => pair.split('=') as [string, string])) as Readonly<Record<string, string | undefined>>;
  const only = extras['only']?.split(',');
  return {
    expected,
    route: routeOf(extras['route'] ?? 'common'),
    people: withDelegates(only ? CAST.filter((one) => only.includes(one.id)) : CAST, extras['acts']),
    subject: {
      submitterId, amount: amountOf(amount, extras['currency'] ?? 'CNY'), evidenceComplete: evidence === 'complete', matchConfidence: Number(confidence),
      verdict: { outcome: verdict.replace('?', '') as VerdictOutcome, needsApproval: verdict.endsWith('?') },
      beneficiaryIds: extras['for']?.split(','), departmentId: extras['dept'],
      limits: extras['max'] === undefined ? undefined : { amountMax: amountOf(extras['max'], 'CNY'), confidenceMin: Number(extras['sure'] ?? 0) },
    },
  };
}

const shortly = (plan: Plan): string => (plan.automatic ? 'automatic' : plan.steps.map((step) => `${step.id}:${step.approvers.map((id) => (step.onBehalfOf[id] === undefined ? id : `${id}(${step.onBehalfOf[id]})`)).join(',')}`).join(' '));

test.each(CASES)('%s', (line) => {
  const { route, subject, people, expected } = read(line);
  const planned = planRoute(route, subject, people);
  expect(planned.ok ? shortly(planned.value) : `nobody ${planned.error.step}`).toBe(expected);
});

test('every reason for asking a person is said', () => {
  const { route, subject, people } = read('dev 9000.00 warn? missing 0.5 => -');
  const planned = planRoute(route, subject, people);
  expect(planned.ok && planned.value.why.map((reason) => reason.zh)).toEqual(['制度判断未直接通过', '制度要求人工审批', '凭证不齐', '匹配把握 0.5 低于 0.95', '金额 9000.00 超过自动审批限额 5000.00']);
});
