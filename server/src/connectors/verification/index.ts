import type { InvoiceVerifier } from '#spi';
import { taxBureau } from './tax-bureau/index.ts';

export const VERIFIERS: readonly InvoiceVerifier[] = [taxBureau];
export { renderBooking } from './booking-xbrl.ts';
export { readVerdicts } from './verdict-list.ts';
