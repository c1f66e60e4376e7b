import type { PaymentFeed, RawRecord } from '../connectors/spi/index.ts';
import { record } from '#modules/audit';
import { listInstallations, moveCursor, type Installation } from '#modules/ingest';
import type { House } from './house.ts';
import { takePayments } from './take-payments.ts';

const PAGE_RECORDS = 100;
/** In one go; the cursor knows where the next one goes on. */
const PAGES_MAX = 200;

/**
 * Fetches what payment systems keep, page by page, and only then moves on: notices get lost, and what came by notice is
 * known already. A record that cannot be understood is kept as it came and told in the audit trail; it holds up nothing.
 */
export async function pullPayments(house: House, companyId: string): Promise<{ added: number }> {
  let added = 0;
  for (const feed of house.connectors.paymentFeeds) {
    if (!feed.fetchPage) continue;
    const installations = await house.db.read(companyId, (tx) => listInstallations(tx, house.vault, feed.id));
    for (const installation of installations) added += await pull(house, companyId, feed, installation);
  }
  return { added };
}

async function pull(house: House, companyId: string, feed: PaymentFeed, installation: Installation): Promise<number> {
  let [added, cursor, more] = [0, installation.cursor, true];
  for (let pages = 0; more && pages < PAGES_MAX && feed.fetchPage; pages += 1) {
    const page = await feed.fetchPage({ fetch: house.fetch, now: house.clock.now() }, installation.config, cursor, PAGE_RECORDS);
    if (page.records.length > 0) added += await take(house, companyId, { feed, installation, records: page.records, last: page.cursor !== cursor });
    await house.db.transact(companyId, (tx) => moveCursor(tx, installation.id, page.cursor));
    ({ cursor, more } = page);
  }
  return added;
}

type Page = { readonly feed: PaymentFeed; readonly installation: Installation; readonly records: readonly RawRecord[]; /** The cursor moves on: this page is not read again. */ readonly last: boolean };

async function take(house: House, companyId: string, { feed, installation, records, last }: Page): Promise<number> {
  const actor = { kind: 'feed', name: installation.title } as const;
  const translated = records.map((raw) => ({ raw, facts: feed.translate(raw) }));
  const outcomes = await takePayments(house, companyId, { actor, source: installation.id, records: translated.map(({ raw, facts }) => ({ ...raw, facts: facts.ok ? facts.value : [] })) });
  const wrong = translated.flatMap(({ raw, facts }) => (facts.ok ? [] : [{ reference: raw.reference, place: facts.error.place }]));
  if (last && wrong.length > 0) await house.db.transact(companyId, (tx) => record(tx, actor, [{ action: 'payments.not-understood', subject: { kind: 'installation', id: installation.id }, body: { records: wrong } }]));
  return outcomes.filter((outcome) => outcome.outcome === 'added').length;
}
