import type { FileFormat } from '#spi';
import { camt } from './camt/index.ts';

/** Every statement, card feed and bank file that we read. The highest sniff wins, so the order says nothing. */
export const PAYMENT_FILE_FORMATS: readonly FileFormat[] = [camt];
