import { z } from 'zod';
import { err, instantOf, ok, type Money, type PaymentFacts, type PaymentStatus, type Result } from '@roundtrip/kernel';
import type { RawRecord, TranslateError } from '#spi';
import { parseJson } from '../../shared/call-errors.ts';
import { present } from '../shared/statement.ts';
import { absolute, stripeMoney } from './amounts.ts';

const text = z.string().min(1);
const some = z.string().nullish();
const MERCHANT = z.object({ name: some, category_code: some, city: some, country: some });
const CARD = z.union([z.string(), z.object({ id: text, last4: some, metadata: z.record(z.string(), z.string()).nullish() })]).nullish();
const COMMON = { id: text, currency: text, amount: z.number(), merchant_amount: z.number().nullish(), merchant_currency: some, merchant_data: MERCHANT.nullish(), card: CARD, created: z.int().positive(), metadata: z.record(z.string(), z.string()).nullish() };

const SEGMENT = z.object({ carrier: some, flight_number: some, departure_airport_code: some, arrival_airport_code: some, service_class: some });
/** Level 3: what the merchant itself says was bought. */
const DETAILS = z.object({
  reference: some,
  flight: z.object({ passenger_name: some, segments: z.array(SEGMENT).nullish() }).nullish(),
  lodging: z.object({ check_in_at: z.int().nullish(), nights: z.int().nullish() }).nullish(),
  receipt: z.array(z.object({ description: some })).nullish(),
});
const TRANSACTION = z.object({ ...COMMON, object: z.literal('issuing.transaction'), type: text, authorization: z.union([z.string(), z.object({ id: text })]).nullish(), purchase_details: DETAILS.nullish() });
const AUTHORIZATION = z.object({
  ...COMMON, object: z.literal('issuing.authorization'), approved: z.boolean(), status: text,
  request_history: z.array(z.object({ approved: z.boolean(), amount: z.number(), currency: text, merchant_amount: z.number().nullish(), merchant_currency: some })).nullish(),
});
const WHICH = z.looseObject({ object: text });

/** What was held is let go when it is captured, given up or out of date: the money that moved stands in transactions. */
const HOLDS: Readonly<Record<string, PaymentStatus>> = { pending: 'pending', closed: 'reversed', reversed: 'reversed', expired: 'reversed' };

type Translated = Result<readonly PaymentFacts[], TranslateError>;

function failed(place: string, why: string): { readonly ok: false; readonly error: TranslateError } {
  return err({ kind: 'raw.not-understood', place, message: { zh: `Stripe 发卡记录无法识别：${place}`, en: `The Stripe Issuing record cannot be understood at ${place}: ${why}` } });
}
const failedBy = ({ issues }: z.ZodError) => failed(issues[0]?.path.join('.') || 'body', issues[0]?.message ?? 'not JSON');

type Shared = Pick<z.infer<typeof TRANSACTION>, 'amount' | 'currency' | 'merchant_amount' | 'merchant_currency'>;

/** What the merchant asked for, and what the card was charged where that is another currency. Both keep Stripe's sign. */
function amountsOf(from: Shared): { readonly amount: Money; readonly settled?: Money } | null {
  const charged = stripeMoney(from.amount, from.currency);
  if (!charged) return null;
  const foreign = from.merchant_currency && from.merchant_currency.toUpperCase() !== charged.currency && typeof from.merchant_amount === 'number';
  if (!foreign) return { amount: charged };
  const asked = stripeMoney(from.merchant_amount ?? 0, from.merchant_currency ?? '');
  return asked ? { amount: asked, settled: charged } : null;
}

function describe(details: z.infer<typeof DETAILS> | null | undefined): string {
  const flights = details?.flight?.segments?.map((leg) => [`${leg.carrier ?? ''}${leg.flight_number ?? ''}`, [leg.departure_airport_code, leg.arrival_airport_code].filter(Boolean).join('-'), leg.service_class].filter(Boolean).join(' ')) ?? [];
  const { check_in_at: checkIn, nights } = details?.lodging ?? {};
  const stay = nights ? [`${nights} night${nights === 1 ? '' : 's'}${checkIn ? ` from ${instantOf(checkIn * 1000).slice(0, 10)}` : ''}`] : [];
  const lines = details?.receipt?.map((line) => line.description ?? '') ?? [];
  return [details?.flight?.passenger_name ?? '', ...flights, ...stay, ...lines].filter((part) => part !== '').join('; ').slice(0, 500);
}

