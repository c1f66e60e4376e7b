import type { House } from '../../flows/house.ts';
import type { App, HttpOptions } from '../app.ts';
import { approvalRoutes } from './approvals.ts';
import { bookingRoutes } from './bookings.ts';
import { claimRoutes } from './claims.ts';
import { documentLifeRoutes } from './document-life.ts';
import { documentVerificationRoutes } from './document-verification.ts';
import { documentRoutes } from './documents.ts';
import { eventRoutes } from './events.ts';
import { healthRoutes } from './health.ts';
import { ledgerRoutes } from './ledger.ts';
import { matchRoutes } from './matches.ts';
import { matchTrustRoutes } from './match-trust.ts';
import { overviewRoutes } from './overview.ts';
import { paymentRoutes } from './payments.ts';
import { payeeRoutes } from './payees.ts';
import { payoutRunRoutes } from './payout-runs.ts';
import { payoutRoutes } from './payouts.ts';
import { policyRoutes } from './policies.ts';
import { recoveryRoutes } from './recoveries.ts';
import { rehearsalRoutes } from './rehearsal.ts';
import { sessionRoutes } from './session.ts';
import { webhookRoutes } from './webhooks.ts';

/** One file a resource. */
export function routes(app: App, house: House, options: HttpOptions): void {
  healthRoutes(app, house);
  sessionRoutes(app, house, options);
  webhookRoutes(app, house);
  paymentRoutes(app, house);
  bookingRoutes(app, house);
  documentRoutes(app, house);
  documentLifeRoutes(app, house);
  documentVerificationRoutes(app, house);
  recoveryRoutes(app, house);
  matchRoutes(app, house);
  matchTrustRoutes(app, house);
  claimRoutes(app, house);
  approvalRoutes(app, house);
  payoutRoutes(app, house);
  payoutRunRoutes(app, house);
  payeeRoutes(app, house);
  ledgerRoutes(app, house);
  policyRoutes(app, house);
  overviewRoutes(app, house);
  eventRoutes(app, house, options);
  rehearsalRoutes(app, options);
}
