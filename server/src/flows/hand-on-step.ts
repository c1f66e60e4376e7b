import type { Bilingual, Result } from '@roundtrip/kernel';
import { ok } from '@roundtrip/kernel';
import { addApprovers, sendBack, transfer, type HandOnError } from '#modules/approvals';
import { record } from '#modules/audit';
import type { House } from './house.ts';
import { settleTurn, takeTurn, type TurnCall, type TurnProblem, type TurnScene } from './turn.ts';

export type HandOn =
  | { readonly kind: 'transfer'; readonly to: string }
  | { readonly kind: 'add'; readonly persons: readonly string[]; readonly where: 'before' | 'after'; readonly mode: 'any' | 'all' }
  | { readonly kind: 'send-back'; readonly toStep: string };

const CODES = { transfer: 'transferred', add: 'added', 'send-back': 'sent-back' } as const;

/** 转交, 加签, 退回某步: an approver hands a claim on instead of deciding it. */
export function handOnStep(house: House, { move, reason, ...call }: TurnCall & { readonly move: HandOn; readonly reason: string | null }): Promise<Result<null, TurnProblem | HandOnError>> {
  return house.db.transact(call.caller.companyId, async (tx): Promise<Result<null, TurnProblem | HandOnError>> => {
    const scene = await takeTurn(tx, house, call);
    if (!scene.ok) return scene;
    const { caller, request, claim, people } = scene.value;
    const turn = { actor: caller.employeeId, reason: reason ?? undefined, at: house.clock.now(), people };
    const moved = move.kind === 'transfer' ? transfer(request.state, { ...turn, to: move.to }) : move.kind === 'add' ? addApprovers(request.state, { ...turn, ...move }) : sendBack(request.state, { ...turn, toStep: move.toStep });
    if (!moved.ok) return moved;
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{ action: `approval.${CODES[move.kind]}`, subject: { kind: 'claim', id: claim.id }, body: { request: request.id, ...move, ...(reason ? { reason } : {}) } }]);
    await settleTurn(tx, house, scene.value, { state: moved.value.state, told: { code: CODES[move.kind], note: noteOf(scene.value, move, reason) } });
    return ok(null);
  });
}

/** To whom, and why, as the timeline shows it. */
function noteOf({ employees, request }: TurnScene, move: HandOn, reason: string | null): Bilingual {
  const names = (ids: readonly string[]): string => ids.map((id) => employees.find((one) => one.id === id)?.name ?? id).join('、');
  const step = move.kind === 'send-back' ? request.state.steps.find((one) => one.id === move.toStep)?.title : undefined;
  const to = move.kind === 'transfer' ? names([move.to]) : move.kind === 'add' ? names(move.persons) : null;
  const after = reason ? { zh: `：${reason}`, en: `: ${reason}` } : { zh: '', en: '' };
  return { zh: `${to ?? step?.zh ?? ''}${after.zh}`, en: `${to ?? step?.en ?? ''}${after.en}` };
}
