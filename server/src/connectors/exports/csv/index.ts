import { utils } from '@e965/xlsx';
import { formatAmount } from '@roundtrip/kernel';
import type { BookExporter } from '#spi';

const COLUMNS = ['voucher', 'date', 'id', 'text', 'line', 'account', 'debit', 'credit', 'currency'];

/** One row a line of an entry, for spreadsheets: RFC 4180, UTF-8 with the mark that they look for. */
export const csv: BookExporter = {
  id: 'csv',
  title: { zh: 'CSV 表格', en: 'CSV table' },
  extension: 'csv',
  takes: 'entries', system: 'csv',
  render(_company, entries) {
    const rows = entries.flatMap((entry) => entry.postings.map(({ account, minor, currency }, i) => [
      entry.voucher, entry.on, entry.id, entry.text, String(i + 1), account,
      minor > 0n ? formatAmount({ minor, currency }) : '', minor < 0n ? formatAmount({ minor: -minor, currency }) : '', currency,
    ]));
    return new TextEncoder().encode(`\ufeff${utils.sheet_to_csv(utils.aoa_to_sheet([COLUMNS, ...rows]), { RS: '\r\n' })}\r\n`);
  },
};
