import type { matching as words } from '../en/matching.ts';

/** 匹配与理由。 */
export const matching: Record<keyof typeof words, string> = {
  'match.auto': '已匹配',
  'match.confirm': '没问题',
  'match.confirmed': '已确认',
  'match.make-private': '私人消费',
  'match.no-invoice': '缺发票',
  'match.no-payment': '待付款',
  'match.none': '未匹配',
  'match.offset': '已退款',
  'match.private': '私人',
  'match.refuse': '不是这个',
  'match.refused': '已否定',
  'match.review': '待确认',
  'match.to-claim': '查看报销单',
  'match.told.confirm': '已确认',
  'match.told.private': '已标为私人消费，不再计入报销',
  'match.told.refuse': '已拆开，正在另找',
};
