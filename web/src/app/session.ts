import type { Role, SessionView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries.ts';
import { send } from '../api/client.ts';
import { queryClient } from './queries.ts';
import { setZone } from '../parts/format.ts';

/** The session as it stands, or null; also sets the zone that all times are shown in. */
export async function loadSession(): Promise<SessionView | null> {
  const session = await queryClient.ensureQueryData(sessionQuery);
  if (session) setZone(session.company.zone);
  return session;
}

/** Only below the signed-in layout, which does not render without one. */
export function useSession(): SessionView {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('useSession outside the signed-in layout');
  return data;
}

export const has = (session: SessionView, ...roles: readonly Role[]): boolean => roles.some((role) => session.employee.roles.includes(role));
/** Where a person's day begins: at the company's payments for finance, at their own for everybody else. */
export const homeOf = (session: SessionView) =>
  has(session, 'finance') ? ({ to: '/finance/$tab', params: { tab: 'payments' } } as const) : ({ to: '/expenses' } as const);

export async function signIn(email: string, password: string): Promise<SessionView> {
  const session = await send('/v1/session', { body: { email, password }, shape: (c) => c.sessionView });
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, session);
  setZone(session.company.zone);
  return session;
}

export async function signOut(): Promise<void> {
  await send('/v1/session', { method: 'DELETE' });
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, null);
}
