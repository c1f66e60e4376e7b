import type { BookExporter } from '#spi';
import { beancount } from './beancount/index.ts';
import { csv } from './csv/index.ts';
import { datev } from './datev/index.ts';
import { gbt24589 } from './gbt24589/index.ts';
import { hledger } from './hledger/index.ts';
import { netsuite, quickbooks, xero } from './journals-csv/index.ts';
import { kingdee } from './kingdee/index.ts';
import { kingdeeXlsx } from './kingdee-xlsx/index.ts';
import { sap } from './sap/index.ts';
import { xlsx } from './xlsx/index.ts';
import { yonyou } from './yonyou/index.ts';

export const BOOK_EXPORTERS: readonly BookExporter[] = [hledger, beancount, csv, xlsx, kingdee, kingdeeXlsx, yonyou, sap, netsuite, quickbooks, xero, datev, gbt24589];
