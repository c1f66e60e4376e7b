import Stripe from 'stripe';
import { z } from 'zod';
import { epochMs, ok, type Instant, type Result } from '@roundtrip/kernel';
import { checkFields, type PaymentFeed, type RawRecord, type WebhookCall, type WebhookError, type WebhookReply } from '#spi';
import { badSignature, foreignCall, malformedCall, parseJson, staleCall } from '../../shared/call-errors.ts';
import { translate } from './translate.ts';

export { authorize } from './authorize.ts';
/** @public */
export type { SpendDecision, SpendRequest, SpendSnapshot } from './authorize.ts';
export { authorizationReply, spendRequestOf } from './question.ts';

const TOLERANCE_S = 300;
const SIGNATURE_HEADER = 'stripe-signature';
const TAKEN = /^issuing_(?:transaction|authorization)\./;

const EVENT = z.object({
  id: z.string().min(1), type: z.string().min(1), created: z.int(), livemode: z.boolean(), account: z.string().optional(),
  data: z.object({ object: z.looseObject({ object: z.string(), id: z.string().min(1) }) }),
});
type Event = z.infer<typeof EVENT>;

/** The SDK verifies over the raw body and refuses what is old; what is dated ahead it would let pass. */
function verify(call: WebhookCall, secret: string, now: Instant): Result<Event, WebhookError> {
  const [body, header] = [Buffer.from(call.body), call.headers[SIGNATURE_HEADER] ?? ''];
  const stamp = Number(/(?:^|,)\s*t=(\d{1,12})(?:,|$)/.exec(header)?.[1] ?? Number.NaN);
  const age = Math.floor(epochMs(now) / 1000) - stamp;
  // The SDK calls a signature wrong and a stamp old by the same error, so age is told apart here, after the signature.
  const { signature } = Stripe.webhooks;
  if (Number.isNaN(stamp) || !signature) return badSignature();
  try {
    signature.verifyHeader(body, header, secret, 0, undefined, epochMs(now));
  } catch {
    return badSignature();
  }
  if (Math.abs(age) > TOLERANCE_S) return staleCall();
  try {
    const event = EVENT.safeParse(Stripe.webhooks.constructEvent(body, header, secret, TOLERANCE_S, undefined, epochMs(now)));
    return event.success ? ok(event.data) : malformedCall();
  } catch {
    return malformedCall();
  }
}

const reply = (refused: WebhookError | null): WebhookReply => ({
  status: refused ? 400 : 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(refused ? { error: refused.message.en } : { received: true }),
});

/** One event is one record, however often Stripe tells it; the next state of the same object comes as another event. */
const recordOf = ({ id, data: { object } }: Event): RawRecord => ({ reference: `${object.id}:${id}`, body: JSON.stringify(object) });

/** Corporate cards at Stripe Issuing: holds as they are made and let go, captures and refunds with what the merchant says was bought. */
export const stripeIssuing: PaymentFeed = {
  id: 'stripe-issuing',
  title: { zh: 'Stripe 商务卡', en: 'Stripe Issuing cards' },
  capabilities: { webhook: true, pull: false, dedup: 'object and event id' },
  checkConfig: (config) => checkFields(config, [
    { name: 'webhookSecret', label: { zh: 'Webhook 签名密钥', en: 'Webhook signing secret' }, shape: /^whsec_\S{8,}$/ },
    { name: 'mode', label: { zh: '模式（live 或 test）', en: 'Mode (live or test)' }, shape: /^(?:live|test)$/ },
    { name: 'account', label: { zh: '关联账户', en: 'Connected account' }, shape: /^acct_\w+$/, optional: true },
  ]),
  receive(call, config, now) {
    const event = verify(call, config['webhookSecret'] ?? '', now);
    if (!event.ok) return event;
    if (event.value.account !== config['account'] || event.value.livemode !== (config['mode'] === 'live')) return foreignCall();
    return ok(TAKEN.test(event.value.type) ? [recordOf(event.value)] : []);
  },
  reply,
  translate,
};

/** The object in a verified `issuing_authorization.request`; null where the event asks nothing. */
export function questionIn(call: WebhookCall): Readonly<Record<string, unknown>> | null {
  const event = EVENT.safeParse(parseJson(new TextDecoder().decode(call.body)));
  return event.success && event.data.type === 'issuing_authorization.request' ? event.data.data.object : null;
}
