import type { BookingRecord, InvoiceRecordWire, PaymentRecord } from '@roundtrip/contract';
import { addDays, type CivilDate } from '@roundtrip/kernel';
import { makeDice, type Dice } from '../catalog.ts';
import type { World, WorldOptions } from '../world.ts';
import { CITIES, personOf, placesOf, type Place } from './catalog.ts';

const FIRST = '2025-10-09' as CivilDate;
export const DAYS = 90;
export const two = (n: number): number => Math.round(n * 100) / 100;
export const date = (day: number): CivilDate => addDays(FIRST, day);
const digits = (currency: string): number => (currency === 'JPY' ? 0 : 2);

export type Colleague = { readonly id: string; readonly name: string; readonly printed: string; readonly home: string; readonly channel: PaymentRecord['channel'] };
export type Paid = { readonly by: Colleague; readonly sum: number; readonly day: number; readonly at: string; readonly more?: Partial<PaymentRecord> };
export type Bill = { readonly of: Colleague; readonly sum: number; readonly day: number; readonly firm: string; readonly goods: string; readonly more?: Partial<InvoiceRecordWire> };

/** The company's papers while they are being made. */
export class Desk {
  readonly world: World = { employees: [], payments: [], invoices: [], bookings: [], truth: [] };
  readonly dice: Dice;
  readonly noise: number;
  readonly people: Colleague[];
  readonly places: Place[];
  private trips = 0;

  constructor({ seed, people, noise }: WorldOptions) {
    this.dice = makeDice(seed * 15_485_863 + noise * 977 + 3);
    this.noise = noise;
    this.places = placesOf(this.dice);
    this.people = Array.from({ length: people }, (_, i) => ({ id: `u${String(i + 1).padStart(4, '0')}`, ...personOf(this.dice), home: this.dice.pick(CITIES.slice(0, 4))[0], channel: this.dice.pick(['wechatpay', 'alipay', 'card', 'corporate_card', 'card'] as const) }));
    this.world.employees.push(...this.people.map(({ id, name, printed, home }) => ({ id, name, homeCity: home, ...(this.dice.hit(0.3) ? { aliases: [printed] } : {}) })));
  }

  fault(rate: number): boolean { return this.dice.hit(rate * this.noise); }
  digits(n: number): string { return Array.from({ length: n }, () => this.dice.below(10)).join(''); }
  uuid(): string { return [8, 4, 4, 12].map((n) => Array.from({ length: n }, () => '0123456789abcdef'[this.dice.below(16)]).join('')).join('-'); }
  tripId(): string { return `T${++this.trips}`; }
  place(kind: Place['kind'], city: string): Place { return this.dice.pick(this.places.filter((one) => one.kind === kind && one.city === city)); }
  /** Another signs at times. */
  buyer(who: Colleague): Colleague { return this.fault(0.012) ? this.dice.pick(this.people) : who; }
  spelled(who: Colleague): string { return this.fault(0.08) ? who.printed : who.name; }

  /** What the feed calls the shop: wallets its sign, foreign card houses Latin letters, some nothing useful. */
  sign(by: Colleague, place: Place): string { return by.channel === 'card' ? (place.shown[2] as string) : this.dice.pick([place.shown[0], place.shown[1], place.shown[3], place.firm] as string[]); }

  pay({ by, sum, day, at, more = {} }: Paid): string {
    const id = this.uuid();
    const { orderNo, ...rest } = more;
    const card = by.channel === 'card' || by.channel === 'corporate_card';
    const posted = day + (card && this.fault(0.15) ? 1 + this.dice.below(3) : 0);
    const currency = more.currency ?? 'CNY';
    const order = orderNo === undefined || this.fault(0.15) ? {} : this.dice.hit(0.2) ? { description: `商户单号:${orderNo}` } : { orderNo };
    this.world.payments.push({
      id, channel: by.channel, type: 'purchase', paidAt: `${date(posted)}T${String(7 + this.dice.below(15)).padStart(2, '0')}:${String(this.dice.below(60)).padStart(2, '0')}:21+08:00`, amount: sum.toFixed(digits(currency)), currency, merchant: this.fault(0.03) ? '扫码支付' : at,
      externalId: this.digits(24), ...(this.fault(0.01) ? {} : { payerId: by.id }), ...(by.channel === 'corporate_card' ? { companyPaid: true } : {}), ...order, ...rest,
    });
    return id;
  }

  bill({ of, sum, day, firm, goods, more = {} }: Bill, never = 0.07): string[] {
    if (this.fault(never)) return [];
    const id = this.uuid();
    const currency = more.currency ?? 'CNY';
    const by = this.fault(0.015) ? undefined : this.fault(0.01) ? this.dice.pick(this.people) : of;
    const { orderNo, ...rest } = more;
    const tax = two(sum - sum / 1.06);
    this.world.invoices.push({ id, kind: 'fapiao', number: `25${this.digits(18)}`, issuedOn: date(day), total: sum.toFixed(digits(currency)), tax: tax.toFixed(digits(currency)), currency, seller: firm, items: [{ name: goods }], ...(by ? { submittedBy: by.id } : {}), ...(orderNo && !this.fault(0.15) ? { orderNo } : {}), ...rest });
    return [id];
  }

  book(who: Colleague, record: Omit<BookingRecord, 'id' | 'travelerId' | 'travelerName'>): string {
    const id = this.uuid();
    this.world.bookings.push({ id, travelerId: who.id, travelerName: who.name, status: 'confirmed', ...record });
    return id;
  }

  group(shape: string, payments: string[], invoices: string[], bookings: string[] = []): void {
    if (payments.length > 0) this.world.truth.push({ shape, payments, invoices, bookings });
    else for (const [key, ids] of [['invoices', invoices], ['bookings', bookings]] as const) for (const id of ids) this.world.truth.push({ shape, payments: [], invoices: [], bookings: [], [key]: [id] });
  }
}
