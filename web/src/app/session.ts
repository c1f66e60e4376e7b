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
/** The simulated world exists only beside a demo company, and only its administrator drives it. */
export const drivesRehearsal = (session: SessionView): boolean => session.rehearsal && has(session, 'admin');

/** Where a person's day begins: at the company's payments for who keeps the books, at their own for everybody else. */
export const homeOf = (session: SessionView) =>
  has(session, 'finance', 'admin') ? ({ to: '/finance/$tab', params: { tab: 'payments' } } as const) : ({ to: '/expenses' } as const);

/** Signs in; nothing that another person loaded is kept. */
export async function signIn(email: string, password: string): Promise<SessionView> {
  const session = await send('/v1/session', { body: { email, password }, shape: (c) => c.sessionView });
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
  queryClient.setQueryData(sessionQuery.queryKey, session);
  setZone(session.company.zone);
  return session;
}

/** Leaves by a fresh page: nothing of the person stays in memory. */
export async function signOut(): Promise<void> {
  await send('/v1/session', { method: 'DELETE' });
  location.assign('/sign-in');
}
