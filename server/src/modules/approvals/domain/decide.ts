import { err, invariant, ok, type Bilingual, type Instant, type Result } from '@roundtrip/kernel';
import type { Person, Plan, Step } from './route.ts';
import { actingFor, directoryOf, type Directory } from './who.ts';

export type ApprovalStatus = 'pending' | 'approved' | 'rejected' | 'returned' | 'withdrawn';

/** A missing arrow is a forbidden move: what is decided stays decided, and a returned request is asked anew. */
export const APPROVAL_MOVES = {
  pending: ['pending', 'approved', 'rejected', 'returned', 'withdrawn'],
  approved: [],
  rejected: [],
  returned: [],
  withdrawn: [],
} as const satisfies Record<ApprovalStatus, readonly ApprovalStatus[]>;

export type Decision = 'approve' | 'reject' | 'return';

export type Said = {
  readonly step: string;
  readonly by: string;
  /** The planned approver whose word this is; another than `by` where someone acts for them. */
  readonly chair: string;
  readonly onBehalfOf?: string;
  readonly decision: Decision;
  readonly reason?: string;
  readonly at: Instant;
};

/** What an approver may do beside yes and no. Kept in the state, so that the whole way of a request can be read. */
export type HandedOn = {
  readonly kind: 'transferred' | 'added-before' | 'added-after' | 'sent-back' | 'escalated' | 'rerouted';
  readonly step: string;
  /** Null: by the rule, because someone was silent too long or has left. */
  readonly by: string | null;
  /** Who decides instead, or also; for `sent-back` nobody. */
  readonly to: readonly string[];
  /** For `sent-back`: the step that is asked again. */
  readonly toStep?: string;
  readonly reason?: string;
  readonly at: Instant;
};

/** Plain JSON, so that it is kept as it is. */
export type ApprovalState = {
  readonly status: ApprovalStatus;
  readonly automatic: boolean;
  readonly route: string;
  readonly routeVersion: string;
  readonly submitterId: string;
  readonly barred: readonly string[];
  readonly steps: readonly Step[];
  /** The step whose turn it is; the number of steps once all have said yes. */
  readonly current: number;
  readonly said: readonly Said[];
  /** What was said before a step was asked again; no longer counts. */
  readonly unsaid?: readonly Said[];
  readonly handed?: readonly HandedOn[];
  readonly why: readonly Bilingual[];
};

export type ApprovalEvent =
  | { readonly type: 'approval.asked'; readonly step: string; readonly approvers: readonly string[]; readonly at: Instant }
  | { readonly type: 'approval.approved'; readonly automatic: boolean; readonly by: string | null; readonly at: Instant }
  | { readonly type: 'approval.rejected' | 'approval.returned'; readonly step: string; readonly by: string; readonly reason: string; readonly at: Instant }
  | { readonly type: 'approval.seconded'; readonly step: string; readonly by: string; readonly waitingFor: readonly string[]; readonly at: Instant }
  | { readonly type: 'approval.withdrawn'; readonly by: string; readonly at: Instant };

export type ApprovalError =
  | { readonly kind: 'approval.wrong-state'; readonly from: ApprovalStatus; readonly to: ApprovalStatus }
  | { readonly kind: 'approval.own-money'; readonly actor: string }
  | { readonly kind: 'approval.not-yours'; readonly actor: string; readonly step: string; readonly because: 'not-asked' | 'decided-before' }
  | { readonly kind: 'approval.reason-needed'; readonly decision: Decision };

export type Decided = { readonly state: ApprovalState; readonly event: ApprovalEvent };

/** The life of a plan begins: approved at once where it is automatic, else the first step is asked. */
export function openApproval(plan: Plan, at: Instant): Decided {
  const { automatic, route, routeVersion, submitterId, barred, steps, why } = plan;
  const base = { automatic, route, routeVersion, submitterId, barred, steps, why, said: [], current: 0 };
  if (automatic) return { state: { ...base, status: 'approved' }, event: { type: 'approval.approved', automatic: true, by: null, at } };
  const [first] = steps;
  invariant(first, 'a plan that is not automatic asks somebody');
  return { state: { ...base, status: 'pending' }, event: { type: 'approval.asked', step: first.id, approvers: first.approvers, at } };
}

const yesTo = (state: ApprovalState, step: Step): Said[] => state.said.filter((said) => said.step === step.id && said.decision === 'approve');

/** The chairs that are still to be heard: with `all`, those who have not said yes yet. Empty once it is decided. */
export function openChairs(state: ApprovalState): readonly string[] {
  const step = state.status === 'pending' ? state.steps[state.current] : undefined;
  if (!step) return [];
  const done = new Set(yesTo(state, step).map((said) => said.chair));
  return step.approvers.filter((id) => !done.has(id));
}

/** Whose turn it is now: the open chairs, and who may decide in the stead of the silent ones. */
export function approversNow(state: ApprovalState): readonly string[] {
  const standIns = state.steps[state.current]?.standIns ?? {};
  const chairs = openChairs(state);
  return [...new Set([...chairs, ...chairs.flatMap((chair) => standIns[chair] ?? [])])];
}

