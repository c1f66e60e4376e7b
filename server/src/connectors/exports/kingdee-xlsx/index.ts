import { utils, write } from '@e965/xlsx';
import { formatAmount } from '@roundtrip/kernel';
import { columnsOf, voucherParts, type BookExporter } from '#spi';

const SHEET = '凭证#单据头(FBillHead)';
/** Field keys and the words above which they stand, in the order of the vendor's import template. */
const COLUMNS = [
  ['FBillHead(GL_VOUCHER)', '*单据头(序号)'], ['FAccountBookID', '*(单据头)账簿#编码'], ['FDate', '*(单据头)日期'], ['FBUSDATE', '(单据头)业务日期'], ['FYEAR', '(单据头)会计年度'], ['FPERIOD', '(单据头)期间'],
  ['FVOUCHERGROUPID', '*(单据头)凭证字#编码'], ['FVOUCHERGROUPNO', '*(单据头)凭证号'], ['FATTACHMENTS', '(单据头)附件数'], ['FISADJUSTVOUCHER', '(单据头)是否调整期凭证'], ['FSourceBillKey', '(单据头)业务类型'], ['*Split*1', '间隔列'],
  ['FEntity', '*分录(序号)'], ['FEXPLANATION', '(分录)摘要'], ['FACCOUNTID', '*(分录)科目编码#编码'], ['FACCOUNTID#Name', '(分录)科目编码#名称'], ['FDetailID#FFlex4', '(分录)供应商#编码'], ['FDetailID#FFlex5', '(分录)部门#编码'],
  ['FDetailID#FFlex7', '(分录)员工#编码'], ['FCURRENCYID', '*(分录)币别#编码'], ['FEXCHANGERATETYPE', '*(分录)汇率类型#编码'], ['FEXCHANGERATE', '(分录)汇率'], ['FAMOUNTFOR', '(分录)原币金额'], ['FDEBIT', '(分录)借方金额'], ['FCREDIT', '(分录)贷方金额'],
] as const;
const HEAD_CELLS = 12;
/** The same bytes for the same vouchers, whenever they are written. */
const WHEN = new Date(Date.UTC(2000, 0, 1));

/** The vendor's import sheet: keys, words, then a row a line, of which only a voucher's first carries the head. All cells are text, so that codes keep their zeros. */
export const kingdeeXlsx: BookExporter = {
  id: 'kingdee-xlsx', title: { zh: '金蝶云星空 引入模板(XLSX)', en: 'Kingdee Cloud, import sheet' }, extension: 'xlsx', takes: 'vouchers', system: 'kingdee',
  render(_company, entries) {
    const rows = entries.flatMap((entry, n) => entry.postings.map((posting, i) => {
      const { year, month, number } = voucherParts(entry.voucher);
      const { debit, credit } = columnsOf(posting);
      const amount = (minor: bigint | null): string => (minor === null ? '' : formatAmount({ minor, currency: posting.currency }));
      const head = i === 0 ? [String(n + 1), '001', entry.on, entry.on, year, month, 'PRE001', number, String(entry.attachments ?? 0), 'false', entry.id, ''] : Array.from({ length: HEAD_CELLS }, () => '');
      return [...head, String(i + 1), posting.text ?? entry.text, posting.account, posting.title ?? '', posting.dims?.supplier ?? '', posting.dims?.department ?? '', posting.dims?.employee ?? '',
        posting.currency === 'CNY' ? 'PRE001' : posting.currency, 'HLTX01_SYS', '1', amount(debit ?? credit), amount(debit), amount(credit)];
    }));
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([COLUMNS.map(([key]) => key), COLUMNS.map(([, words]) => words), ...rows]), SHEET);
    book.Props = { CreatedDate: WHEN, ModifiedDate: WHEN };
    return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
  },
};
