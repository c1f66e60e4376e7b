import type { Id, Instant } from '@roundtrip/kernel';
import type { Tx } from '#platform/db';
import { insertMany } from '#platform/db';
import type { FileId } from './store.ts';

export type MailId = Id<'mail'>;
export type NewMail = {
  readonly id: MailId;
  readonly source: string;
  readonly reference: string;
  readonly fileId: FileId;
  readonly sha256: string;
  readonly messageId: string | null;
  readonly sender: string | null;
  readonly senderName: string | null;
  readonly subject: string;
  readonly sentAt: Instant | null;
  readonly links: readonly string[];
  readonly employeeId: string | null;
};

/** A mail that came before: its first id, and whether everything in it was taken. */
export type KnownMail = { readonly id: MailId; readonly isDone: boolean };

/** The mail of these bytes from this source, if it came before. */
export async function findMail(tx: Tx, source: string, sha256: string): Promise<KnownMail | null> {
  const { rows } = await tx.query<{ id: MailId; doneAt: Instant | null }>('select id, done_at from ingest.mails where source = $1 and sha256 = $2', [source, sha256]);
  return rows[0] ? { id: rows[0].id, isDone: rows[0].doneAt !== null } : null;
}

/** Keeps what a mail says of itself. The unique index decides under concurrency; of two the second is left out. */
export async function keepMail(tx: Tx, mail: NewMail, now: Instant): Promise<void> {
  await insertMany(tx, 'ingest.mails', {
    id: 'uuid', source: 'text', reference: 'text', fileId: 'uuid', sha256: 'text', messageId: 'text', sender: 'text', senderName: 'text', subject: 'text', sentAt: 'timestamptz', links: 'jsonb',
    employeeId: 'uuid', receivedAt: 'timestamptz',
  }, { rows: [{ ...mail, receivedAt: now }], tail: 'on conflict do nothing' });
}

/** Everything in it was taken or set aside: it is not looked at again. */
export async function finishMail(tx: Tx, id: MailId, now: Instant): Promise<void> {
  await tx.query('update ingest.mails set done_at = $2 where id = $1 and done_at is null', [id, now]);
}
