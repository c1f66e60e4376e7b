import type { InvoiceVerifier } from '#spi';
import { taxBureau } from './tax-bureau/index.ts';

export const VERIFIERS: readonly InvoiceVerifier[] = [taxBureau];
export { readVerdicts } from './verdict-list.ts';
