import type { Bilingual, Money } from '@roundtrip/kernel';
import { formatAmount } from '@roundtrip/kernel';
import type { PayoutBatch, PayoutOrder } from '#spi';

/** What a cell of a batch sheet holds. `id` is our number for the payment: the bank repeats it in its answer. */
type Cell = (order: PayoutOrder, at: { readonly batch: PayoutBatch; readonly row: number }) => string;

/** A bank's sheet for many transfers as data: its columns in order, and the columns of the sheet that it answers with. */
export type SheetProfile = {
  readonly id: string;
  readonly title: Bilingual;
  readonly columns: readonly (readonly [head: string, cell: Cell])[];
  /** How its answer names our number, the outcome and the reason. */
  readonly answer: { readonly id: string; readonly outcome: string; readonly reason: string };
};

const amount = (money: Money): string => formatAmount(money);
const purpose = (order: PayoutOrder): string => [...order.purpose].slice(0, 20).join('') || '报销';
const sameBank = (order: PayoutOrder, batch: PayoutBatch): boolean => (order.payee.bankCode ?? '').slice(0, 3) === (batch.debtor.bankCode ?? '').slice(0, 3);

/**
 * Sheets as the banks' counters hand them out. They differ by branch and contract: compare the headings with the
 * template that your bank gave you before the first run, and add a profile here where it differs.
 */
export const SHEETS: readonly SheetProfile[] = [
  {
    id: 'icbc', title: { zh: '工商银行批量付款', en: 'ICBC batch payment' },
    columns: [
      ['币种', (order) => order.amount.currency], ['日期', (_, { batch }) => batch.executeOn.replaceAll('-', '')], ['顺序号', (_, { row }) => String(row)],
      ['付款账号', (_, { batch }) => batch.debtor.account], ['付款账号名称', (_, { batch }) => batch.debtor.name], ['收款行行号', (order) => order.payee.bankCode ?? ''],
      ['收款账号', (order) => order.payee.account], ['收款账号名称', (order) => order.payee.name], ['金额', (order) => amount(order.amount)], ['汇款用途', purpose], ['自定义序号', (order) => order.id],
    ],
    answer: { id: '自定义序号', outcome: '指令状态', reason: '失败原因' },
  },
  {
    id: 'cmb', title: { zh: '招商银行批量代发', en: 'China Merchants Bank batch' },
    columns: [
      ['账号', (order) => order.payee.account], ['户名', (order) => order.payee.name], ['金额', (order) => amount(order.amount)], ['开户行行号', (order) => order.payee.bankCode ?? ''], ['注释', purpose], ['业务参考号', (order) => order.id],
    ],
    answer: { id: '业务参考号', outcome: '处理状态', reason: '错误文本' },
  },
  {
    id: 'ccb', title: { zh: '建设银行批量代付', en: 'Construction Bank batch' },
    columns: [
      ['序号', (_, { row }) => String(row)], ['收款账号', (order) => order.payee.account], ['收款户名', (order) => order.payee.name], ['金额', (order) => amount(order.amount)],
      ['跨行标志', (order, { batch }) => (sameBank(order, batch) ? '0' : '1')], ['联行行号', (order) => order.payee.bankCode ?? ''], ['摘要', purpose], ['备注', (order) => order.id],
    ],
    answer: { id: '备注', outcome: '交易结果', reason: '结果说明' },
  },
];

/** Banks' words for an outcome. What is neither says nothing yet. "Done" is at most taken: only the statement settles. */
export const DONE_WORDS = /^(?:处理|交易|支付|付款|银行已)?(?:成功|受理|已成功|完成)$/;
export const FAILED_WORDS = /失败|拒绝|退回|退票|撤销/;
