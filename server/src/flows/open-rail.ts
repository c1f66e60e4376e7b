import type { PayoutRail } from '../connectors/spi/index.ts';
import { listInstallations } from '#modules/ingest';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';

/** A rail of the company and how it is set up. */
export type OpenRail = { readonly rail: PayoutRail; readonly config: Readonly<Record<string, string>> };

/** Null where the house has no such rail. */
export async function openRail(tx: Tx, house: Pick<House, 'connectors' | 'vault'>, id: string): Promise<OpenRail | null> {
  const rail = house.connectors.rails.find((one) => one.id === id);
  if (!rail) return null;
  const [installation] = await listInstallations(tx, house.vault, rail.id);
  return { rail, config: installation?.config ?? {} };
}
