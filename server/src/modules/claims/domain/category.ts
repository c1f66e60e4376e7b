import type { BookingFacts, InvoiceFacts, PaymentFacts } from '@roundtrip/kernel';

export const CATEGORIES = ['flight', 'rail', 'hotel', 'taxi', 'meal', 'entertainment', 'telecom', 'office', 'other'] as const;
export type Category = (typeof CATEGORIES)[number];

export type Evidence = { readonly payments: readonly PaymentFacts[]; readonly documents: readonly InvoiceFacts[]; readonly bookings: readonly BookingFacts[] };

const BY_BOOKING: Readonly<Record<BookingFacts['kind'], Category>> = { flight: 'flight', rail: 'rail', hotel: 'hotel', car: 'taxi' };
const BY_INVOICE_KIND: Partial<Record<InvoiceFacts['kind'], Category>> = { rail: 'rail', air: 'flight', taxi: 'taxi', toll: 'taxi', ride_receipt: 'taxi' };

/** Goods class (`*旅客运输服务*`) and plain words, in the order in which they decide. */
const BY_WORDS: readonly (readonly [RegExp, Category])[] = [
  [/住宿|酒店|宾馆|hotel|lodging|全季|亚朵|如家|汉庭|希尔顿|万豪/i, 'hotel'],
  [/航空|机票|airline|flight|国航|东航|南航/i, 'flight'],
  [/12306|铁路|火车|高铁|动车|railway/i, 'rail'],
  [/客运服务|旅客运输|滴滴|曹操|出租|打车|网约车|地铁|公交|taxi|uber|didi|通行费|停车/i, 'taxi'],
  [/招待|娱乐|ktv|洗浴|高尔夫/i, 'entertainment'],
  [/餐饮|餐厅|饭店|食品|咖啡|外卖|美团|饿了么|火锅|面馆|酒楼|restaurant|coffee|cafe|meal/i, 'meal'],
  [/电信|移动通信|联通|话费|宽带|telecom/i, 'telecom'],
  [/办公|文具|打印|快递|office/i, 'office'],
];

/** Merchant category code groups (ISO 18245 and the card networks' ranges). */
function byMcc(mcc: string): Category | null {
  const code = Number(mcc);
  if ((code >= 3000 && code <= 3299) || code === 4511) return 'flight';
  if ((code >= 3501 && code <= 3999) || code === 7011) return 'hotel';
  if (code === 4112) return 'rail';
  if (code === 4111 || code === 4121 || code === 4131 || code === 4784 || code === 7523) return 'taxi';
  if (code >= 5811 && code <= 5814) return 'meal';
  if (code === 4814 || code === 4812) return 'telecom';
  return null;
}

/**
 * The standard category of an expense from what is known of it, the surest source first: what was booked, what kind
 * of paper it is, the goods on it, the merchant's code, words. `other` is an answer, not a failure.
 */
export function categoryOf({ payments, documents, bookings }: Evidence): Category {
  const booking = bookings[0];
  if (booking) return BY_BOOKING[booking.kind];
  for (const document of documents) {
    const kind = BY_INVOICE_KIND[document.kind];
    if (kind) return kind;
  }
  const words = (text: string): Category | null => BY_WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  for (const document of documents) {
    const goods = words(document.items.map((item) => item.name).join(' ')) ?? words(document.seller);
    if (goods) return goods;
  }
  for (const payment of payments) {
    const coded = payment.mcc ? byMcc(payment.mcc) : null;
    if (coded) return coded;
  }
  for (const payment of payments) {
    const said = words(`${payment.merchant} ${payment.description ?? ''}`);
    if (said) return said;
  }
  return 'other';
}
