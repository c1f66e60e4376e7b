import type { MailConnectors } from '#spi';
import { openMail } from './eml/open.ts';
import { imap } from './imap/index.ts';

/** Everything that mail comes through. */
export const MAIL: MailConnectors = { mailboxes: [imap], open: openMail };
