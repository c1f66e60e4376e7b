import { formatAmount, type Bilingual } from '@roundtrip/kernel';
import { columnsOf, voucherParts, type BookExporter, type ExportEntry, type ExportPosting } from '#spi';

/** Auxiliary items as one tenant's flex fields number them; the customer's own numbers are read with QueryBusinessInfo. */
const FLEX = { supplier: 'FDETAILID__FFLEX4', department: 'FDETAILID__FFLEX5', employee: 'FDETAILID__FFLEX7' } as const;
const CURRENCIES: Readonly<Record<string, string>> = { CNY: 'PRE001' };
const number = (code: string): { readonly FNumber: string } => ({ FNumber: code });

function line(posting: ExportPosting, entry: ExportEntry): object {
  const { debit, credit } = columnsOf(posting);
  const amount = (minor: bigint | null): string => formatAmount({ minor: minor ?? 0n, currency: posting.currency });
  return {
    FEntryID: 0, FEXPLANATION: posting.text ?? entry.text, FACCOUNTID: number(posting.account),
    FDetailID: Object.fromEntries(Object.entries(posting.dims ?? {}).map(([dim, value]) => [FLEX[dim as keyof typeof FLEX], number(value)])),
    FCURRENCYID: number(CURRENCIES[posting.currency] ?? posting.currency), FEXCHANGERATETYPE: number('HLTX01_SYS'), FEXCHANGERATE: 1, FAMOUNTFOR: amount(debit ?? credit), FDEBIT: amount(debit), FCREDIT: amount(credit),
  };
}

/** One `Model` a voucher, as `DynamicFormService.Save` of `GL_VOUCHER` takes it; the house's id stands as source key, so that a second save is known. */
function model(entry: ExportEntry): object {
  const { year, month } = voucherParts(entry.voucher);
  return { Model: {
    FVOUCHERID: 0, FAccountBookID: number('001'), FDate: entry.on, FBUSDATE: entry.on, FYEAR: Number(year), FPERIOD: Number(month), FVOUCHERGROUPID: number('PRE001'), FVOUCHERGROUPNO: '',
    FATTACHMENTS: entry.attachments ?? 0, FISADJUSTVOUCHER: 'false', FDocumentStatus: '', FSourceBillKey: entry.id, FEntity: entry.postings.map((posting) => line(posting, entry)),
  } };
}

const title: Bilingual = { zh: '金蝶云星空 WebAPI(JSON)', en: 'Kingdee Cloud, WebAPI JSON' };

/** Amounts are JSON strings of digits: nothing on the way rounds them. */
export const kingdee: BookExporter = {
  id: 'kingdee', title, extension: 'json', takes: 'vouchers', system: 'kingdee',
  render: (_company, entries) => new TextEncoder().encode(`${JSON.stringify({ formid: 'GL_VOUCHER', data: entries.map(model) }, null, 1)}\n`),
};
