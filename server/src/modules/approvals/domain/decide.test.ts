import { expect, test } from 'vitest';
import { APPROVAL_MOVES, approversNow, decide, openApproval, withdraw, type ApprovalState, type Decision } from './decide.ts';
import { AT, CAST, withDelegates } from './testing/cast.ts';
import type { Plan, Step } from './route.ts';

const title = { zh: '审批', en: 'Approval' };
const step = (id: string, approvers: string[], mode: Step['mode'] = 'any', onBehalfOf: Step['onBehalfOf'] = {}): Step => ({ id, title, mode, approvers, onBehalfOf });
const plan = (steps: Step[], over: Partial<Plan> = {}): Plan => ({ automatic: false, route: 'usual', routeVersion: '1', submitterId: 'dev', barred: ['dev'], steps, why: [], ...over });
const open = (steps: Step[], over: Partial<Plan> = {}): ApprovalState => openApproval(plan(steps, over), AT).state;

const USUAL = [step('manager', ['lead']), step('finance', ['cfo', 'fin1', 'fin2'])];

/** Plays `who:decision` one after the other; a refused one ends it with its error's kind. */
function play(state: ApprovalState, script: string, people = CAST): string {
  let now = state;
  for (const move of script.split(' ').filter(Boolean)) {
    const [actor = '', decision = '', reason] = move.split(':');
    const done = decision === 'withdraw' ? withdraw(now, { actor, at: AT }) : decide(now, { actor, decision: decision as Decision, reason, at: AT, people });
    if (!done.ok) return `${done.error.kind}${'because' in done.error ? ` ${done.error.because}` : ''}`;
    now = done.value.state;
  }
  return now.status === 'pending' ? `pending ${now.steps[now.current]?.id}:${approversNow(now).join(',')}` : now.status;
}

test.each([
  ['', 'pending manager:lead'],
  ['lead:approve', 'pending finance:cfo,fin1,fin2'],
  ['lead:approve fin2:approve', 'approved'],
  ['lead:approve cfo:approve', 'approved'],
  ['lead:reject:超标', 'rejected'],
  ['lead:return:请补发票', 'returned'],
  ['lead:approve fin1:reject:抬头不对', 'rejected'],
  ['lead:approve fin1:return:缺行程单', 'returned'],
  ['dev:withdraw', 'withdrawn'],
  ['lead:approve dev:withdraw', 'withdrawn'],
  // 不写原因不能驳回或退回
  ['lead:reject', 'approval.reason-needed'],
  ['lead:reject: ', 'approval.reason-needed'],
  ['lead:return', 'approval.reason-needed'],
  // 没轮到的人、外人、本人
  ['fin1:approve', 'approval.not-yours not-asked'],
  ['vp:approve', 'approval.not-yours not-asked'],
  ['no-one:approve', 'approval.not-yours not-asked'],
  ['dev:approve', 'approval.own-money'],
  ['dev:reject:改主意了', 'approval.own-money'],
  ['lead:approve lead:approve', 'approval.not-yours not-asked'],
  // 结束以后什么都不能再做
  ['lead:approve fin1:approve fin2:approve', 'approval.wrong-state'],
  ['lead:approve fin1:approve fin2:reject:晚了', 'approval.wrong-state'],
  ['lead:approve fin1:approve dev:withdraw', 'approval.wrong-state'],
  ['lead:reject:超标 lead:approve', 'approval.wrong-state'],
  ['lead:return:补 lead:approve', 'approval.wrong-state'],
  ['dev:withdraw lead:approve', 'approval.wrong-state'],
  ['dev:withdraw dev:withdraw', 'approval.wrong-state'],
  ['lead:withdraw', 'approval.not-yours not-asked'],
])('manager then finance: %s → %s', (script, end) => {
  expect(play(open(USUAL), script)).toBe(end);
});

