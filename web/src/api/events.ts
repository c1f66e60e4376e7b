import type { ChangeEvent } from '@roundtrip/contract';
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/** What shows a thing of this kind. An unknown kind refreshes everything: better late than wrong. */
const SHOWN_BY: Readonly<Record<string, readonly string[]>> = {
  payment: ['payments', 'matches', 'overview'], match: ['matches', 'claims', 'payments', 'overview'], document: ['documents', 'matches', 'claims'],
  claim: ['claims', 'approvals', 'matches', 'payments', 'overview'], approval: ['approvals', 'claims'], payout: ['payouts', 'claims', 'overview'],
  trip: ['trips', 'claims'], booking: ['trips', 'matches'], ledger: ['ledger', 'reconciliation'], entry: ['ledger', 'reconciliation'],
  statement: ['reconciliation', 'payments'], reconciliation: ['reconciliation'], quarantine: ['quarantine', 'overview'], policy: ['policies'],
};

export type Connection = 'connecting' | 'live' | 'away';
/** A burst of events becomes one refresh. */
const BURST_MS = 250;
const RETRY_MS = 3_000;

let connection: Connection = 'connecting';
const listeners = new Set<() => void>();
const become = (next: Connection): void => { if (next !== connection) { connection = next; for (const changed of listeners) changed(); } };

/** Ids that arrived while the page was open: a row that is new shows it once. */
const fresh = new Set<string>();
export const isFresh = (id: string): boolean => fresh.has(id);

/** Listens until the returned function is called. The browser resumes by itself with Last-Event-ID; we only reopen what it gave up. */
export function listenForChanges(queries: QueryClient): () => void {
  const due = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reopen: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  const flush = (): void => {
    timer = undefined;
    const kinds = new Set(due);
    due.clear();
    void queries.invalidateQueries({ predicate: ({ queryKey }) => kinds.has('*') ? queryKey[0] !== 'session' : kinds.has(String(queryKey[0])) });
  };
  const hear = (message: MessageEvent<string>): void => {
    const event = JSON.parse(message.data) as ChangeEvent;
    const room = event.type.split('.')[0] ?? '';
    fresh.add(event.subject.id);
    for (const kind of [...(SHOWN_BY[event.subject.kind] ?? ['*']), ...(SHOWN_BY[room] ?? [])]) due.add(kind);
    timer ??= setTimeout(flush, BURST_MS);
  };
  const open = (): void => {
    source = new EventSource('/v1/events');
    source.onopen = () => { if (connection === 'away') { due.add('*'); timer ??= setTimeout(flush, BURST_MS); } become('live'); };
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
