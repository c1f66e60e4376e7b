/** What belongs together, and why. */
export const matching = {
  'match.auto': 'Matched',
  'match.confirm': 'That is right',
  'match.confirmed': 'Confirmed',
  'match.make-private': 'Private',
  'match.no-invoice': 'Needs invoice',
  'match.no-payment': 'Awaits payment',
  'match.none': 'Unmatched',
  'match.offset': 'Refunded',
  'match.private': 'Private',
  'match.refuse': 'Not this',
  'match.refused': 'Refused',
  'match.review': 'Check',
  'match.to-claim': 'Open its claim',
  'match.told.confirm': 'Confirmed',
  'match.told.private': 'Marked as private; it leaves your claims',
  'match.told.refuse': 'Taken apart; a better partner is sought',
} as const;
