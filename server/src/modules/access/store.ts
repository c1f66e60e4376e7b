import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hash as argonHash, verify as argonVerify } from '@node-rs/argon2';
import type { Id, Instant } from '@roundtrip/kernel';
import { err, instantOf, epochMs, ok, type Result } from '@roundtrip/kernel';
import { sha256Hex } from '#platform/blobs';
import { insertMany, type Db, type Tx } from '#platform/db';
import { emailKey, findEmployees, loadEmployee, type EmployeeId, type Role } from '#modules/people';
import type { Caller } from './domain/index.ts';

export type AccessError = { readonly kind: 'access.wrong-credentials' } | { readonly kind: 'access.sign-in-needed' };

const SESSION_HOURS = 12;
const TOKEN_BYTES = 32;

/** Tokens carry their company, so that no look-up has to span companies. */
const makeToken = (prefix: string, companyId: string): string => `${prefix}_${companyId}_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
function companyIn(prefix: string, token: string): string | null {
  const match = new RegExp(`^${prefix}_([0-9a-f-]{36})_[\\w-]{20,}$`).exec(token);
  return match?.[1] ?? null;
}

export const hashPassword = (password: string): Promise<string> => argonHash(password);

export async function setPasswords(tx: Tx, rows: readonly { readonly employeeId: EmployeeId; readonly passwordHash: string }[]): Promise<void> {
  await insertMany(tx, 'access.credentials', { employeeId: 'uuid', passwordHash: 'text' }, { rows, tail: 'on conflict (company_id, employee_id) do update set password_hash = excluded.password_hash' });
}

/** Compared against when the e-mail is unknown, so that the answer takes as long and tells nothing. */
const decoy = argonHash('nobody has this password');

/** Checks e-mail and password and opens a session. Unknown person and wrong password are one answer. */
export async function signIn(db: Db, login: { readonly email: string; readonly password: string; readonly now: Instant }): Promise<Result<{ token: string; caller: Caller }, AccessError>> {
  const companyId = await db.companyOf('email', emailKey(login.email));
  const found = companyId === null ? null : await db.read(companyId, async (tx) => {
    const email = login.email.trim();
    const id = (await findEmployees(tx, [email])).get(email);
    const employee = id ? await loadEmployee(tx, id) : null;
    if (!employee?.active) return null;
    const { rows } = await tx.query<{ passwordHash: string }>('select password_hash from access.credentials where employee_id = $1', [employee.id]);
    return rows[0] ? { ...employee, passwordHash: rows[0].passwordHash } : null;
  });
  const right = await argonVerify(found?.passwordHash ?? (await decoy), login.password).catch(() => false);
  if (!found || companyId === null || !right) return err({ kind: 'access.wrong-credentials' });
  const token = makeToken('rts', companyId);
  await db.transact(companyId, (tx) => tx.query(
    `insert into access.sessions (company_id, token_hash, employee_id, created_at, expires_at) values (platform.company(), $1, $2, $3, $4)`,
    [sha256Hex(token), found.id, login.now, instantOf(epochMs(login.now) + SESSION_HOURS * 3_600_000)]));
  return ok({ token, caller: { kind: 'person', companyId, employeeId: found.id, name: found.name, roles: found.roles } });
}

export async function signOut(db: Db, token: string): Promise<void> {
  const companyId = companyIn('rts', token);
  if (companyId) await db.transact(companyId, (tx) => tx.query('delete from access.sessions where token_hash = $1', [sha256Hex(token)]));
}

/** Who a session token stands for; null when it is unknown, expired, or its person has left. */
export async function callerOfSession(db: Db, token: string, now: Instant): Promise<Caller | null> {
  const companyId = companyIn('rts', token);
  if (!companyId) return null;
  return db.read(companyId, async (tx) => {
    const { rows } = await tx.query<{ employeeId: EmployeeId }>('select employee_id from access.sessions where token_hash = $1 and expires_at > $2', [sha256Hex(token), now]);
    const employee = rows[0] ? await loadEmployee(tx, rows[0].employeeId) : null;
    return employee?.active ? { kind: 'person', companyId, employeeId: employee.id, name: employee.name, roles: employee.roles } : null;
  });
}

/** Makes an API key; its secret is shown once and kept only as a digest. */
export async function createApiKey(tx: Tx, key: { readonly id: Id<'api-key'>; readonly name: string; readonly role: Role; readonly now: Instant }): Promise<string> {
  const token = makeToken('rtk', tx.companyId);
  await tx.query(`insert into access.api_keys (company_id, id, name, secret_hash, role, created_at) values (platform.company(), $1, $2, $3, $4, $5)`,
    [key.id, key.name, sha256Hex(token), key.role, key.now]);
  return token;
}

export async function callerOfKey(db: Db, token: string): Promise<Caller | null> {
  const companyId = companyIn('rtk', token);
  if (!companyId) return null;
  return db.read(companyId, async (tx) => {
    const wanted = sha256Hex(token);
    const { rows } = await tx.query<{ id: string; name: string; role: Role; secretHash: string }>('select id, name, role, secret_hash from access.api_keys where secret_hash = $1 and revoked_at is null', [wanted]);
    const row = rows[0];
    if (!row || !timingSafeEqual(Buffer.from(row.secretHash), Buffer.from(wanted))) return null;
    return { kind: 'program', companyId, keyId: row.id, name: row.name, roles: [row.role] };
  });
}
