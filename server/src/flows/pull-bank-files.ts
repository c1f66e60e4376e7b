import { listInstallations, moveCursor } from '#modules/ingest';
import type { House } from './house.ts';
import { takeBankFile } from './take-bank-files.ts';

const PAGE_FILES = 50;

/**
 * Fetches the files that the bank has laid out, takes each whole, and only then moves on: a crash between reads a file
 * twice, which changes nothing, and never skips one.
 */
export async function pullBankFiles(house: House, companyId: string): Promise<{ files: number }> {
  let files = 0;
  for (const feed of house.connectors.bankFileFeeds) {
    const installations = await house.db.read(companyId, (tx) => listInstallations(tx, house.vault, feed.id));
    for (const installation of installations) {
      let { cursor } = installation;
      for (let more = true; more && feed.fetchPage;) {
        const page = await feed.fetchPage({ fetch: house.fetch, now: house.clock.now() }, installation.config, cursor, PAGE_FILES);
        for (const raw of page.records) await takeBankFile(house, companyId, { actor: { kind: 'feed', name: installation.title }, fileName: raw.reference, bytes: new TextEncoder().encode(raw.body) });
        await house.db.transact(companyId, (tx) => moveCursor(tx, installation.id, page.cursor));
        ({ cursor, more } = page);
        files += page.records.length;
      }
    }
  }
  return { files };
}
