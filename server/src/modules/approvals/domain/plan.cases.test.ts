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
 * `only` (who works here), `dept`, `currency`, `cost` (the cost centre), `project`.
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
# 逐级上级直到某职级:一级一级地问
dev  9000.00 pass  complete 0.99 route=to-d      => up.1:lead up.2:vp
lead 9000.00 pass  complete 0.99 route=to-d      => up:vp
vp   9000.00 pass  complete 0.99 route=to-d      => up:ceo
dev2 9000.00 pass  complete 0.99 route=to-d      => up:vp
fin1 9000.00 pass  complete 0.99 route=to-d      => up.1:cfo up.2:ceo
orphan 9000.00 pass complete 0.99 route=to-d     => up:saleshead
lone 9000.00 pass  complete 0.99 route=to-d      => up:cfo,fin1,fin2
ceo  9000.00 pass  complete 0.99 route=to-d      => up:cfo,fin1,fin2
loopa 9000.00 pass complete 0.99 route=to-d      => up:loopb
selfie 9000.00 pass complete 0.99 route=to-d     => up:lead,vp
dev  9000.00 pass  complete 0.99 route=to-d for=vp => up.1:lead up.2:ceo
dev  9000.00 pass  complete 0.99 route=to-d for=lead,vp => up:ceo
dev  9000.00 pass  complete 0.99 route=to-d acts=lead:fin1 => up.1:fin1(lead) up.2:vp
dev  9000.00 pass  complete 0.99 route=to-d acts=lead:vp => up:vp
dev  9000.00 pass  complete 0.99 route=to-d acts=vp:dev => up.1:lead up.2:vp
dev  9000.00 pass  complete 0.99 route=to-d only=dev => nobody up
# 逐级到顶
dev  9000.00 pass  complete 0.99 route=to-top    => up.1:lead up.2:vp up.3:ceo
lead 9000.00 pass  complete 0.99 route=to-top    => up.1:vp up.2:ceo
fin2 9000.00 pass  complete 0.99 route=to-top    => up.1:cfo up.2:ceo
dev  9000.00 pass  complete 0.99 route=to-top only=dev,lead,vp,fin1 => up.1:lead up.2:vp
# 逐级到审批限额够用的人:M 一万,D 五万,C 不限则到顶
dev  8000.00 pass  complete 0.99 route=to-amount => up:lead
dev  10000.00 pass complete 0.99 route=to-amount => up:lead
dev  10000.01 pass complete 0.99 route=to-amount => up.1:lead up.2:vp
dev  50000.00 pass complete 0.99 route=to-amount => up.1:lead up.2:vp
dev  50000.01 pass complete 0.99 route=to-amount => up.1:lead up.2:vp up.3:ceo
lead 8000.00 pass  complete 0.99 route=to-amount => up:vp
dev  8000.00 pass  complete 0.99 route=to-amount currency=USD => up.1:lead up.2:vp up.3:ceo
dev  8000.00 pass  complete 0.99 route=to-amount for=lead => up:vp
dev  60000.00 pass complete 0.99 route=to-amount for=ceo => up.1:lead up.2:vp
fin1 20000.00 pass complete 0.99 route=to-amount => up.1:cfo up.2:ceo
# 逐级会签、逐级或签
dev  9000.00 pass  complete 0.99 route=chain-all => up:lead,vp,ceo
dev  9000.00 pass  complete 0.99 route=chain-any => up:lead,vp,ceo
# 成本中心负责人:没写成本中心时,就是所在部门
dev  9000.00 pass  complete 0.99 route=owners    => cost:vp project:lead
dev  9000.00 pass  complete 0.99 route=owners cost=CC-8 => cost:saleshead project:lead
dev  9000.00 pass  complete 0.99 route=owners cost=CC-9 => project:lead
dev  9000.00 pass  complete 0.99 route=owners dept=财务 => cost:cfo project:lead
orphan 9000.00 pass complete 0.99 route=owners   => project:saleshead
lone 9000.00 pass  complete 0.99 route=owners    => cost:cfo,fin1,fin2 project:cfo,fin1,fin2
vp   9000.00 pass  complete 0.99 route=owners    => project:ceo
cfo  9000.00 pass  complete 0.99 route=owners    => project:ceo
dev  9000.00 pass  complete 0.99 route=owners cost=CC-GONE => project:lead
dev  9000.00 pass  complete 0.99 route=owners cost=constructor => project:lead
dev  9000.00 pass  complete 0.99 route=owners for=vp => project:lead
dev  9000.00 pass  complete 0.99 route=owners acts=vp:fin1 => cost:fin1(vp) project:lead
dev  9000.00 pass  complete 0.99 route=owners acts=vp:dev => cost:vp project:lead
# 项目负责人
dev  9000.00 pass  complete 0.99 route=owners project=P-1 => cost:vp project:saleshead
dev  9000.00 pass  complete 0.99 route=owners project=P-2 => cost:vp project:lead
dev  9000.00 pass  complete 0.99 route=owners project=P-1 cost=CC-8 => project:saleshead
saleshead 9000.00 pass complete 0.99 route=owners project=P-1 => project:ceo
dev  9000.00 pass  complete 0.99 route=owners project=P-1 for=saleshead => cost:vp project:lead
dev  9000.00 pass  complete 0.99 route=owners project=P-1 acts=saleshead:ceo => cost:vp project:ceo(saleshead)
# 依次:财务一个接一个
dev  9000.00 pass  complete 0.99 route=in-turn   => both.1:cfo both.2:fin1 both.3:fin2
fin1 9000.00 pass  complete 0.99 route=in-turn   => both.1:cfo both.2:fin2
fin1 9000.00 pass  complete 0.99 route=in-turn only=fin1,fin2 => both:fin2
dev  9000.00 pass  complete 0.99 route=in-turn acts=fin1:cfo => both.1:cfo both.2:fin2
dev  9000.00 pass  complete 0.99 route=in-turn acts=fin2:vp => both.1:cfo both.2:fin1 both.3:vp(fin2)
dev  9000.00 pass  complete 0.99 route=in-turn for=cfo,fin1,fin2 => nobody both
dev  100.00  pass  complete 0.99 route=in-turn   => automatic
`.split('\n').filter((line) => line.includes('=>'));

const title = { zh: '审批', en: 'Approval' };
const { automatic: _, ...byHand } = CN_COMMON_ROUTE;
const alone = (step: object, over: object = {}): object => ({ ...CN_COMMON_ROUTE, ...over, routes: [{ id: 'one', title, steps: [{ title, ...step }] }] });
const up = (upTo: unknown, over: object = {}): object => alone({ id: 'up', who: { kind: 'manager-chain', upTo }, ...over }, { limitByGrade: { M: '10000.00', D: '50000.00' } });
const ROUTES: Readonly<Record<string, object>> = {
  'to-d': up({ grade: ['D', 'C'] }), 'to-top': up('top'), 'to-amount': up('amount'), 'chain-all': up('top', { mode: 'all' }), 'chain-any': up('top', { mode: 'any' }),
  'in-turn': alone({ id: 'both', who: { kind: 'role', role: 'finance' }, mode: 'turn' }),
  owners: {
    ...CN_COMMON_ROUTE, owners: { costCentres: { 研发: 'vp', 财务: 'cfo', 'CC-8': 'saleshead', 'CC-GONE': 'gone' }, projects: { 'P-1': 'saleshead' } },
    routes: [{ id: 'owners', title, steps: [{ id: 'cost', title, who: { kind: 'cost-centre-owner' } }, { id: 'project', title, who: { kind: 'project-lead' } }] }],
  },
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
      beneficiaryIds: extras['for']?.split(','), departmentId: extras['dept'], costCentre: extras['cost'], project: extras['project'],
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
