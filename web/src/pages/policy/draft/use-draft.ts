import type { PolicyDraftView } from '@roundtrip/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useRef } from 'react';
import { ApiProblem, send } from '../../../api/client.ts';
import { policyDraftQuery } from '../../../api/queries.ts';
import type { Document } from '../read-rules.ts';

/** What is being edited: each change is a step that can be taken back. */
type Written = { readonly document: Document; readonly title: PolicyDraftView['title']; readonly effectiveFrom: string; readonly route: unknown };
type State = { readonly past: readonly Written[]; readonly now: Written; readonly future: readonly Written[] };
type Step = { readonly kind: 'change'; readonly change: Partial<Written> } | { readonly kind: 'undo' } | { readonly kind: 'redo' };

const STEPS_MAX = 200;
const PAUSE_MS = 500;

function take(state: State, step: Step): State {
  const { past, now, future } = state;
  if (step.kind === 'change') return { past: [...past.slice(1 - STEPS_MAX), now], now: { ...now, ...step.change }, future: [] };
  if (step.kind === 'undo') { const back = past.at(-1); return back ? { past: past.slice(0, -1), now: back, future: [now, ...future] } : state; }
  const [next, ...rest] = future;
  return next ? { past: [...past, now], now: next, future: rest } : state;
}

export type Saving = 'saved' | 'writing' | 'taken' | 'failed';
export type Draft = Written & {
  readonly saving: Saving; readonly revision: number; readonly canUndo: boolean; readonly canRedo: boolean;
  change(change: Partial<Written>): void; undo(): void; redo(): void;
  /** Saves at once what is still unsaved, for what comes next to speak of it. */
  flush(): Promise<number>;
};

/**
 * The draft as it is being written. It saves itself shortly after the last change, one save after another; where another
 * editor was quicker it stops and says so, and nothing typed is lost from the screen.
 */
export function useDraft(view: PolicyDraftView): Draft {
  const queries = useQueryClient();
  const [state, step] = useReducer(take, { past: [], now: { document: view.document as Document, title: view.title, effectiveFrom: view.effectiveFrom, route: view.route }, future: [] });
  const revision = useRef(view.revision);
  const saved = useRef<Written>(state.now);
  const latest = useRef<Written>(state.now);
  latest.current = state.now;
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: async (): Promise<void> => {
      while (saved.current !== latest.current) {
        const written = latest.current;
        const next = await send(`/v1/policies/${view.id}`, { method: 'PUT', shape: (c) => c.policyDraftView, body: { ...written, revision: revision.current } });
        revision.current = next.revision;
        saved.current = written;
        queries.setQueryData(policyDraftQuery(view.id).queryKey, next);
      }
    },
  });
  const { mutate, mutateAsync, isPending, error } = save;
  const unsaved = saved.current !== state.now;
  const taken = error instanceof ApiProblem && error.problem.kind === 'policy.draft-changed';
  useEffect(() => {
    if (!unsaved || isPending || taken) return;
    const timer = setTimeout(() => mutate(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [state.now, unsaved, isPending, taken, mutate]);
  return {
    ...state.now, revision: revision.current, canUndo: state.past.length > 0, canRedo: state.future.length > 0,
    saving: taken ? 'taken' : error ? 'failed' : unsaved || isPending ? 'writing' : 'saved',
    change: (change) => step({ kind: 'change', change }), undo: () => step({ kind: 'undo' }), redo: () => step({ kind: 'redo' }),
    flush: async () => { if (saved.current !== latest.current) await mutateAsync(); return revision.current; },
  };
}
