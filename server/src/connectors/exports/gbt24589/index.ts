import { XMLBuilder } from 'fast-xml-parser';
import { formatAmount } from '@roundtrip/kernel';
import { columnsOf, voucherParts, type BookExporter, type ExportEntry } from '#spi';

const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ').replace(/[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, ' ');
/** Ids of data elements that public sources name; the others go without. */
const IDS: Readonly<Record<string, string>> = {
  记账凭证日期: '020601', 会计年度: '010113', 会计期间号: '010201', 记账凭证类型编号: '020201', 记账凭证编号: '020602', 记账凭证行号: '020603', 记账凭证摘要: '020604', 科目编号: '020301', 附件数: '020612', 制单人: '020613',
};
const elements = (values: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { ...(IDS[name] ? { '@_locID': IDS[name] } : {}), '#text': plain(value) }]));

/** One element a line, with its voucher's head repeated, as the interface standard lays it flat. */
function lines(entry: ExportEntry): object[] {
  const { year, month, number } = voucherParts(entry.voucher);
  return entry.postings.map((posting, i) => {
    const { debit, credit } = columnsOf(posting);
    const amount = (minor: bigint | null): string => formatAmount({ minor: minor ?? 0n, currency: posting.currency });
    return elements({
      记账凭证日期: entry.on.replaceAll('-', ''), 会计年度: year, 会计期间号: month, 记账凭证类型编号: entry.word ?? '记', 记账凭证编号: number, 记账凭证行号: String(i + 1), 记账凭证摘要: posting.text ?? entry.text, 科目编号: posting.account,
      辅助项1编号: posting.dims?.department ?? '', 辅助项2编号: posting.dims?.employee ?? '', 辅助项3编号: posting.dims?.supplier ?? '', 币种编码: posting.currency,
      借方原币金额: amount(debit), 借方本币金额: amount(debit), 贷方原币金额: amount(credit), 贷方本币金额: amount(credit), 汇率: '1', 附件数: String(entry.attachments ?? 0), 制单人: entry.maker ?? '', 凭证来源系统: 'Roundtrip',
    });
  });
}

/** The vouchers of GB/T 24589.1's general ledger, in its XML of 2010. */
export const gbt24589: BookExporter = {
  id: 'gbt24589', title: { zh: 'GB/T 24589.1 总账(XML)', en: 'GB/T 24589.1 general ledger, XML' }, extension: 'xml', takes: 'vouchers', system: 'gbt24589',
  render(company, entries) {
    const accounts = [...new Map(entries.flatMap((entry) => entry.postings).map((posting) => [posting.account, posting.title ?? posting.account]))].sort(([a], [b]) => (a < b ? -1 : 1));
    const xml = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: false }).build({
      '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
      总账: { 总账基础信息: elements({ 账套名称: company }), 会计科目: accounts.map(([code, title]) => elements({ 科目编号: code, 科目名称: title })), 记账凭证: entries.flatMap(lines) },
    });
    return new TextEncoder().encode(xml);
  },
};