type Whose = Pick<z.infer<typeof TRANSACTION>, 'card' | 'merchant_data' | 'metadata'>;

/** The employee's number where it was written on the card, else the card's last digits. */
function placeOf({ card, merchant_data: merchant, metadata }: Whose) {
  const known = typeof card === 'object' && card !== null ? card : undefined;
  return present({
    mcc: merchant?.category_code, city: merchant?.city, country: merchant?.country, account: known?.id ?? (typeof card === 'string' ? card : undefined),
    payer: known?.metadata?.['employee_number'] ?? metadata?.['employee_number'] ?? known?.last4,
  }) as Partial<Pick<PaymentFacts, 'mcc' | 'city' | 'country' | 'account' | 'payer'>>;
}

function translateTransaction(body: unknown): Translated {
  const parsed = TRANSACTION.safeParse(body);
  if (!parsed.success) return failedBy(parsed.error);
  const moved = parsed.data;
  const type = moved.type === 'capture' ? 'purchase' : moved.type === 'refund' ? 'refund' : null;
  if (!type) return failed('type', `${moved.type} is not known`);
  const amounts = amountsOf(moved);
  if (!amounts) return failed('amount', `${moved.amount} ${moved.currency} is not a whole amount of a known currency`);
  const spends = amounts.amount.minor < 0n;
  if (amounts.amount.minor === 0n || spends !== (type === 'purchase') || (amounts.settled && amounts.settled.minor < 0n !== spends)) return failed('amount', 'spending is negative, a refund positive');
  const amount = absolute(amounts.amount);
  return ok([{
    externalId: moved.id, channel: 'corporate_card', type, direction: spends ? 'out' : 'in', status: 'posted', paidAt: instantOf(moved.created * 1000), amount, companyPaid: amount,
    merchant: moved.merchant_data?.name ?? '', ...placeOf(moved),
    ...(amounts.settled ? { settled: absolute(amounts.settled) } : {}),
    ...present({ description: describe(moved.purchase_details), orderNo: moved.purchase_details?.reference ?? undefined }),
  }]);
}

function translateAuthorization(body: unknown): Translated {
  const parsed = AUTHORIZATION.safeParse(body);
  if (!parsed.success) return failedBy(parsed.error);
  const hold = parsed.data;
  // A question that is not answered yet, and a refused one, hold nothing.
  if (!hold.approved) return ok([]);
  // A hold that was let go counts nothing any more; its history says what was held.
  const held = hold.amount === 0 ? hold.request_history?.findLast((each) => each.approved && each.amount !== 0) : hold;
  if (!held) return ok([]);
  const amounts = amountsOf(held);
  if (!amounts || amounts.amount.minor === 0n) return failed('amount', `${held.amount} ${held.currency} is not a whole amount of a known currency`);
  const amount = absolute(amounts.amount);
  return ok([{
    externalId: hold.id, channel: 'corporate_card', type: 'purchase', direction: 'out', status: HOLDS[hold.status] ?? 'pending', paidAt: instantOf(hold.created * 1000), amount, companyPaid: amount,
    merchant: hold.merchant_data?.name ?? '', ...placeOf(hold), ...(amounts.settled ? { settled: absolute(amounts.settled) } : {}),
  }]);
}

/** A transaction or authorization object of Stripe Issuing as facts. A capture may exceed its authorization: tips, nights, incidentals. */
export function translate(raw: RawRecord): Translated {
  const body = parseJson(raw.body);
  const which = WHICH.safeParse(body);
  if (!which.success) return failedBy(which.error);
  if (which.data.object === 'issuing.transaction') return translateTransaction(body);
  if (which.data.object === 'issuing.authorization') return translateAuthorization(body);
  return ok([]);
}
