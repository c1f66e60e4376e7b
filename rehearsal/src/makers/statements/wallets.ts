import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import { epochMs, formatAmount, sum, type Instant, type PaymentFacts } from '@roundtrip/kernel';

/** A person's own wallet bill: the payments as the wallet knows them, and the period it was exported for. */
export type WalletBill = {
  readonly holder: string;
  readonly account: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly exportedAt: Instant;
  readonly payments: readonly PaymentFacts[];
};

/** The wallet's wall clock is Shanghai's, which has been eight hours ahead of UTC since 1991. */
const wall = (at: Instant): string => new Date(epochMs(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

type Side = '收入' | '支出' | '/';

/** Transfers between a person's own pockets count on neither side. */
const sideOf = (payment: PaymentFacts): Side => (payment.type === 'transfer' ? '/' : payment.direction === 'in' ? '收入' : '支出');

function tally(payments: readonly PaymentFacts[], side: Side, label: string): string {
  const mine = payments.filter((payment) => sideOf(payment) === side);
  return `${label}：${mine.length}笔 ${formatAmount(sum(mine.map((payment) => payment.amount), 'CNY'))}元`;
}

const wechatType = (payment: PaymentFacts): string =>
  payment.type === 'refund' ? `${payment.merchant}-退款` : payment.type === 'income' ? '二维码收款' : payment.type === 'transfer' ? (payment.direction === 'in' ? '零钱充值' : '零钱提现') : '商户消费';

const wechatState = (payment: PaymentFacts): string =>
  payment.status === 'reversed' ? '对方已退还' : payment.status === 'pending' ? '处理中' : payment.type === 'refund' ? '已全额退款' : payment.type === 'transfer' ? '提现已到账' : '支付成功';

/** 微信支付账单明细: UTF-8 with a byte order mark, a preamble with counts and sums, ids that end in a tab. */
export function makeWechatBill(bill: WalletBill): Uint8Array {
  const preamble = [
    ['微信支付账单明细'], [`微信昵称：[${bill.holder}]`], [`起始时间：[${wall(bill.from)}] 终止时间：[${wall(bill.to)}]`], ['导出类型：[全部]'], [`导出时间：[${wall(bill.exportedAt)}]`],
    [`共${bill.payments.length}笔记录`], [tally(bill.payments, '收入', '收入')], [tally(bill.payments, '支出', '支出')], [tally(bill.payments, '/', '中性交易')], [],
    ['----------------------微信支付账单明细列表--------------------'],
  ];
  const header = ['交易时间', '交易类型', '交易对方', '商品', '收/支', '金额(元)', '支付方式', '当前状态', '交易单号', '商户单号', '备注'];
  const rows = bill.payments.map((payment) => [
    wall(payment.paidAt), wechatType(payment), payment.merchant, payment.description ?? '/', sideOf(payment), `¥${formatAmount(payment.amount)}`, '零钱', wechatState(payment),
    `${payment.externalId}\t`, `${payment.orderNo ?? '/'}\t`, '/',
  ]);
  return new TextEncoder().encode(`\uFEFF${stringify([...preamble, header, ...rows], { record_delimiter: 'windows' })}`);
}

const alipaySide = (payment: PaymentFacts): string => (payment.type === 'transfer' || payment.type === 'refund' ? '不计收支' : payment.direction === 'in' ? '收入' : '支出');

const alipayState = (payment: PaymentFacts): string =>
  payment.status === 'reversed' ? '交易关闭' : payment.status === 'pending' ? '等待付款' : payment.type === 'refund' ? '退款成功' : '交易成功';

function alipayTally(payments: readonly PaymentFacts[], side: string): string {
  const mine = payments.filter((payment) => alipaySide(payment) === side);
  return `${side}：${mine.length}笔 ${formatAmount(sum(mine.map((payment) => payment.amount), 'CNY'))}元`;
}

const alipayKind = (payment: PaymentFacts): string =>
  payment.type === 'refund' ? '退款' : payment.type === 'transfer' ? (payment.direction === 'in' ? '充值' : '转账红包') : payment.type === 'fee' ? '服务费' : '交通出行';

/** 支付宝电子客户回单: GB18030, a long preamble, padded cells, tabs behind the ids, a comma at every line's end. */
export function makeAlipayBill(bill: WalletBill): Uint8Array {
  const rule = '-'.repeat(84);
  const preamble = [
    rule, '导出信息：', `姓名：${bill.holder}`, `支付宝账户：${bill.account}`, `起始时间：[${wall(bill.from)}]    终止时间：[${wall(bill.to)}]`, '导出交易类型：[全部]',
    `导出时间：[${wall(bill.exportedAt)}]`, `共${bill.payments.length}笔记录`, alipayTally(bill.payments, '收入'), alipayTally(bill.payments, '支出'), alipayTally(bill.payments, '不计收支'), '',
    '特别提示：', '1.本明细仅供个人对账使用。', '', '------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------',
  ];
  const header = ['交易时间', '交易分类', '交易对方', '对方账号', '商品说明', '收/支', '金额', '收/付款方式', '交易状态', '交易订单号', '商家订单号', '备注', ''];
  const rows = bill.payments.map((payment) => [
    wall(payment.paidAt), alipayKind(payment), payment.merchant, payment.counterpartyAccount ?? '/', payment.description ?? '商品', alipaySide(payment), formatAmount(payment.amount), '余额',
    alipayState(payment), `${payment.externalId}\t`, `${payment.orderNo ?? ''}\t`, '', '',
  ].map((cell, i) => (i < 9 ? cell.padEnd(20, ' ') : cell)));
  const table = stringify([header.map((name, i) => (i < 12 ? name.padEnd(16, ' ') : name)), ...rows], { record_delimiter: 'windows' });
  return iconv.encode(`${preamble.join('\r\n')}\r\n${table}`, 'gb18030');
}
