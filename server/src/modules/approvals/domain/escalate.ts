import type { Instant } from '@roundtrip/kernel';
import { openChairs, type ApprovalState, type HandedOn } from './decide.ts';
import type { Person, Step } from './route.ts';
import type { Directory } from './who.ts';

const FINANCE = 'finance';

export type Rerouted = { readonly state: ApprovalState; readonly chair: string; readonly to: readonly string[] };

const note = (state: ApprovalState, step: Step, handed: HandedOn): ApprovalState => ({ ...state, steps: state.steps.map((one) => (one.id === step.id ? step : one)), handed: [...(state.handed ?? []), handed] });

/** May sit on this step beside those who do: at work, not whose money it is, not asked already, no yes before. */
function mayJoin(state: ApprovalState, step: Step, person: Person): boolean {
  if (!person.active || person.id === state.submitterId || state.barred.includes(person.id)) return false;
  if (step.approvers.includes(person.id) || Object.values(step.standIns ?? {}).some((ids) => ids.includes(person.id))) return false;
  return !state.said.some((said) => said.by === person.id && said.decision === 'approve');
}

/** The nearest above a person who may join; a circle of managers ends the search. */
function above(state: ApprovalState, step: Step, { directory, chair }: { readonly directory: Directory; readonly chair: string }): Person | null {
  const seen = new Set([chair]);
  let id = directory.byId.get(chair)?.managerId;
  while (id != null && !seen.has(id)) {
    seen.add(id);
    const manager = directory.byId.get(id);
    if (!manager) return null;
    if (mayJoin(state, step, manager)) return manager;
    id = manager.managerId;
  }
  return null;
}

/**
 * An approver has been silent too long: their manager may decide as well. The approver stays asked, and whichever of the
 * two answers first is heard. Null where the chair is not open, has a stand-in already, or nobody above may join.
 */
export function escalate(state: ApprovalState, { chair, directory, at }: { readonly chair: string; readonly directory: Directory; readonly at: Instant }): Rerouted | null {
  const step = state.steps[state.current];
  if (!step || !openChairs(state).includes(chair) || step.standIns?.[chair]) return null;
  const manager = above(state, step, { directory, chair });
  if (!manager) return null;
  const next: Step = { ...step, standIns: { ...step.standIns, [chair]: [manager.id] } };
  return { state: note(state, next, { kind: 'escalated', step: step.id, by: null, to: [manager.id], at }), chair, to: [manager.id] };
}

/**
 * An approver has left: the nearest above them who may join sits on their chair, else one of finance. Where others of the
 * step can still answer and one yes is enough, the chair is simply taken away. Null where nobody can be found.
 */
export function replaceLeaver(state: ApprovalState, { chair, directory, at }: { readonly chair: string; readonly directory: Directory; readonly at: Instant }): Rerouted | null {
  const step = state.steps[state.current];
  if (!step || !openChairs(state).includes(chair) || directory.byId.get(chair)?.active) return null;
  const others = step.approvers.filter((id) => id !== chair && directory.byId.get(id)?.active);
  const alone = step.mode === 'all' || others.length === 0;
  const heir = alone ? above(state, step, { directory, chair }) ?? (directory.byRole.get(FINANCE) ?? []).find((person) => mayJoin(state, step, person)) : undefined;
  if (alone && !heir) return null;
  const { [chair]: _, ...onBehalfOf } = step.onBehalfOf;
  const { [chair]: __, ...standIns } = step.standIns ?? {};
  const approvers = step.approvers.flatMap((id) => (id !== chair ? [id] : heir ? [heir.id] : []));
  const to = heir ? [heir.id] : others;
  return { state: note(state, { ...step, approvers, onBehalfOf, standIns }, { kind: 'rerouted', step: step.id, by: null, to, at }), chair, to };
}
