import { formatAmount } from '@roundtrip/kernel';
import { voucherParts, type BookExporter, type ExportEntry } from '#spi';

const ACCOUNT_DIGITS = 10;
const TEXT_MAX = 50;
const HEADER_MAX = 25;
const REFERENCE_MAX = 16;

/** One call of BAPI_ACC_DOCUMENT_POST; items of the tables belong together by ITEMNO_ACC, a credit is negative. */
function call(entry: ExportEntry): object {
  const { year, month } = voucherParts(entry.voucher);
  const item = (i: number): string => String(i + 1).padStart(ACCOUNT_DIGITS, '0');
  const day = entry.on.replaceAll('-', '');
  return {
    DOCUMENTHEADER: { BUS_ACT: 'RFBU', COMP_CODE: '', DOC_DATE: day, PSTNG_DATE: day, FISC_YEAR: year, FIS_PERIOD: month.padStart(2, '0'), DOC_TYPE: 'SA', REF_DOC_NO: `${entry.word ?? ''}${entry.voucher}`.slice(0, REFERENCE_MAX), HEADER_TXT: entry.text.slice(0, HEADER_MAX) },
    ACCOUNTGL: entry.postings.map((posting, i) => ({
      ITEMNO_ACC: item(i), GL_ACCOUNT: /^[\d.]+$/.test(posting.account) ? posting.account.replaceAll('.', '').padStart(ACCOUNT_DIGITS, '0') : posting.account, ITEM_TEXT: (posting.text ?? entry.text).slice(0, TEXT_MAX),
      COSTCENTER: posting.dims?.department ?? '', ALLOC_NMBR: posting.dims?.employee ?? posting.dims?.supplier ?? '',
    })),
    CURRENCYAMOUNT: entry.postings.map((posting, i) => ({ ITEMNO_ACC: item(i), CURR_TYPE: '00', CURRENCY: posting.currency, AMT_DOCCUR: formatAmount(posting) })),
    // Not a field of the BAPI: by it the caller knows a call that was made before.
    EXTERNAL_ID: entry.id, POSTED_ON: entry.on,
  };
}

export const sap: BookExporter = {
  id: 'sap', title: { zh: 'SAP BAPI_ACC_DOCUMENT_POST(JSON)', en: 'SAP BAPI_ACC_DOCUMENT_POST, JSON' }, extension: 'json', takes: 'vouchers', system: 'sap',
  render: (_company, entries) => new TextEncoder().encode(`${JSON.stringify({ function: 'BAPI_ACC_DOCUMENT_POST', calls: entries.map(call) }, null, 1)}\n`),
};
