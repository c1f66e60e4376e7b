import type { Connectors, Fetch } from '../connectors/spi/index.ts';
import type { Blobs } from '#platform/blobs';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import type { Log } from '#platform/log';
import type { Vault } from '#platform/vault';

/** What every flow works with. Built once by apps. */
export type House = {
  readonly db: Db;
  readonly clock: Clock;
  readonly blobs: Blobs;
  readonly vault: Vault;
  readonly log: Log;
  readonly connectors: Connectors;
  /** Leaves the house: limited in time, never follows a redirect. */
  readonly fetch: Fetch;
};
