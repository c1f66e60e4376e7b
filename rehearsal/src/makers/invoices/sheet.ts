import { amountInWords, amountText, chineseDay, percent, type InvoicePlan } from './plan.ts';

/** A text on the sheet: left edge and baseline from the top, in millimetres on 210 × 140; `size` in millimetres too. */
export type Print = { readonly x: number; readonly y: number; readonly size: number; readonly text: string; readonly field?: string };

const SIZE = 3.2;
const LINES_FROM = 58;
const LINE_STEP = 4.6;

/** Everything that a 数电票 prints, in the usual layout. `field` names the value for the tags of an OFD. */
export function sheetOf(plan: InvoicePlan): Print[] {
  const at = (x: number, y: number, text: string, field?: string): Print => ({ x, y, size: SIZE, text, ...(field ? { field } : {}) });
  const ends = 96;
  return [
    { x: 78, y: 16, size: 6, text: plan.special ? '电子发票(增值税专用发票)' : '电子发票(普通发票)' },
    at(150, 13, '发票号码:'), at(166, 13, plan.number, 'InvoiceNo'), at(150, 19, '开票日期:'), at(166, 19, chineseDay(plan.issuedOn), 'IssueDate'),
    ...[...'购买方信息'].map((char, i) => at(6, 30 + i * 4, char)), ...[...'销售方信息'].map((char, i) => at(107, 30 + i * 4, char)),
    at(13, 33, '名称:'), at(24, 33, plan.buyer, 'BuyerName'), at(13, 43, '统一社会信用代码/纳税人识别号:'), ...(plan.buyerTaxId ? [at(64, 43, plan.buyerTaxId, 'BuyerTaxID')] : []),
    at(114, 33, '名称:'), at(125, 33, plan.seller, 'SellerName'), at(114, 43, '统一社会信用代码/纳税人识别号:'), at(165, 43, plan.sellerTaxId, 'SellerTaxID'),
    at(12, 53, '项目名称'), at(54, 53, '规格型号'), at(78, 53, '单位'), at(96, 53, '数量'), at(116, 53, '单价'), at(140, 53, '金额'), at(158, 53, '税率/征收率'), at(190, 53, '税额'),
    ...plan.items.flatMap((item, i) => {
      const y = LINES_FROM + i * LINE_STEP;
      return [at(5, y, item.name), ...(item.quantity ? [at(98, y, item.quantity)] : []), ...(item.unitPrice ? [at(114, y, item.unitPrice)] : []), at(139, y, amountText(item.amount)),
        at(163, y, percent(item.taxRate)), at(189, y, amountText(item.tax))];
    }),
    at(18, ends, '合'), at(34, ends, '计'), at(136, ends, '¥'), at(139, ends, amountText(plan.pretax), 'TaxExclusiveTotalAmount'),
    ...(plan.tax ? [at(186, ends, '¥'), at(189, ends, amountText(plan.tax), 'TaxTotalAmount')] : [at(189, ends, '***')]),
    at(14, 103, '价税合计(大写)'), at(54, 103, amountInWords(plan.total)), at(144, 103, '(小写)'), at(158, 103, `¥${amountText(plan.total)}`, 'TaxInclusiveTotalAmount'),
    at(6, 112, '备'), at(6, 120, '注'), ...(plan.remark ? [at(13, 112, plan.remark)] : []), at(18, 134, '开票人:'), at(32, 134, '开票员'),
  ];
}
