import type { Bilingual, Result } from '@roundtrip/kernel';
import { err, ok } from '@roundtrip/kernel';
import type { PaymentFeed, PayoutRail, RawRecord, TravelFeed, WebhookCall, WebhookError, WebhookReply } from '../connectors/spi/index.ts';
import { record } from '#modules/audit';
import { loadInstallation, type Installation } from '#modules/ingest';
import { countRefusedCall } from '#platform/metrics';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { takeBookings } from './take-bookings.ts';
import type { PaymentOutcome } from '#modules/payments';
import { takePaymentsIn } from './take-payments.ts';
import { takeStandings } from './take-standings.ts';

export type WebhookProblem =
  | { readonly kind: 'webhook.unknown-installation' }
  | { readonly kind: 'webhook.bad-signature' | 'webhook.stale' | 'webhook.malformed'; readonly message: Bilingual };

export type WebhookInput = { readonly connector: string; readonly installationId: string; readonly call: WebhookCall };

/**
 * One incoming call of an installation: verified over its raw bytes, cut into records, translated, taken. A refused call
 * leaves a line in the audit trail with its reason, a warning in the log, one more in the metrics, and no fact.
 */
export async function receiveWebhook(house: House, input: WebhookInput): Promise<Result<{ records: number; added: number }, WebhookProblem>> {
  const companyId = await house.db.companyOf('installation', input.installationId);
  const installation = companyId ? await house.db.read(companyId, (tx) => loadInstallation(tx, house.vault, input.installationId)) : null;
  if (!companyId || installation?.connector !== input.connector) return err({ kind: 'webhook.unknown-installation' });
  const rail = house.connectors.rails.find((one) => one.id === input.connector);
  if (rail) return receiveNotice(house, { companyId, installation, rail, call: input.call });
  const payments = house.connectors.paymentFeeds.find((feed) => feed.id === input.connector);
  const travel = house.connectors.travelFeeds.find((feed) => feed.id === input.connector);
  const bank = house.connectors.bankFileFeeds.find((feed) => feed.id === input.connector);
  const verified = (payments ?? travel ?? bank)?.receive?.(input.call, installation.config, house.clock.now());
  if (!verified) return err({ kind: 'webhook.unknown-installation' });
  if (!verified.ok) return refuse(house, companyId, installation, verified.error);
  if (payments) return takePaymentRecords(house, { companyId, installation, feed: payments, records: verified.value });
  if (travel) return takeTravelRecords(house, { companyId, installation, feed: travel, records: verified.value });
  // The bank says that files are waiting: fetching them is a job of its own, so that the notice is answered at once.
  await house.db.transact(companyId, (tx) => tell(tx, [{ type: 'bank.files-waiting', subject: { kind: 'installation', id: installation.id } }]));
  return ok({ records: verified.value.length, added: 0 });
}

async function refuse(house: House, companyId: string, installation: Installation, error: WebhookError): Promise<{ readonly ok: false; readonly error: WebhookError }> {
  await house.db.transact(companyId, (tx) => record(tx, actorOf(installation), [{ action: 'webhook.refused', subject: { kind: 'installation', id: installation.id }, body: { kind: error.kind, reason: error.message.en } }]));
  countRefusedCall(installation.connector, error.kind);
  house.log.warn({ connector: installation.connector, installation: installation.id, kind: error.kind, reason: error.message.en }, 'a call was refused');
  return err(error);
}

type Notice = { readonly companyId: string; readonly installation: Installation; readonly rail: PayoutRail; readonly call: WebhookCall };

/** A vendor's word on orders of ours. */
async function receiveNotice(house: House, { companyId, installation, rail, call }: Notice): Promise<Result<{ records: number; added: number }, WebhookProblem>> {
  const told = rail.receive?.(call, installation.config, house.clock.now());
  if (!told) return err({ kind: 'webhook.unknown-installation' });
  if (!told.ok) return refuse(house, companyId, installation, told.error);
  await house.db.transact(companyId, (tx) => takeStandings(tx, house, { actor: actorOf(installation), answers: told.value }));
  return ok({ records: told.value.length, added: 0 });
}

/** What the connector's vendor wants to read back; null where the house answers in its own words. */
export function vendorReply(house: House, connector: string, outcome: Result<unknown, WebhookProblem>): WebhookReply | null {
  const { paymentFeeds, travelFeeds, bankFileFeeds, rails } = house.connectors;
  const feed = [...paymentFeeds, ...travelFeeds, ...bankFileFeeds, ...rails].find((one) => one.id === connector);
  if (outcome.ok) return feed?.reply?.(null) ?? null;
  return outcome.error.kind === 'webhook.unknown-installation' ? null : feed?.reply?.(outcome.error) ?? null;
}

const actorOf = (installation: Installation) => ({ kind: 'feed', name: installation.title }) as const;

/** A key is one thing for ever: whoever says something else under it is not believed, and nothing of the call is kept. */
const OTHER_BODY: WebhookError = { kind: 'webhook.malformed', message: { zh: '同一编号此前的金额或状态与本次不同', en: 'The same number was told before with other money' } };

type Received<Feed> = { readonly companyId: string; readonly installation: Installation; readonly feed: Feed; readonly records: readonly RawRecord[] };

async function takePaymentRecords(house: House, { companyId, installation, feed, records }: Received<PaymentFeed>): Promise<Result<{ records: number; added: number }, WebhookProblem>> {
  const translated: { raw: RawRecord; facts: ReturnType<PaymentFeed['translate']> }[] = [];
  for (const told of records) {
    const raw = feed.complete ? await feed.complete({ fetch: house.fetch, now: house.clock.now() }, installation.config, told) : told;
    translated.push({ raw, facts: feed.translate(raw) });
  }
  const wrong = translated.find(({ facts }) => !facts.ok);
  if (wrong && !wrong.facts.ok) return refuse(house, companyId, installation, { kind: 'webhook.malformed', message: wrong.facts.error.message });
  const call = { actor: actorOf(installation), source: installation.id, records: translated.map(({ raw, facts }) => ({ ...raw, facts: facts.ok ? facts.value : [] })) };
  const taken = await house.db.transact(companyId, async (tx): Promise<Result<PaymentOutcome[], WebhookError>> => {
    const outcomes = await takePaymentsIn(tx, house, call);
    return outcomes.some((outcome) => outcome.outcome === 'conflict') ? err(OTHER_BODY) : ok(outcomes);
  });
  if (!taken.ok) return refuse(house, companyId, installation, taken.error);
  const outcomes = taken.value;
  return ok({ records: records.length, added: outcomes.filter((outcome) => outcome.outcome === 'added').length });
}

async function takeTravelRecords(house: House, { companyId, installation, feed, records }: Received<TravelFeed>): Promise<Result<{ records: number; added: number }, WebhookProblem>> {
  const translated = records.map((raw) => ({ raw, facts: feed.translate(raw) }));
  const wrong = translated.find(({ facts }) => !facts.ok);
  if (wrong && !wrong.facts.ok) return refuse(house, companyId, installation, { kind: 'webhook.malformed', message: wrong.facts.error.message });
  const taken = await takeBookings(house, companyId, {
    actor: actorOf(installation), source: installation.id,
    bookings: translated.flatMap(({ raw, facts }) => (facts.ok ? facts.value.map((one) => ({ ...raw, facts: one })) : [])),
  });
  return ok({ records: records.length, added: taken.filter((one) => one.outcome === 'added').length });
}
