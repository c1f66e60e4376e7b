import type { Mailbox } from '../connectors/spi/index.ts';
import { listInstallations, moveCursor, type Installation } from '#modules/ingest';
import type { House } from './house.ts';
import { takeMail } from './take-mail.ts';

const PAGE_MESSAGES = 10;
/** In one go; the cursor knows where the next one goes on. */
const PAGES_MAX = 50;

/**
 * Fetches what lies in the company's mailboxes, message by message, and only then moves on: a crash between reads a
 * message twice, which changes nothing. A mailbox that cannot be read holds up no other; it is told in the log and tried
 * again.
 */
export async function pullMail(house: House, companyId: string): Promise<{ taken: number }> {
  let taken = 0;
  for (const mailbox of house.connectors.mail?.mailboxes ?? []) {
    const installations = await house.db.read(companyId, (tx) => listInstallations(tx, house.vault, mailbox.id));
    for (const installation of installations) taken += await pull(house, companyId, mailbox, installation);
  }
  return { taken };
}

async function pull(house: House, companyId: string, mailbox: Mailbox, { id, title, config, ...from }: Installation): Promise<number> {
  let [taken, cursor, more] = [0, from.cursor, true];
  for (let pages = 0; more && pages < PAGES_MAX; pages += 1) {
    const page = await mailbox.fetchPage(config, cursor, PAGE_MESSAGES);
    if (!page.ok) {
      house.log.warn({ installation: id, kind: page.error.kind }, page.error.message.en);
      return taken;
    }
    for (const message of page.value.messages) {
      const { outcome } = await takeMail(house, companyId, { actor: { kind: 'feed', name: title }, source: id, authenticatedBy: config['authenticatedBy'], message });
      if (outcome === 'taken') taken += 1;
    }
    await house.db.transact(companyId, (tx) => moveCursor(tx, id, page.value.cursor));
    ({ cursor, more } = page.value);
  }
  return taken;
}
