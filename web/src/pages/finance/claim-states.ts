import type { ClaimSummary } from '@roundtrip/contract';
import type { MessageId } from '../../i18n/index.ts';
import { dayOf, today } from '../../parts/format.ts';

type ClaimState = ClaimSummary['state'];
export type ClaimFilter = {
  readonly value: string; readonly label: MessageId;
  /** The state that the server is asked for; what one state cannot say is sifted here. */
  readonly state?: ClaimState; readonly keep?: (claim: ClaimSummary) => boolean; readonly until?: (claim: ClaimSummary) => boolean;
};

const OPEN: ReadonlySet<ClaimState> = new Set(['draft', 'submitted', 'approved', 'paying']);
const month = (at: string): string => dayOf(at).slice(0, 7);
const stateFilter = (state: ClaimState): ClaimFilter => ({ value: state, label: `claim.state.${state}`, state });

/** What finance sifts claims by. A list comes newest change first, so the month ends where the changes are older than it. */
export const CLAIM_FILTERS: readonly ClaimFilter[] = [
  { value: '', label: 'finance.all' },
  { value: 'open', label: 'finance.claims.open', keep: ({ state }) => OPEN.has(state) },
  stateFilter('draft'), stateFilter('submitted'), stateFilter('paying'), stateFilter('paid'),
  { value: 'month', label: 'overview.paid', keep: ({ paidAt }) => paidAt !== null && month(paidAt) === today().slice(0, 7), until: ({ updatedAt }) => month(updatedAt) < today().slice(0, 7) },
  stateFilter('rejected'),
];
