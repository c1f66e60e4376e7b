import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isFresh, listenForChanges } from './events.ts';

/** Stands in for the browser's stream: the test says what arrives. */
class Stream {
  static readonly CLOSED = 2;
  static readonly all: Stream[] = [];
  readyState = 1;
  onopen?: () => void;
  onerror?: () => void;
  onmessage?: (message: { data: string }) => void;
  constructor() { Stream.all.push(this); }
  close(): void { this.readyState = Stream.CLOSED; }
  say(type: string, kind: string, id = 'x'): void { this.onmessage?.({ data: JSON.stringify({ id, type, subject: { kind, id }, at: '2026-11-24T00:00:00Z' }) }); }
}
const last = (): Stream => { const stream = Stream.all.at(-1); if (!stream) throw new Error('no stream was opened'); return stream; };

function watch(kinds: readonly string[]) {
  const queries = new QueryClient();
  for (const kind of kinds) queries.setQueryData([kind, 'list'], []);
  const stale = (): string[] => kinds.filter((kind) => queries.getQueryState([kind, 'list'])?.isInvalidated);
  return { queries, stale };
}

describe('news', () => {
  beforeEach(() => { vi.useFakeTimers(); vi.stubGlobal('EventSource', Stream); Stream.all.length = 0; });
  afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

  test('refreshes what shows its subject, and nothing else', async () => {
    const { queries, stale } = watch(['payments', 'matches', 'overview', 'ledger', 'policies', 'session']);
    const stop = listenForChanges(queries);
    last().say('payment.arrived', 'payment', 'p1');
    expect(stale()).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(stale()).toEqual(['payments', 'matches', 'overview']);
    expect([isFresh('p1'), isFresh('p2')]).toEqual([true, false]);
    stop();
  });

  test('a burst is one refresh', async () => {
    const { queries } = watch(['claims']);
    const refresh = vi.spyOn(queries, 'invalidateQueries');
    const stop = listenForChanges(queries);
    for (let i = 0; i < 50; i += 1) last().say('claim.drafted', 'claim');
    await vi.advanceTimersByTimeAsync(300);
    expect(refresh).toHaveBeenCalledTimes(1);
    stop();
  });

  test('a refresh that is slow is waited for, and what came meanwhile is not lost', async () => {
    const { queries } = watch(['claims']);
    let finish = (): void => undefined;
    const refresh = vi.spyOn(queries, 'invalidateQueries').mockImplementation(() => new Promise((done) => { finish = () => done(); }));
    const stop = listenForChanges(queries);
    last().say('claim.drafted', 'claim');
    await vi.advanceTimersByTimeAsync(300);
    last().say('claim.submitted', 'claim');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    finish();
    await vi.advanceTimersByTimeAsync(300);
    expect(refresh).toHaveBeenCalledTimes(2);
    stop();
  });

  test('news of an unknown kind refreshes everything but who is signed in', async () => {
    const { queries, stale } = watch(['claims', 'ledger', 'session']);
    const stop = listenForChanges(queries);
    last().say('weather.changed', 'weather');
    await vi.advanceTimersByTimeAsync(300);
    expect(stale()).toEqual(['claims', 'ledger']);
    stop();
  });

  test('a stream that the browser gave up is opened again, and all is refreshed once it is back', async () => {
    const { queries, stale } = watch(['claims']);
    const stop = listenForChanges(queries);
    last().readyState = Stream.CLOSED;
    last().onerror?.();
    await vi.advanceTimersByTimeAsync(3_100);
    expect(Stream.all).toHaveLength(2);
    last().onopen?.();
    await vi.advanceTimersByTimeAsync(300);
    expect(stale()).toEqual(['claims']);
    stop();
    expect(last().readyState).toBe(Stream.CLOSED);
  });
});
