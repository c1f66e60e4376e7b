import { z } from 'zod';
import { Refusal } from '../problem.ts';
import type { App, HttpOptions } from '../app.ts';

/**
 * The page that drives the rehearsal world asks this origin, since a page may talk to no other; the world itself lies
 * outside our walls. Without one these addresses do not exist.
 */
export function rehearsalRoutes(app: App, options: HttpOptions): void {
  const base = options.rehearsalUrl;
  if (base === null) return;
  const pass = async (path: string, init: RequestInit): Promise<unknown> => {
    const answer = await fetch(new URL(path, base), { ...init, signal: AbortSignal.timeout(10_000) }).catch(() => null);
    if (!answer?.ok) throw new Refusal({ kind: 'rehearsal.away' });
    return answer.json();
  };
  const config = { action: 'rehearsal.drive' } as const;
  app.get('/rehearsal/state', { schema: { hide: true, response: { 200: z.unknown() } }, config }, () => pass('/control/state', {}));
  for (const what of ['day', 'fault', 'tick'] as const) {
    app.post(`/rehearsal/${what}`, { schema: { hide: true, response: { 200: z.unknown() } }, config }, (request) =>
      pass(`/control/${what}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request.body ?? {}) }));
  }
}
