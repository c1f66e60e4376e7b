import type { PayoutRail } from '#spi';
import { bankApi } from './bank-api/index.ts';
import { bankFile } from './bank-file/index.ts';

export const PAYOUT_RAILS: readonly PayoutRail[] = [bankFile, bankApi];

export { checkBatch, renderPain001 } from './shared/pain001.ts';
