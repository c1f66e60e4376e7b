import type { FastifyRequest } from 'fastify';
import { callerOfKey, callerOfSession, may, type Action, type Caller } from '#modules/access';
import type { Actor } from '#modules/audit';
import type { EmployeeId } from '#modules/people';
import type { House } from '../flows/house.ts';
import { Refusal } from './problem.ts';

export const SESSION_COOKIE = 'roundtrip_session';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** What the route does; the caller's role must allow it. Absent: open to all. */
    action?: Action;
  }
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Who is asking: an API key in the Authorization header, or the session cookie. */
export async function identify(house: House, request: FastifyRequest): Promise<Caller | null> {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return callerOfKey(house.db, bearer);
  const token = request.cookies[SESSION_COOKIE];
  if (!token) return null;
  // A cookie is sent by any page that makes a form; the header only by our own, since no other origin may set it.
  if (!READS.has(request.method) && request.headers['x-roundtrip'] !== '1') throw new Refusal({ kind: 'access.forbidden' });
  return callerOfSession(house.db, token, house.clock.now());
}

/** The caller of a route that needs one. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Refusal({ kind: 'access.sign-in-needed' });
  return request.caller;
}

/** The person of a route that only people may use. */
export function personOf(request: FastifyRequest): Caller & { kind: 'person' } {
  const caller = callerOf(request);
  if (caller.kind !== 'person') throw new Refusal({ kind: 'access.forbidden' });
  return caller;
}

export function demand(caller: Caller, action: Action): void {
  if (!may(caller, action)) throw new Refusal({ kind: 'access.forbidden' });
}

export const actorOf = (caller: Caller): Actor => (caller.kind === 'person' ? { kind: 'person', employeeId: caller.employeeId, name: caller.name } : { kind: 'feed', name: caller.name });

/** Whose records a list shows: a person's own, or the whole company's for those who may see it. */
export function scopeOf(caller: Caller, scope: 'mine' | 'company'): EmployeeId | null {
  if (scope === 'company') {
    demand(caller, 'company.read');
    return null;
  }
  if (caller.kind !== 'person') throw new Refusal({ kind: 'access.forbidden' });
  return caller.employeeId;
}
