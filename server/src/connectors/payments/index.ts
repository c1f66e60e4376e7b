import type { BankFileFeed, FileFormat, PaymentFeed } from '#spi';
import { alipayEnterprise } from './alipay-enterprise/index.ts';
import { bankFiles } from './bank-files/index.ts';
import { camt } from './camt/index.ts';
import { cardWebhook } from './card-webhook/index.ts';
import { cdf3 } from './cdf3/index.ts';
import { gl1025 } from './gl1025/index.ts';
import { mt940 } from './mt940/index.ts';
import { ofx } from './ofx/index.ts';
import { pain001 } from './pain001/index.ts';
import { pain002 } from './pain002/index.ts';
import { signedWebhook } from './signed-webhook/index.ts';
import { stripeIssuing } from './stripe-issuing/index.ts';
import { table } from './table/index.ts';
import { vcf } from './vcf/index.ts';
import { wechatpay } from './wechatpay/index.ts';

/** Every statement, card feed and bank file that we read. The highest sniff wins, so the order says nothing. */
export const PAYMENT_FILE_FORMATS: readonly FileFormat[] = [camt, mt940, ofx, vcf, cdf3, gl1025, table, pain001, pain002];

/** Payments that flow in by themselves. */
export const PAYMENT_FEEDS: readonly PaymentFeed[] = [cardWebhook, alipayEnterprise, stripeIssuing, wechatpay, signedWebhook];

/** Banks that hand over whole files. */
export const BANK_FILE_FEEDS: readonly BankFileFeed[] = [bankFiles];

export { signatureOf } from './shared/signature.ts';
/** @public */
export { readMappedCsv } from './table/index.ts';
export { previewTable } from './table/preview.ts';
/** @public */
