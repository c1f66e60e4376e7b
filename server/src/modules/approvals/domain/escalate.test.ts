import fc from 'fast-check';
import { expect, test } from 'vitest';
import { approversNow, decide, openApproval, type ApprovalState } from './decide.ts';
import { escalate, replaceLeaver } from './escalate.ts';
import type { Step } from './route.ts';
import { AT, CAST } from './testing/cast.ts';
import { directoryOf } from './who.ts';

const title = { zh: '审批', en: 'Approval' };
const step = (approvers: string[], mode: Step['mode'] = 'any'): Step => ({ id: 'one', title, mode, approvers, onBehalfOf: {} });
const open = (steps: Step[], barred = ['dev']): ApprovalState => openApproval({ automatic: false, route: 'r', routeVersion: '1', submitterId: 'dev', barred, steps, why: [] }, AT).state;
const directory = directoryOf(CAST);
const up = (state: ApprovalState, chair: string) => escalate(state, { chair, directory, at: AT });

test('whoever is added or put in a seat is at work and has none of the money, in any company', () => {
  const ids = CAST.map((one) => one.id);
  fc.assert(fc.property(fc.subarray(ids, { minLength: 1, maxLength: 4 }), fc.subarray(ids, { maxLength: 5 }), fc.constantFrom('any' as const, 'all' as const), fc.subarray(ids), (seats, others, mode, gone) => {
    const barred = ['dev', ...others];
    const approvers = seats.filter((id) => !barred.includes(id));
    if (approvers.length === 0) return;
    const people = directoryOf(CAST.map((one) => ({ ...one, active: one.active && !gone.includes(one.id) })));
    for (const move of [escalate, replaceLeaver]) for (const chair of approvers) {
      const moved = move(open([step(approvers, mode)], barred), { chair, directory: people, at: AT });
      if (!moved) continue;
      expect(moved.to.length).toBeGreaterThan(0);
      expect(moved.to.filter((id) => barred.includes(id) || !people.byId.get(id)?.active)).toEqual([]);
      expect(approversNow(moved.state).filter((id) => barred.includes(id))).toEqual([]);
    }
  }), { numRuns: 500 });
});

test('a silent approver stays asked; their manager may decide in their stead, and is shown as such', () => {
  const moved = up(open([step(['lead'])]), 'lead');
  expect(moved && approversNow(moved.state)).toEqual(['lead', 'vp']);
  const said = decide(moved?.state as ApprovalState, { actor: 'vp', decision: 'approve', at: AT });
  expect(said.ok && said.value.state).toMatchObject({ status: 'approved', said: [{ by: 'vp', chair: 'lead', onBehalfOf: 'lead' }] });
  expect(decide(moved?.state as ApprovalState, { actor: 'lead', decision: 'approve', at: AT })).toMatchObject({ ok: true, value: { state: { status: 'approved' } } });
});

test('with 会签 a stand-in answers for one chair only', () => {
  const moved = up(open([step(['lead', 'fin1'], 'all')]), 'lead');
  const said = decide(moved?.state as ApprovalState, { actor: 'vp', decision: 'approve', at: AT });
  expect(said.ok && [said.value.state.status, approversNow(said.value.state)]).toEqual(['pending', ['fin1']]);
});

test.each([
  ['the one above when the manager has the money', ['lead'], 'lead', ['dev', 'vp'], ['ceo']],
  ['nobody above', ['ceo'], 'ceo', ['dev'], null],
  ['a circle of managers ends', ['loopa'], 'loopa', ['dev', 'loopb'], null],
  ['past whoever is asked already', ['lead', 'vp'], 'lead', ['dev'], ['ceo']],
  ['not someone who is not asked', ['lead'], 'fin1', ['dev'], null],
] as const)('escalation: %s', (...[, approvers, chair, barred, to]) => {
  expect(up(open([step([...approvers])], [...barred]), chair)?.to ?? null).toEqual(to);
});

test('once is enough', () => {
  const moved = up(open([step(['lead'])]), 'lead');
  expect(up(moved?.state as ApprovalState, 'lead')).toBeNull();
});

test.each([
  ['the manager of whoever left', ['gone'], 'any', ['dev'], ['vp']],
  ['others of the step, where one yes is enough', ['gone', 'fin1'], 'any', ['dev'], ['fin1']],
  ['a chair of 会签 is filled', ['gone', 'fin1'], 'all', ['dev'], ['vp']],
  ['finance, where nobody above is free', ['gone'], 'any', ['dev', 'vp', 'ceo'], ['cfo']],
  ['nobody at all', ['gone'], 'any', ['dev', 'vp', 'ceo', 'cfo', 'fin1', 'fin2'], null],
  ['nobody where all are at work', ['lead'], 'any', ['dev'], null],
] as const)('a leaver gives way to %s', (...[, approvers, mode, barred, to]) => {
  expect(replaceLeaver(open([step([...approvers], mode)], [...barred]), { chair: approvers[0], directory, at: AT })?.to ?? null).toEqual(to);
});