test.each([
  ['cfo:approve', 'pending both:fin1,fin2'],
  ['cfo:approve fin1:approve', 'pending both:fin2'],
  ['cfo:approve fin1:approve fin2:approve', 'approved'],
  ['cfo:approve cfo:approve', 'approval.not-yours not-asked'],
  ['cfo:approve fin1:reject:不行', 'rejected'],
])('all must agree: %s → %s', (script, end) => {
  expect(play(open([step('both', ['cfo', 'fin1', 'fin2'], 'all')]), script)).toBe(end);
});

test.each([
  // 先批过一步的人不能再批下一步,除非别无他人
  ['cfo:approve cfo:approve', 'approval.not-yours decided-before'],
  ['cfo:approve fin1:approve', 'approved'],
])('two steps want two heads: %s → %s', (script, end) => {
  expect(play(open([step('manager', ['cfo', 'fin1']), step('finance', ['cfo', 'fin1'])]), script)).toBe(end);
});

test('where all have said yes before, a later step does not wait for nobody', () => {
  const three = ['first', 'second', 'third'].map((id) => step(id, ['cfo', 'fin1']));
  expect(play(open(three), 'cfo:approve fin1:approve cfo:approve')).toBe('approved');
});

test.each([
  ['lead:vp', 'vp:approve', 'pending finance:cfo,fin1,fin2'],
  ['lead:vp', 'lead:approve', 'pending finance:cfo,fin1,fin2'],
  ['lead:vp,vp:ceo', 'ceo:approve', 'pending finance:cfo,fin1,fin2'],
  ['lead:vp,vp:ceo', 'vp:approve', 'approval.not-yours not-asked'],
  ['lead:dev', 'dev:approve', 'approval.own-money'],
  ['lead:vp,vp:dev', 'dev:approve', 'approval.own-money'],
  ['lead:vp,vp:dev', 'vp:approve', 'pending finance:cfo,fin1,fin2'],
  ['lead:gone', 'gone:approve', 'approval.not-yours not-asked'],
  ['', 'vp:approve', 'approval.not-yours not-asked'],
])('acting for another (%s): %s → %s', (acts, script, end) => {
  expect(play(open(USUAL), script, withDelegates(CAST, acts))).toBe(end);
});

test('who acts for another is written down with the one they act for', () => {
  const done = decide(open(USUAL), { actor: 'vp', decision: 'approve', at: AT, people: withDelegates(CAST, 'lead:vp') });
  expect(done.ok && done.value.state.said).toEqual([{ step: 'manager', by: 'vp', chair: 'lead', onBehalfOf: 'lead', decision: 'approve', at: AT }]);
});

test('whose money it is cannot decide, also where somebody filed for them', () => {
  expect(play(open(USUAL, { barred: ['dev', 'lead'] }), 'lead:approve')).toBe('approval.own-money');
});

test('events tell who is asked next, and how it ended', () => {
  const opened = openApproval(plan(USUAL), AT);
  expect(opened.event).toEqual({ type: 'approval.asked', step: 'manager', approvers: ['lead'], at: AT });
  const first = decide(opened.state, { actor: 'lead', decision: 'approve', at: AT });
  expect(first.ok && first.value.event).toEqual({ type: 'approval.asked', step: 'finance', approvers: ['cfo', 'fin1', 'fin2'], at: AT });
  const refused = decide(opened.state, { actor: 'lead', decision: 'reject', reason: ' 超标 ', at: AT });
  expect(refused.ok && refused.value.event).toEqual({ type: 'approval.rejected', step: 'manager', by: 'lead', reason: '超标', at: AT });
});

test('an automatic plan is approved by nobody, and stays so', () => {
  const { state, event } = openApproval(plan([], { automatic: true }), AT);
  expect(event).toEqual({ type: 'approval.approved', automatic: true, by: null, at: AT });
  expect(play(state, 'lead:approve')).toBe('approval.wrong-state');
});

test('only what is pending can move', () => {
  expect(Object.entries(APPROVAL_MOVES).filter(([, moves]) => moves.length > 0).map(([state]) => state)).toEqual(['pending']);
});

test('the state is plain JSON', () => {
  const state = open(USUAL);
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});
