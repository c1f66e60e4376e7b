import type { Result } from '@roundtrip/kernel';
import type { BankFileFeed, PaymentFeed, TravelFeed } from './feeds.ts';
import type { FileRecord, ReadError } from './files.ts';
import type { PayoutRail } from './payouts.ts';

/** All connectors of the house, handed to the flows by apps. */
export type Connectors = {
  readonly paymentFeeds: readonly PaymentFeed[];
  readonly travelFeeds: readonly TravelFeed[];
  readonly bankFileFeeds: readonly BankFileFeed[];
  readonly rails: readonly PayoutRail[];
  readFile(bytes: Uint8Array): Promise<Result<readonly FileRecord[], ReadError>>;
};
