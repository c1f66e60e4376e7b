import { createHmac } from 'node:crypto';
import { epochMs, type Instant } from '@roundtrip/kernel';

/** `bad-signature`: signed with another secret. `late`: stamped ten minutes ago. */
export type StripeFault = 'drop' | 'duplicate' | 'bad-signature' | 'late';
export type StripeCall = { readonly headers: Readonly<Record<string, string>>; readonly body: string };
export type StripeOptions = {
  readonly webhookSecret: string;
  readonly livemode: boolean;
  readonly account?: string;
  now(): Instant;
  /** Where events go. */
  notify(call: StripeCall): void;
};

export type StripeCard = { readonly id: string; readonly last4: string; readonly employeeNumber: string };
export type StripeMerchant = { readonly name: string; readonly mcc: string; readonly city: string; readonly country: string };
/** Sizes in Stripe's integers, always positive; the sign is Stripe's affair. */
export type StripeSpend = { readonly amount: number; readonly currency: string; readonly merchantAmount?: number; readonly merchantCurrency?: string };
type Fields = Readonly<Record<string, unknown>>;
type Hold = { readonly id: string; readonly card: StripeCard; readonly merchant: StripeMerchant; readonly spend: StripeSpend; readonly created: number; status: 'pending' | 'closed' | 'reversed' | 'expired'; readonly transactions: string[] };

export type StripeIssuer = {
  readonly faults: Set<StripeFault>;
  /** The question of a real-time authorization, for whoever is to answer it. */
  ask(card: StripeCard, merchant: StripeMerchant, spend: StripeSpend): StripeCall;
  /** Holds money on the card; gives back the authorization's id. */
  hold(card: StripeCard, merchant: StripeMerchant, spend: StripeSpend): string;
  /** Takes the money, more than was held if the merchant says so; with level 3 data where it sends any. */
  capture(authorization: string, spend: StripeSpend, details?: Fields): string;
  refund(card: StripeCard, merchant: StripeMerchant, spend: StripeSpend): string;
  letGo(authorization: string, status: 'reversed' | 'expired'): void;
  tell(type: string, object: Fields): void;
};

const unixSeconds = (at: Instant): number => Math.floor(epochMs(at) / 1000);
const LATE_S = 600;

/** Stripe Issuing as its webhooks show it. */
export function openStripe(options: StripeOptions): StripeIssuer {
  return new SimulatedStripe(options);
}

class SimulatedStripe implements StripeIssuer {
  readonly faults = new Set<StripeFault>();
  readonly #options: StripeOptions;
  readonly #holds = new Map<string, Hold>();
  #count = 0;

  constructor(options: StripeOptions) { this.#options = options; }

  #id(prefix: string): string {
    this.#count += 1;
    return `${prefix}_1Rehearsal${String(this.#count).padStart(14, '0')}`;
  }

