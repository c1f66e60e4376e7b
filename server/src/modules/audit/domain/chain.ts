/** Who did it: a person, a rule of ours, a connected source, or the house itself. */
export type Actor =
  | { readonly kind: 'person'; readonly employeeId: string; readonly name: string }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'feed'; readonly name: string }
  | { readonly kind: 'system' };

export type Subject = { readonly kind: string; readonly id: string };

/** The body must survive JSON; amounts stand in it as text. */
export type AuditEntry = { readonly action: string; readonly subject: Subject; readonly body: object };

export type AuditRecord = AuditEntry & { readonly seq: number; readonly at: string; readonly actor: Actor; readonly prev: string; readonly hash: string };

export type Head = { readonly seq: number; readonly hash: string };

/** What the first record of a company follows. */
export const GENESIS: Head = { seq: 0, hash: '0'.repeat(64) };

/** The part of a record that its hash covers: everything but the hash. */
export function hashed({ seq, at, actor, action, subject, body, prev }: Omit<AuditRecord, 'hash'>): object {
  return { seq, at, actor, action, subject, body, prev };
}
