import type { MessageId } from '../../i18n/index.ts';

/** What finance filters claims by: `open` is everything that is neither a draft nor ended. */
export const CLAIM_STATE_NAMES: readonly { readonly value: string; readonly label: MessageId }[] = [
  { value: '', label: 'finance.all' }, { value: 'open', label: 'finance.claims.open' }, { value: 'draft', label: 'claim.state.draft' }, { value: 'submitted', label: 'claim.state.submitted' },
  { value: 'paying', label: 'claim.state.paying' }, { value: 'paid', label: 'claim.state.paid' }, { value: 'rejected', label: 'claim.state.rejected' },
];
