/** Money out. */
export const payouts = {
  'payout.state.accepted': 'With the bank',
  'payout.state.failed': 'Failed',
  'payout.state.planned': 'Planned',
  'payout.state.returned': 'Returned',
  'payout.state.sending': 'Sending',
  'payout.state.settled': 'Bank paid',
  'payout.state.unknown': 'Unknown',
} as const;
