import type { PayoutRail } from '#spi';
import { alipayTransfer } from './alipay-transfer/index.ts';
import { bankApi } from './bank-api/index.ts';
import { bankFile } from './bank-file/index.ts';
import { bankSheet } from './bank-sheet/index.ts';
import { wechatTransfer } from './wechat-transfer/index.ts';

export const PAYOUT_RAILS: readonly PayoutRail[] = [bankFile, bankSheet, bankApi, wechatTransfer, alipayTransfer];

export { checkBatch, renderPain001 } from './shared/pain001.ts';
