import type { Bilingual, Finding, Instant, Result } from '@roundtrip/kernel';
import type { ConfigError } from './config.ts';

/** A mail, opened. Who sent it is what it says of itself: `verdicts` are what receiving servers found out about that. */
export type Mail = {
  readonly messageId: string | null;
  /** Null where the mail names nobody, or several. The address is in lower case. */
  readonly from: { readonly address: string; readonly name: string } | null;
  readonly subject: string;
  readonly sentAt: Instant | null;
  /** The web addresses in its text: invoices are often sent as links. Never called by us. */
  readonly links: readonly string[];
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** DMARC verdicts, the last server's first: `{ by: 'mx.example.com', result: 'pass' }`. */
  readonly verdicts: readonly { readonly by: string; readonly result: string }[];
  readonly findings: readonly Finding[];
};

/** A mail as `roundtrip read` shows it; its attachments follow as records of their own. */
export type MailRecord = Omit<Mail, 'attachments' | 'verdicts'> & { readonly kind: 'mail'; readonly format: string; readonly attachments: readonly string[] };

/** A message of a mailbox, as it lay there; of one larger than we take only the beginning. */
export type MailboxMessage = { readonly reference: string; readonly size: number; readonly isWhole: boolean; readonly bytes: Uint8Array };

export type MailboxError = { readonly kind: 'mailbox.unreachable' | 'mailbox.refused' | 'mailbox.no-folder'; readonly message: Bilingual };

/** `cursor` stands after the last message of the page, also where the connection broke before the page was full. */
export type MailboxPage = { readonly messages: readonly MailboxMessage[]; readonly cursor: string; readonly more: boolean };

/** A mailbox that papers are sent to. Reading changes nothing in it. */
export type Mailbox = {
  readonly id: string;
  readonly title: Bilingual;
  checkConfig(config: unknown): Result<Readonly<Record<string, string>>, ConfigError>;
  /** The cursor is opaque to the house; '' starts from the beginning. I/O. */
  fetchPage(config: Readonly<Record<string, string>>, cursor: string, limit: number): Promise<Result<MailboxPage, MailboxError>>;
};

export type MailConnectors = {
  readonly mailboxes: readonly Mailbox[];
  /** Null where the bytes are no mail, or one that cannot be opened. */
  open(bytes: Uint8Array): Promise<Mail | null>;
};
