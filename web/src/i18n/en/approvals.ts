/** What waits for a yes. */
export const approvals = {
  'approval.approve': 'Approve',
  'approval.asked': 'asked {at}',
  'approval.empty': 'Nothing waits for you',
  'approval.empty-text': 'Claims within policy approve themselves. What needs your judgement appears here the moment it is due.',
  'approval.for': 'for {name}',
  'approval.mine': 'Waiting for you',
  'approval.reason': 'Reason',
  'approval.reason-hint': 'What should be changed, in one sentence',
  'approval.reason.business': 'The business purpose is missing',
  'approval.reason.invoice': 'The invoice does not fit the expense',
  'approval.reason.standard': 'Above the travel standard without a reason',
  'approval.reject': 'Reject',
  'approval.reject-title': 'Reject with a reason',
  'approval.team': 'Team’s claims',
  'approval.told.approved': 'Approved for {who}',
  'approval.told.rejected': 'Sent back to {who} with your reason',
} as const;
