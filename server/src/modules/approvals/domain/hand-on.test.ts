import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approversNow, decide, openApproval, type ApprovalState } from './decide.ts';
import { addApprovers, sendBack, transfer } from './hand-on.ts';
import { parseRoute } from './parse.ts';
import { planRoute } from './plan.ts';
import type { RouteCase } from './route.ts';
import { CN_LAYERED_ROUTE } from './templates/cn-common.ts';
import { AT, CAST } from './testing/cast.ts';

const subject: RouteCase = { submitterId: 'dev', beneficiaryIds: ['fin2'], amount: { minor: 3_000_000n, currency: 'CNY' }, verdict: { outcome: 'warn', needsApproval: true }, evidenceComplete: true, matchConfidence: 1 };

/** dev's 30,000: lead, then vp, then finance (cfo or fin1; fin2's money it is too). */
function asked(): ApprovalState {
  const route = parseRoute(CN_LAYERED_ROUTE);
  const plan = route.ok ? planRoute(route.value, subject, CAST) : null;
  if (!plan?.ok) throw new Error('the layered route plans');
  return openApproval(plan.value, AT).state;
}

const at = { at: AT, people: CAST };
const stateOf = <E>(result: { ok: true; value: { state: ApprovalState } } | { ok: false; error: E }): ApprovalState => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.state;
};
const yes = (state: ApprovalState, actor: string): ApprovalState => stateOf(decide(state, { actor, decision: 'approve', ...at }));

describe('转交', () => {
  test('the other decides, the first no longer', () => {
    const state = stateOf(transfer(asked(), { actor: 'lead', to: 'saleshead', ...at }));
    expect(approversNow(state)).toEqual(['saleshead']);
    expect(decide(state, { actor: 'lead', decision: 'approve', ...at })).toMatchObject({ ok: false, error: { kind: 'approval.not-yours' } });
    expect(yes(state, 'saleshead').current).toBe(1);
    expect(state.handed).toMatchObject([{ kind: 'transferred', step: 'manager', by: 'lead', to: ['saleshead'] }]);
  });

  test.each([['dev', 'own-money'], ['fin2', 'own-money'], ['gone', 'unknown'], ['nobody', 'unknown'], ['lead', 'asked']])('not to %s', (to, because) => {
    expect(transfer(asked(), { actor: 'lead', to, ...at })).toMatchObject({ ok: false, error: { kind: 'approval.unfit', because } });
  });

  test('not to one who has said yes before: two steps, two heads', () => {
    expect(transfer(yes(asked(), 'lead'), { actor: 'vp', to: 'lead', ...at })).toMatchObject({ ok: false, error: { because: 'decided-before' } });
  });
});

describe('加签', () => {
  test('before: the others first, then the one who asked them', () => {
    const state = stateOf(addApprovers(asked(), { actor: 'lead', persons: ['saleshead', 'orphan'], where: 'before', mode: 'all', ...at }));
    expect(approversNow(state)).toEqual(['saleshead', 'orphan']);
    const both = yes(yes(state, 'orphan'), 'saleshead');
    expect(approversNow(both)).toEqual(['lead']);
    expect(both.steps.map((step) => step.id)).toEqual(['manager+1', 'manager', 'head', 'finance']);
  });

  test('after: the one who asks has said yes', () => {
    const state = stateOf(addApprovers(asked(), { actor: 'lead', persons: ['saleshead'], where: 'after', mode: 'any', ...at }));
    expect(approversNow(state)).toEqual(['saleshead']);
    expect(state.said.map((said) => said.by)).toEqual(['lead']);
    expect(approversNow(yes(state, 'saleshead'))).toEqual(['vp']);
  });

  test('not by somebody whose turn it is not, not on oneself, not with nobody', () => {
    expect(addApprovers(asked(), { actor: 'vp', persons: ['saleshead'], where: 'before', mode: 'any', ...at })).toMatchObject({ ok: false, error: { kind: 'approval.not-yours' } });
    expect(addApprovers(asked(), { actor: 'lead', persons: ['lead'], where: 'after', mode: 'any', ...at })).toMatchObject({ ok: false });
    expect(addApprovers(asked(), { actor: 'lead', persons: [], where: 'after', mode: 'any', ...at })).toMatchObject({ ok: false });
  });
});

describe('退回到某一步', () => {
  test('what was said from there on no longer counts and stays to be read', () => {
    const atFinance = yes(yes(asked(), 'lead'), 'vp');
    const state = stateOf(sendBack(atFinance, { actor: 'cfo', toStep: 'manager', reason: '请补充客户名单', ...at }));
    expect(approversNow(state)).toEqual(['lead']);
    expect(state.said).toEqual([]);
    expect(state.unsaid?.map((said) => said.by)).toEqual(['lead', 'vp']);
    expect(yes(yes(yes(state, 'lead'), 'vp'), 'cfo').status).toBe('approved');
  });

  test('only to an earlier step, and with a reason', () => {
    const atHead = yes(asked(), 'lead');
    expect(sendBack(atHead, { actor: 'vp', toStep: 'finance', reason: 'x', ...at })).toMatchObject({ ok: false, error: { kind: 'approval.no-such-step' } });
    expect(sendBack(atHead, { actor: 'vp', toStep: 'manager', reason: ' ', ...at })).toMatchObject({ ok: false, error: { kind: 'approval.reason-needed' } });
  });
});

const who = fc.constantFrom(...CAST.map((person) => person.id), 'stranger');
type Move = (state: ApprovalState) => ApprovalState;
const or = (state: ApprovalState, result: { ok: true; value: { state: ApprovalState } } | { ok: false }): ApprovalState => (result.ok ? result.value.state : state);
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  fc.tuple(who, who).map(([actor, to]): Move => (state) => or(state, transfer(state, { actor, to, ...at }))),
  fc.tuple(who, fc.array(who, { maxLength: 3 }), fc.constantFrom('before' as const, 'after' as const), fc.constantFrom('any' as const, 'all' as const)).map(([actor, persons, where, mode]): Move => (state) => or(state, addApprovers(state, { actor, persons, where, mode, ...at }))),
  fc.tuple(who, fc.constantFrom('manager', 'head', 'finance')).map(([actor, toStep]): Move => (state) => or(state, sendBack(state, { actor, toStep, reason: 'again', ...at }))),
  who.map((actor): Move => (state) => or(state, decide(state, { actor, decision: 'approve', ...at }))),
);

test('whatever people hand on, nobody decides on their own money and nothing is approved past a step', () => {
  fc.assert(fc.property(fc.array(anyMove, { maxLength: 40 }), (moves) => {
    const ended = moves.reduce((state, move) => move(state), asked());
    for (const said of [...ended.said, ...(ended.unsaid ?? [])]) expect(['dev', 'fin2']).not.toContain(said.by);
    for (const step of ended.steps) expect(step.approvers.some((id) => id === 'dev' || id === 'fin2')).toBe(false);
    if (ended.status !== 'approved') return;
    for (const step of ended.steps) {
      const heads = new Set(ended.said.filter((said) => said.step === step.id && said.decision === 'approve').map((said) => said.chair));
      expect(step.mode === 'all' ? step.approvers.every((id) => heads.has(id)) : heads.size > 0).toBe(true);
    }
  }), { numRuns: 2000 });
});
