import type { MatchBooking, MatchEmployee, MatchInvoice, MatchPayment, MatchReason } from './types.ts';

const reason = (code: string, weight: number, zh: string, en: string): MatchReason => ({ code, weight, text: { zh, en } });

/** Words that say what a firm is and not who it is. */
const LEGAL = /股份|有限|责任|公司|集团|管理|服务|科技|分公司|连锁|企业|co\.?,?\s*ltd\.?|inc\.?|limited|gmbh/gi;
const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(LEGAL, '').replace(/[\s()（）·,.，。\-_/|]/g, '');

const pairs = (text: string): Set<string> => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));

/** How much of the shorter name stands in the longer one, 0 to 1, by pairs of letters: Chinese has no spaces to cut at. */
function nameLikeness(a: string, b: string): number {
  const [short, long] = [plain(a), plain(b)].sort((x, y) => x.length - y.length) as [string, string];
  if (short.length < 2) return 0;
  if (long.includes(short)) return 1;
  const wanted = pairs(short);
  const there = pairs(long);
  return [...wanted].filter((pair) => there.has(pair)).length / wanted.size;
}

const NAME_WEIGHT = 4;
const nameReason = (a: string, b: string): MatchReason | null => {
  const likeness = nameLikeness(a, b);
  return likeness >= 0.5 ? reason('name', NAME_WEIGHT * likeness, `名称相近:“${a}” 与 “${b}”`, `The names fit: “${a}” and “${b}”`) : null;
};

const clean = <T>(list: readonly (T | null)[]): T[] => list.filter((item): item is T => item !== null);

const sameOrder = (a: string | null, b: string | null): MatchReason | null => (a !== null && a !== '' && a === b ? reason('order', 9, `订单号相同 ${a}`, `Same order number ${a}`) : null);

/** How common the amount is among what could have been meant: an amount that everybody pays says little. */
const amountReason = (rivals: number): MatchReason => {
  const weight = Math.max(2, 6 - Math.log2(Math.max(1, rivals)));
  return reason('amount', weight, '金额一致,分毫不差', 'The amounts are equal to the cent');
};

const dayReason = (days: number, what: { zh: string; en: string }): MatchReason => reason('day', Math.max(-4, 2.5 - Math.abs(days) * 0.25), days === 0 ? `${what.zh}是同一天` : `${what.zh}相差 ${Math.abs(days)} 天`, days === 0 ? `${what.en} on the same day` : `${what.en} ${Math.abs(days)} days apart`);

export type Evidence = { readonly reasons: readonly MatchReason[]; readonly weight: number };
const weigh = (reasons: readonly MatchReason[]): Evidence => ({ reasons, weight: reasons.reduce((sum, one) => sum + one.weight, 0) });

const PRIOR = -5;
const LAG_DAYS_MAX = 45;
const prior = reason('prior', PRIOR, '两张单据碰巧相遇的可能', 'That any two papers belong together');

/** What speaks for a payment and an invoice. Null: they cannot belong together on their own. */
export function paymentInvoice(payment: MatchPayment, invoice: MatchInvoice, context: { readonly minor: bigint; readonly rivals: number; readonly people: ReadonlyMap<string, MatchEmployee>; readonly booking: MatchBooking | undefined }): Evidence | null {
  if (payment.direction !== 'out' || payment.currency !== invoice.currency) return null;
  const order = sameOrder(payment.orderNo, invoice.orderNo);
  if (context.minor !== invoice.minor && !order) return null;
  const lag = invoice.day - payment.day;
  if (Math.abs(lag) > LAG_DAYS_MAX) return null;
  const journey = invoice.journeyDay !== null && context.booking ? invoice.journeyDay - context.booking.startDay : null;
  const passenger = payment.payerId ? context.people.get(payment.payerId)?.names.some((name) => invoice.passenger !== null && plain(name) === plain(invoice.passenger)) : false;
  return weigh(clean([
    prior, order, context.minor === invoice.minor ? amountReason(context.rivals) : null,
    invoice.submittedBy !== null && invoice.submittedBy === payment.payerId ? reason('who', 2.5, '付款人就是交票人', 'Who paid handed in the invoice') : null,
    invoice.submittedBy !== null && payment.payerId !== null && invoice.submittedBy !== payment.payerId ? reason('who', -3, '付款人与交票人不同', 'Who paid is not who handed in the invoice') : null,
    passenger ? reason('passenger', 4, '票上的旅客就是付款人', 'The passenger on it is who paid') : null,
    dayReason(lag, { zh: '付款与开票', en: 'Paid and issued' }),
    journey === null ? null : journey === 0 ? reason('journey', 5, '票上的乘车日就是所订的那天', 'The day of the journey on it is the day that was booked') : reason('journey', -5, '票上的乘车日不是所订的那天', 'The day of the journey on it is not the day that was booked'),
    nameReason(payment.merchant, invoice.seller) ?? nameReason(payment.description, invoice.seller), goodsReason(payment, invoice),
  ]));
}

function goodsReason(payment: MatchPayment, invoice: MatchInvoice): MatchReason | null {
  const kinds: readonly (readonly [RegExp, RegExp, string, string])[] = [
    [/酒店|宾馆|hotel|全季|亚朵|汉庭|如家/i, /住宿/, '住宿', 'lodging'], [/餐|饭|咖啡|食|面|火锅|美团/i, /餐饮|食品/, '餐饮', 'food'],
    [/滴滴|出行|打车|出租|曹操|高德/i, /客运|运输/, '用车', 'rides'], [/12306|铁路|火车/i, /铁路|rail/i, '火车', 'rail'], [/航空|airline|机票/i, /航空|机票|运输/, '机票', 'flights'],
  ];
  const said = `${payment.merchant} ${payment.description}`;
  const kind = kinds.find(([merchant, goods]) => merchant.test(said) && (goods.test(invoice.goods) || goods.test(invoice.seller)));
  return kind ? reason('goods', 2.5, `都是${kind[2]}`, `Both are ${kind[3]}`) : null;
}

const BOOKED_LAG_MAX = 3;

/** What speaks for a payment and a booking. */
export function paymentBooking(payment: MatchPayment, booking: MatchBooking, context: { readonly minor: bigint; readonly rivals: number }): Evidence | null {
  if (payment.direction !== 'out' || payment.currency !== booking.currency) return null;
  const order = sameOrder(payment.orderNo, booking.orderNo);
  if (context.minor !== booking.minor && !order) return null;
  const days = booking.bookedDay === null ? [booking.startDay, booking.endDay] : [booking.bookedDay, booking.startDay, booking.endDay];
  const lag = Math.min(...days.map((day) => Math.abs(day - payment.day)));
  if (lag > BOOKED_LAG_MAX && !order) return null;
  return weigh(clean([
    prior, order, context.minor === booking.minor ? amountReason(context.rivals) : null,
    payment.payerId !== null && payment.payerId === booking.travelerId ? reason('who', 2.5, '付款人就是出行人', 'Who paid is who travels') : null,
    payment.payerId !== null && booking.travelerId !== null && payment.payerId !== booking.travelerId ? reason('who', -2, '付款人不是出行人', 'Who paid does not travel') : null,
    dayReason(lag, { zh: '付款与预订或入住', en: 'Paid and booked or stayed' }), nameReason(payment.merchant, booking.property) ?? nameReason(payment.merchant, booking.supplier),
  ]));
}
