import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { makeMail } from '../makers/index.ts';
import type { ImapServer } from './imap-server.ts';

const FILES_MAX = 20;
const MAIL = {
  type: 'object', required: ['from', 'subject'],
  properties: {
    from: { type: 'string', minLength: 3, maxLength: 300 }, subject: { type: 'string', maxLength: 300 }, text: { type: 'string', maxLength: 20_000 },
    files: { type: 'array', maxItems: FILES_MAX, items: { type: 'object', required: ['name', 'base64'], properties: { name: { type: 'string', maxLength: 200 }, base64: { type: 'string' } } } },
  },
} as const;

type Body = { from: string; subject: string; text?: string; files?: { name: string; base64: string }[] };

/** Lets somebody write to the company's mailbox for papers: an employee who forwards an invoice, or a stranger. */
export function mailRoutes(app: FastifyInstance, mailbox: ImapServer, clock: Clock): void {
  let count = 0;
  app.post<{ Body: Body }>('/control/mail', { schema: { body: MAIL } }, async ({ body: { from, subject, text, files = [] } }) => {
    const sentAt = new Date(clock.now());
    count += 1;
    const message = await makeMail({
      from, subject, sentAt, messageId: `<${sentAt.getTime()}.${count}@rehearsal.example>`, text: text ?? '', attachments: files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') })),
    });
    return { number: mailbox.deliver(message), bytes: message.length };
  });
}
