import { XMLBuilder } from 'fast-xml-parser';
import { formatAmount } from '@roundtrip/kernel';
import { columnsOf, voucherParts, type BookExporter, type ExportEntry } from '#spi';

const DIMS = { department: 'dept_id', employee: 'personnel_id', supplier: 'supplier_id' } as const;
/** What XML cannot hold at all. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ').replace(/[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, ' ');

function voucher(entry: ExportEntry): object {
  const { year, month, number } = voucherParts(entry.voucher);
  return {
    '@_id': entry.id,
    voucher_head: {
      company: '', voucher_type: entry.word ?? '记', fiscal_year: year, accounting_period: month, voucher_id: number, attachment_number: entry.attachments ?? 0, date: entry.on, enter: plain(entry.maker ?? ''),
      // With this maker and our id the receiving side lets nobody edit the voucher, only cancel it, and knows it a second time.
      voucher_making_system: 'CDM', memo1: plain(entry.text), reserve2: entry.id,
    },
    voucher_body: { entry: entry.postings.map((posting, i) => {
      const { debit, credit } = columnsOf(posting);
      const amount = (minor: bigint | null): string => (minor === null ? '0' : formatAmount({ minor, currency: posting.currency }));
      return {
        entry_id: i + 1, account_code: plain(posting.account), abstract: plain(posting.text ?? entry.text), currency: posting.currency, exchange_rate2: 1,
        primary_debit_amount: amount(debit), natural_debit_currency: amount(debit), primary_credit_amount: amount(credit), natural_credit_currency: amount(credit),
        auxiliary_accounting: { item: Object.entries(posting.dims ?? {}).map(([dim, value]) => ({ '@_name': DIMS[dim as keyof typeof DIMS], '#text': plain(value) })) },
      };
    }) },
  };
}

/** EAI XML for Yonyou U8: `roottag="voucher"`, one voucher with head and body each. */
export const yonyou: BookExporter = {
  id: 'yonyou', title: { zh: '用友 U8 EAI(XML)', en: 'Yonyou U8, EAI XML' }, extension: 'xml', takes: 'vouchers', system: 'yonyou',
  render(_company, entries) {
    const xml = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: false }).build({
      '?xml': { '@_version': '1.0', '@_encoding': 'utf-8' },
      ufinterface: { '@_roottag': 'voucher', '@_billtype': 'gl', '@_docid': '', '@_receiver': 'u8', '@_sender': '004', '@_proc': 'add', '@_codeexchanged': 'N', '@_exportneedexch': 'N', voucher: entries.map(voucher) },
    });
    return new TextEncoder().encode(xml);
  },
};
