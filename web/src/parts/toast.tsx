import { CircleAlert, CircleCheck } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { t } from '../i18n/index.ts';
import { wordsOf } from './states.tsx';

type Toast = { readonly id: number; readonly tone: 'ok' | 'bad'; readonly text: string; readonly action?: { readonly label: string; readonly run: () => void } };

const UNDO_MS = 5_000;
const SHOWN_MS = 6_000;
let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const publish = (next: readonly Toast[]): void => { toasts = next; for (const changed of listeners) changed(); };
const dismiss = (id: number): void => publish(toasts.filter((toast) => toast.id !== id));

function show(toast: Omit<Toast, 'id'>, ms = SHOWN_MS): number {
  const id = (lastId += 1);
  publish([...toasts.slice(-2), { ...toast, id }]);
  setTimeout(() => dismiss(id), ms);
  return id;
}

export const tell = (text: string, action?: Toast['action']): void => { show({ tone: 'ok', text, ...(action ? { action } : {}) }); };
export const tellProblem = (error: unknown): void => { show({ tone: 'bad', text: wordsOf(error) }); };

/**
 * Does `run` in a few seconds unless the person takes it back: for decisions that the server cannot take back.
 * Leaving the page does it at once, so nothing decided is lost.
 */
export function doUndoably(text: string, run: () => void, undo: () => void): void {
  let open = true;
  const settle = (how: () => void): void => {
    if (!open) return;
    open = false;
    clearTimeout(timer);
    removeEventListener('pagehide', now);
    dismiss(id);
    how();
  };
  const now = (): void => settle(run);
  const timer = setTimeout(now, UNDO_MS);
  addEventListener('pagehide', now);
  const id = show({ tone: 'ok', text, action: { label: t('action.undo'), run: () => settle(undo) } }, UNDO_MS);
}

export function Toasts() {
  const shown = useSyncExternalStore((changed) => { listeners.add(changed); return () => listeners.delete(changed); }, () => toasts);
  return (
    <div role="status" aria-live="polite" className="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex flex-col items-center gap-2 px-4 md:bottom-6">
      {shown.map((toast) => (
        <div key={toast.id} className="pointer-events-auto flex min-h-11 max-w-md animate-rise items-center gap-2.5 rounded-md bg-ink py-1.5 pr-2 pl-3.5 text-bg shadow-lift">
          {toast.tone === 'ok' ? <CircleCheck size={16} className="shrink-0" aria-hidden /> : <CircleAlert size={16} className="shrink-0" aria-hidden />}
          <span className="pr-1.5">{toast.text}</span>
          {toast.action && (
            <button type="button" className="h-8 rounded-sm px-2.5 font-semibold underline-offset-2 hover:underline focus-visible:outline-bg" onClick={() => { toast.action?.run(); dismiss(toast.id); }}>
              {toast.action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
