import { demoSignIn, sessionView, signIn as signInBody } from '@roundtrip/contract';
import { z } from 'zod';
import { signIn, signOut, type Caller } from '#modules/access';
import { loadCompany, loadEmployee } from '#modules/people';
import type { House } from '../../flows/house.ts';
import { personOf, SESSION_COOKIE } from '../caller.ts';
import { orRefuse, Refusal } from '../problem.ts';
import type { App, HttpOptions } from '../app.ts';

const SIGN_INS_A_MINUTE = 20;
const SESSION_SECONDS = 12 * 3600;

function sessionOf(house: House, caller: Caller & { kind: 'person' }, rehearsal: boolean): Promise<z.infer<typeof sessionView>> {
  return house.db.read(caller.companyId, async (tx) => {
    const company = await loadCompany(tx);
    const employee = await loadEmployee(tx, caller.employeeId);
    if (!employee) throw new Refusal({ kind: 'access.sign-in-needed' });
    return {
      employee: { id: employee.id, name: employee.name, email: employee.email, grade: employee.grade, department: employee.department, roles: [...employee.roles] },
      company: { id: company.id, name: company.name, currency: company.currency, zone: company.zone }, rehearsal,
    };
  });
}

export function sessionRoutes(app: App, house: House, options: HttpOptions): void {
  const rehearsal = options.rehearsalUrl !== null;
  app.post('/v1/session', { schema: { body: signInBody, response: { 200: sessionView } }, config: { rateLimit: { max: SIGN_INS_A_MINUTE, timeWindow: '1 minute' } } }, async (request, reply) => {
    const { token, caller } = orRefuse(await signIn(house.db, { ...request.body, now: house.clock.now() }));
    if (caller.kind !== 'person') throw new Refusal({ kind: 'access.forbidden' });
    void reply.setCookie(SESSION_COOKIE, token, { httpOnly: true, sameSite: 'strict', secure: options.secure, path: '/', maxAge: SESSION_SECONDS });
    return sessionOf(house, caller, rehearsal);
  });
  app.get('/v1/session', { schema: { response: { 200: sessionView } }, config: { action: 'own.read' } }, (request) => sessionOf(house, personOf(request), rehearsal));
  app.delete('/v1/session', { schema: { response: { 200: z.object({}) } } }, async (request, reply) => {
    const token = request.cookies[SESSION_COOKIE];
    if (token) await signOut(house.db, token);
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
    return {};
  });
  app.get('/v1/demo-sign-ins', { schema: { response: { 200: z.object({ items: z.array(demoSignIn) }) } } }, () => Promise.resolve({ items: [...options.demoSignIns] }));
}
