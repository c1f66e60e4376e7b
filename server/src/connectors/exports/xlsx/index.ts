import { utils, write } from '@e965/xlsx';
import { formatAmount } from '@roundtrip/kernel';
import { columnsOf, type BookExporter } from '#spi';

const COLUMNS = ['凭证字', '凭证号', '日期', '摘要', '科目编码', '科目名称', '部门', '员工', '供应商', '币种', '借方', '贷方', '附件数', '来源编号'];
const WHEN = new Date(Date.UTC(2000, 0, 1));

/** Vouchers for people: a row a line. Amounts are text with all their digits. */
export const xlsx: BookExporter = {
  id: 'xlsx', title: { zh: '记账凭证(XLSX)', en: 'Vouchers, XLSX' }, extension: 'xlsx', takes: 'vouchers', system: 'table',
  render(_company, entries) {
    const rows = entries.flatMap((entry) => entry.postings.map((posting) => {
      const { debit, credit } = columnsOf(posting);
      const amount = (minor: bigint | null): string => (minor === null ? '' : formatAmount({ minor, currency: posting.currency }));
      return [entry.word ?? '', entry.voucher, entry.on, posting.text ?? entry.text, posting.account, posting.title ?? '', posting.dims?.department ?? '', posting.dims?.employee ?? '', posting.dims?.supplier ?? '', posting.currency,
        amount(debit), amount(credit), String(entry.attachments ?? 0), entry.id];
    }));
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([COLUMNS, ...rows]), '记账凭证');
    book.Props = { CreatedDate: WHEN, ModifiedDate: WHEN };
    return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
  },
};
