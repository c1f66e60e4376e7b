import type { ChangeEvent } from '@roundtrip/contract';
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/** What shows a thing of this kind. An unknown kind refreshes everything: better late than wrong. */
const SHOWN_BY: Readonly<Record<string, readonly string[]>> = {
  payment: ['payments', 'matches', 'overview'], match: ['matches', 'claims', 'payments', 'overview'], document: ['documents', 'matches', 'claims'],
  claim: ['automation', 'claims', 'approvals', 'matches', 'payments', 'overview'], approval: ['approvals', 'claims'], payout: ['payouts', 'claims', 'overview'], 'payout-run': ['payouts'], 'payout-batch': ['payouts'], payee: ['payouts'],
  automation: ['automation'], trip: ['trips', 'claims'], booking: ['trips', 'matches'], ledger: ['ledger', 'reconciliation'], entry: ['ledger', 'reconciliation'],
  statement: ['reconciliation', 'payments'], reconciliation: ['reconciliation'], quarantine: ['quarantine', 'overview'], policy: ['policies'], 'policy-draft': ['policies'], delegation: ['delegations', 'approvals'], budget: ['budgets', 'approvals'],
};

export type Connection = 'connecting' | 'live' | 'away';
/** A burst of events becomes one refresh. */
const BURST_MS = 250;
const RETRY_MS = 3_000;

let connection: Connection = 'connecting';
const listeners = new Set<() => void>();
const become = (next: Connection): void => { if (next !== connection) { connection = next; for (const changed of listeners) changed(); } };

const FRESH_MS = 10_000;
/** When an id was last in the news: what is new shows it once, and not again when it scrolls back into sight. */
const heard = new Map<string, number>();
export const isFresh = (id: string): boolean => Date.now() - (heard.get(id) ?? 0) < FRESH_MS;

/** Listens until the returned function is called. The browser resumes by itself with Last-Event-ID; we only reopen what it gave up. */
export function listenForChanges(queries: QueryClient): () => void {
  const due = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reopen: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  const later = (): void => { timer ??= setTimeout(() => void flush(), BURST_MS); };
  // One refresh ends before the next begins: in a storm of news screens stay a breath behind, and never starve.
  const flush = async (): Promise<void> => {
    const kinds = new Set(due);
    due.clear();
    await queries.invalidateQueries({ predicate: ({ queryKey }) => (kinds.has('*') ? queryKey[0] !== 'session' : kinds.has(String(queryKey[0]))) });
    timer = undefined;
    if (due.size > 0) later();
  };
  const hear = (message: MessageEvent<string>): void => {
    const event = JSON.parse(message.data) as ChangeEvent;
    const room = event.type.split('.')[0] ?? '';
    heard.set(event.subject.id, Date.now());
    for (const kind of [...(SHOWN_BY[event.subject.kind] ?? ['*']), ...(SHOWN_BY[room] ?? [])]) due.add(kind);
    later();
  };
  const open = (): void => {
    source = new EventSource('/v1/events');
    source.onopen = () => { if (connection === 'away') { due.add('*'); later(); } become('live'); };
    source.onmessage = hear;
    source.onerror = () => {
      become('away');
      if (source.readyState === EventSource.CLOSED) reopen = setTimeout(open, RETRY_MS);
    };
  };
  open();
  return () => { clearTimeout(timer); clearTimeout(reopen); source.close(); become('connecting'); };
}

export const useConnection = (): Connection => useSyncExternalStore((changed) => { listeners.add(changed); return () => listeners.delete(changed); }, () => connection);
