import type { BookExporter } from '#spi';
import { beancount } from './beancount/index.ts';
import { csv } from './csv/index.ts';
import { hledger } from './hledger/index.ts';

export const BOOK_EXPORTERS: readonly BookExporter[] = [hledger, beancount, csv];
