import type { payouts as words } from '../en/payouts.ts';

/** 付款。 */
export const payouts: Record<keyof typeof words, string> = {
  'payout.state.accepted': '银行已受理',
  'payout.state.failed': '失败',
  'payout.state.planned': '待发送',
  'payout.state.returned': '退票',
  'payout.state.sending': '发送中',
  'payout.state.settled': '银行已付',
  'payout.state.unknown': '未知',
};
