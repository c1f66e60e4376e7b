import type { Result } from '@roundtrip/kernel';
import type { BankFileFeed, PaymentFeed, TravelFeed } from './feeds.ts';
import type { FileRecord, MappedTable, ReadError, StatementRecord } from './files.ts';
import type { PayoutRail } from './payouts.ts';

/** All connectors of the house, handed to the flows by apps. */
export type Connectors = {
  readonly paymentFeeds: readonly PaymentFeed[];
  readonly travelFeeds: readonly TravelFeed[];
  readonly bankFileFeeds: readonly BankFileFeed[];
  readonly rails: readonly PayoutRail[];
  readFile(bytes: Uint8Array): Promise<Result<readonly FileRecord[], ReadError>>;
  /** A table that the company describes by itself: which of its columns holds what. */
  readTable(bytes: Uint8Array, mapping: MappedTable): Promise<Result<readonly StatementRecord[], ReadError>>;
};