  #common(card: StripeCard, merchant: StripeMerchant, spend: StripeSpend): Fields {
    return {
      currency: spend.currency.toLowerCase(), merchant_currency: (spend.merchantCurrency ?? spend.currency).toLowerCase(), livemode: this.#options.livemode, metadata: {},
      card: { id: card.id, object: 'issuing.card', last4: card.last4, metadata: { employee_number: card.employeeNumber } },
      merchant_data: { category: 'other', category_code: merchant.mcc, city: merchant.city, country: merchant.country, name: merchant.name, network_id: '1234567890', postal_code: null, state: null },
    };
  }

  #authorization(hold: Hold): Fields {
    const { amount, merchantAmount = amount } = hold.spend;
    const open = hold.status === 'pending';
    const common = this.#common(hold.card, hold.merchant, hold.spend);
    return {
      id: hold.id, object: 'issuing.authorization', ...common, created: hold.created, approved: true, status: hold.status, amount: open ? amount : 0, merchant_amount: open ? merchantAmount : 0, pending_request: null,
      request_history: [{ approved: true, amount, currency: common['currency'], merchant_amount: merchantAmount, merchant_currency: common['merchant_currency'], reason: 'webhook_approved', created: hold.created }], transactions: hold.transactions,
    };
  }

  ask(card: StripeCard, merchant: StripeMerchant, spend: StripeSpend): StripeCall {
    const common = this.#common(card, merchant, spend);
    return this.#call('issuing_authorization.request', {
      id: this.#id('iauth'), object: 'issuing.authorization', ...common, created: unixSeconds(this.#options.now()), approved: false, status: 'pending', amount: 0, merchant_amount: 0, request_history: [], transactions: [],
      pending_request: { amount: spend.amount, currency: common['currency'], merchant_amount: spend.merchantAmount ?? spend.amount, merchant_currency: common['merchant_currency'], is_amount_controllable: false },
    });
  }

  hold(card: StripeCard, merchant: StripeMerchant, spend: StripeSpend): string {
    const hold: Hold = { id: this.#id('iauth'), card, merchant, spend, created: unixSeconds(this.#options.now()), status: 'pending', transactions: [] };
    this.#holds.set(hold.id, hold);
    this.tell('issuing_authorization.created', this.#authorization(hold));
    return hold.id;
  }

  #held(authorization: string): Hold {
    const hold = this.#holds.get(authorization);
    if (!hold) throw new Error(`no authorization ${authorization}`);
    return hold;
  }

  #moved(type: 'capture' | 'refund', common: Fields, spend: StripeSpend): Fields {
    const sign = type === 'capture' ? -1 : 1;
    return { id: this.#id('ipi'), object: 'issuing.transaction', ...common, type, created: unixSeconds(this.#options.now()), amount: sign * spend.amount, merchant_amount: sign * (spend.merchantAmount ?? spend.amount) };
  }

  capture(authorization: string, spend: StripeSpend, details: Fields = {}): string {
    const hold = this.#held(authorization);
    const transaction = { ...this.#moved('capture', this.#common(hold.card, hold.merchant, spend), spend), authorization, purchase_details: Object.keys(details).length > 0 ? details : null };
    const { id } = transaction as { readonly id?: string };
    hold.transactions.push(id ?? '');
    hold.status = 'closed';
    this.tell('issuing_transaction.created', transaction);
    this.tell('issuing_authorization.updated', this.#authorization(hold));
    return id ?? '';
  }

  refund(card: StripeCard, merchant: StripeMerchant, spend: StripeSpend): string {
    const transaction = { ...this.#moved('refund', this.#common(card, merchant, spend), spend), authorization: null, purchase_details: null };
    this.tell('issuing_transaction.created', transaction);
    return String((transaction as Fields)['id']);
  }

  letGo(authorization: string, status: 'reversed' | 'expired'): void {
    const hold = this.#held(authorization);
    if (hold.status !== 'pending') return;
    hold.status = status;
    this.tell('issuing_authorization.updated', this.#authorization(hold));
  }

  tell(type: string, object: Fields): void {
    if (this.faults.has('drop')) return;
    const call = this.#call(type, object);
    for (let times = this.faults.has('duplicate') ? 2 : 1; times > 0; times -= 1) this.#options.notify(call);
  }

  #call(type: string, object: Fields): StripeCall {
    const { now, livemode, account, webhookSecret } = this.#options;
    const stamp = unixSeconds(now()) - (this.faults.has('late') ? LATE_S : 0);
    const body = JSON.stringify({ id: this.#id('evt'), object: 'event', api_version: '2026-10-28.basil', created: stamp, livemode, ...(account ? { account } : {}), pending_webhooks: 1, type, data: { object } });
    const secret = this.faults.has('bad-signature') ? 'whsec_of_a_stranger' : webhookSecret;
    return { headers: { 'content-type': 'application/json', 'stripe-signature': `t=${stamp},v1=${createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex')}` }, body };
  }
}
