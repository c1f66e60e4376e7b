import type { approvals as words } from '../en/approvals.ts';

/** 审批。 */
export const approvals: Record<keyof typeof words, string> = {
  'approval.approve': '同意',
  'approval.asked': '{at} 送达',
  'approval.empty': '没有待你审批的事',
  'approval.empty-text': '合规的报销单会自动通过；需要你判断的，一到期就出现在这里。',
  'approval.for': '代 {name}',
  'approval.mine': '待我审批',
  'approval.reason': '原因',
  'approval.reason-hint': '一句话说明需要改什么',
  'approval.reason.business': '缺少业务事由',
  'approval.reason.invoice': '发票与费用不符',
  'approval.reason.standard': '超差标且未说明原因',
  'approval.reject': '驳回',
  'approval.reject-title': '驳回并说明原因',
  'approval.team': '团队进度',
  'approval.told.approved': '已同意 {who} 的报销',
  'approval.told.rejected': '已退回 {who} 并附上原因',
};
