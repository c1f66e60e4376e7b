import type { Result } from '@roundtrip/kernel';
import { ok } from '@roundtrip/kernel';
import { decide } from '#modules/approvals';
import { record } from '#modules/audit';
import type { House } from './house.ts';
import { settleTurn, takeTurn, type TurnCall, type TurnProblem } from './turn.ts';

export type StepDecision = TurnCall & { readonly decision: 'approve' | 'reject' | 'return'; readonly reason: string | null };

const CODES = { reject: 'rejected', return: 'returned' } as const;

/** One person's yes, no, or "mend it first". The last yes approves the claim; a no ends it, a return makes it a draft again, each with its reason. */
export function decideStep(house: House, { decision, reason, ...call }: StepDecision): Promise<Result<null, TurnProblem>> {
  return house.db.transact(call.caller.companyId, async (tx): Promise<Result<null, TurnProblem>> => {
    const scene = await takeTurn(tx, house, call);
    if (!scene.ok) return scene;
    const { caller, request, claim, people } = scene.value;
    const decided = decide(request.state, { actor: caller.employeeId, decision, reason: reason ?? undefined, at: house.clock.now(), people });
    if (!decided.ok) return decided;
    const { state } = decided.value;
    const step = request.state.steps[request.state.current];
    const said = state.said.at(-1);
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{
      action: `approval.${decision}`, subject: { kind: 'claim', id: claim.id },
      body: { request: request.id, step: step?.id ?? '', ...(said?.onBehalfOf === undefined ? {} : { onBehalfOf: said.onBehalfOf }), ...(reason ? { reason } : {}) },
    }]);
    const told = decision === 'approve' ? { code: codeOf(step?.id), note: step?.title ?? null } : { code: CODES[decision], note: { zh: reason ?? '', en: reason ?? '' } };
    await settleTurn(tx, house, scene.value, { state, told });
    return ok(null);
  });
}

/** The two steps that nearly every route has have words of their own on the timeline. */
const codeOf = (step: string | undefined): string => (step === 'manager' || step === 'finance' ? step : 'approver');