type Chair = { readonly chair: string; readonly onBehalfOf?: string };

/** The chair that the actor may sit on: their own, or that of someone for whom they act now. */
export function chairOf(state: ApprovalState, step: Step, actor: string, people: readonly Person[] | Directory | undefined): Chair | null {
  const open = openChairs(state);
  if (open.includes(actor)) {
    const planned = step.onBehalfOf[actor];
    return { chair: actor, ...(planned === undefined ? {} : { onBehalfOf: planned }) };
  }
  const silent = open.find((id) => step.standIns?.[id]?.includes(actor));
  if (silent !== undefined) return { chair: silent, onBehalfOf: silent };
  if (!people) return null;
  const directory = 'byId' in people ? people : directoryOf(people);
  const barred = new Set(state.barred);
  for (const id of open) {
    const approver = directory.byId.get(id);
    if (approver && directory.byId.get(actor)?.active && actingFor(approver, directory, barred).id === actor) return { chair: id, onBehalfOf: id };
  }
  return null;
}

export type DecisionInput = {
  readonly actor: string;
  readonly decision: Decision;
  readonly reason?: string | undefined;
  readonly at: Instant;
  /** Given where someone may act for an approver; without it only the planned approvers may decide. */
  readonly people?: readonly Person[] | Directory | undefined;
};

const ENDS = { approve: 'approved', reject: 'rejected', return: 'returned' } as const satisfies Record<Decision, ApprovalStatus>;

const mayMove = (from: ApprovalStatus, to: ApprovalStatus): boolean => (APPROVAL_MOVES[from] as readonly ApprovalStatus[]).includes(to);

function refusal(state: ApprovalState, { actor, decision, reason }: DecisionInput): ApprovalError | null {
  const to = ENDS[decision];
  if (!mayMove(state.status, to)) return { kind: 'approval.wrong-state', from: state.status, to };
  if (actor === state.submitterId || state.barred.includes(actor)) return { kind: 'approval.own-money', actor };
  if (decision !== 'approve' && !reason?.trim()) return { kind: 'approval.reason-needed', decision };
  return null;
}

/**
 * One person says yes, no, or "mend it first". Refuses those whose money it is (`approval.own-money`) whatever the
 * route says, those whose turn it is not (`approval.not-yours`), who has said yes to an earlier step while others could
 * decide this one, a no without its reason (`approval.reason-needed`), and everything after the end (`approval.wrong-state`).
 */
export function decide(state: ApprovalState, input: DecisionInput): Result<Decided, ApprovalError> {
  const { actor, decision, reason, at, people } = input;
  const refused = refusal(state, input);
  if (refused) return err(refused);
  const step = state.steps[state.current];
  const chair = step ? chairOf(state, step, actor, people) : null;
  if (!step || !chair) return err({ kind: 'approval.not-yours', actor, step: step?.id ?? '', because: 'not-asked' });
  const saidYes = new Set(state.said.map((said) => said.by));
  // A second head, as long as there is one: else the request would wait for nobody.
  if (step.mode === 'any' && saidYes.has(actor) && step.approvers.some((id) => !saidYes.has(id))) return err({ kind: 'approval.not-yours', actor, step: step.id, because: 'decided-before' });
  const said: Said = { step: step.id, by: actor, ...chair, decision, at, ...(reason?.trim() ? { reason: reason.trim() } : {}) };
  const next = { ...state, said: [...state.said, said] };
  if (decision !== 'approve') {
    const status = ENDS[decision];
    return ok({ state: { ...next, status }, event: { type: `approval.${status}`, step: step.id, by: actor, reason: said.reason ?? '', at } });
  }
  return ok(afterYes(next, step, { actor, at }));
}

function afterYes(state: ApprovalState, step: Step, { actor, at }: { readonly actor: string; readonly at: Instant }): Decided {
  const waitingFor = openChairs(state);
  if (step.mode === 'all' && waitingFor.length > 0) return { state, event: { type: 'approval.seconded', step: step.id, by: actor, waitingFor, at } };
  const current = state.current + 1;
  const following = state.steps[current];
  if (following) return { state: { ...state, current }, event: { type: 'approval.asked', step: following.id, approvers: following.approvers, at } };
  return { state: { ...state, current, status: 'approved' }, event: { type: 'approval.approved', automatic: false, by: actor, at } };
}

/** The submitter takes it back before it is decided. */
export function withdraw(state: ApprovalState, { actor, at }: { readonly actor: string; readonly at: Instant }): Result<Decided, ApprovalError> {
  if (!mayMove(state.status, 'withdrawn')) return err({ kind: 'approval.wrong-state', from: state.status, to: 'withdrawn' });
  if (actor !== state.submitterId) return err({ kind: 'approval.not-yours', actor, step: state.steps[state.current]?.id ?? '', because: 'not-asked' });
  return ok({ state: { ...state, status: 'withdrawn' }, event: { type: 'approval.withdrawn', by: actor, at } });
}
