import { err, ok, type Bilingual, type Instant, type Result } from '@roundtrip/kernel';
import { approversNow, chairOf, decide, type ApprovalError, type ApprovalState, type Decided, type HandedOn } from './decide.ts';
import type { Person, Step, StepMode } from './route.ts';
import { directoryOf, type Directory } from './who.ts';

export type HandOnError = ApprovalError
  /** This person cannot sit here: gone, whose money it is, already asked, or one who has said yes before. */
  | { readonly kind: 'approval.unfit'; readonly person: string; readonly because: 'unknown' | 'own-money' | 'asked' | 'decided-before' }
  | { readonly kind: 'approval.no-such-step'; readonly step: string };

type Turn = { readonly actor: string; readonly reason?: string | undefined; readonly at: Instant; readonly people: readonly Person[] | Directory };
export type Transfer = Turn & { readonly to: string };
export type AddApprovers = Turn & { readonly persons: readonly string[]; readonly where: 'before' | 'after'; readonly mode: StepMode };
export type SendBack = Turn & { readonly toStep: string };

const ADDED: Bilingual = { zh: '加签', en: 'Added approver' };
const HEADS_MAX = 20;

type Sitting = { readonly step: Step; readonly chair: string; readonly directory: Directory };

/** The step and the chair that the actor sits on now. The same walls as a decision: never on one's own money, only in turn. */
function sitting(state: ApprovalState, { actor, people }: Turn): Result<Sitting, ApprovalError> {
  if (state.status !== 'pending') return err({ kind: 'approval.wrong-state', from: state.status, to: 'pending' });
  if (actor === state.submitterId || state.barred.includes(actor)) return err({ kind: 'approval.own-money', actor });
  const directory = 'byId' in people ? people : directoryOf(people);
  const step = state.steps[state.current];
  const chair = step ? chairOf(state, step, actor, directory) : null;
  return step && chair ? ok({ step, chair: chair.chair, directory }) : err({ kind: 'approval.not-yours', actor, step: step?.id ?? '', because: 'not-asked' });
}

function unfit(state: ApprovalState, person: string, { step, directory }: Sitting): HandOnError | null {
  const refuse = (because: 'unknown' | 'own-money' | 'asked' | 'decided-before'): HandOnError => ({ kind: 'approval.unfit', person, because });
  if (state.barred.includes(person) || person === state.submitterId) return refuse('own-money');
  if (!directory.byId.get(person)?.active) return refuse('unknown');
  if (state.said.some((said) => said.by === person && said.decision === 'approve')) return refuse('decided-before');
  return step.approvers.includes(person) ? refuse('asked') : null;
}

const note = (state: ApprovalState, handed: HandedOn): ApprovalState => ({ ...state, handed: [...(state.handed ?? []), handed] });
const reasonOf = (reason: string | undefined): { readonly reason?: string } => (reason?.trim() ? { reason: reason.trim() } : {});
const asked = (state: ApprovalState, at: Instant): Decided => {
  const step = state.steps[state.current];
  return { state, event: { type: 'approval.asked', step: step?.id ?? '', approvers: approversNow(state), at } };
};

/** 转交: another person decides in the actor's stead. */
export function transfer(state: ApprovalState, input: Transfer): Result<Decided, HandOnError> {
  const { actor, to, reason, at } = input;
  const seat = sitting(state, input);
  if (!seat.ok) return seat;
  const refused = unfit(state, to, seat.value);
  if (refused) return err(refused);
  const { step, chair } = seat.value;
  const { [chair]: _, ...onBehalfOf } = step.onBehalfOf;
  const next: Step = { ...step, approvers: step.approvers.map((id) => (id === chair ? to : id)), onBehalfOf };
  const steps = state.steps.map((one, index) => (index === state.current ? next : one));
  return ok(asked(note({ ...state, steps }, { kind: 'transferred', step: step.id, by: actor, to: [to], ...reasonOf(reason), at }), at));
}

/** An id that no step has, telling whose addition it is. */
function addedId(state: ApprovalState, step: Step): string {
  const taken = new Set(state.steps.map((one) => one.id));
  for (let n = 1; ; n += 1) if (!taken.has(`${step.id}+${n}`)) return `${step.id}+${n}`;
}

/**
 * 加签: others are asked as well. Before: they decide first and the request comes back to the actor. After: the actor
 * says yes, and they decide next.
 */
export function addApprovers(state: ApprovalState, input: AddApprovers): Result<Decided, HandOnError> {
  const { actor, persons, where, mode, reason, at, people } = input;
  const seat = sitting(state, input);
  if (!seat.ok) return seat;
  const to = [...new Set(persons)];
  if (to.length === 0 || to.length > HEADS_MAX) return err({ kind: 'approval.unfit', person: '', because: 'unknown' });
  for (const person of to) {
    const refused = person === actor ? { kind: 'approval.unfit', person, because: 'asked' } as const : unfit(state, person, seat.value);
    if (refused) return err(refused);
  }
  const { step } = seat.value;
  const added: Step = { id: addedId(state, step), title: ADDED, mode, approvers: to, onBehalfOf: {} };
  const index = where === 'before' ? state.current : state.current + 1;
  const widened = note({ ...state, steps: [...state.steps.slice(0, index), added, ...state.steps.slice(index)] }, { kind: where === 'before' ? 'added-before' : 'added-after', step: step.id, by: actor, to, ...reasonOf(reason), at });
  return where === 'before' ? ok(asked(widened, at)) : decide(widened, { actor, decision: 'approve', reason, at, people });
}

/** An earlier step is asked again, and all after it: what was said there no longer counts, and stays to be read. */
export function sendBack(state: ApprovalState, input: SendBack): Result<Decided, HandOnError> {
  const { actor, toStep, reason, at } = input;
  const seat = sitting(state, input);
  if (!seat.ok) return seat;
  if (!reason?.trim()) return err({ kind: 'approval.reason-needed', decision: 'return' });
  const index = state.steps.findIndex((step) => step.id === toStep);
  if (index < 0 || index >= state.current) return err({ kind: 'approval.no-such-step', step: toStep });
  const kept = new Set(state.steps.slice(0, index).map((step) => step.id));
  const next: ApprovalState = { ...state, current: index, said: state.said.filter((said) => kept.has(said.step)), unsaid: [...(state.unsaid ?? []), ...state.said.filter((said) => !kept.has(said.step))] };
  return ok(asked(note(next, { kind: 'sent-back', step: seat.value.step.id, by: actor, to: [], toStep, ...reasonOf(reason), at }), at));
}
