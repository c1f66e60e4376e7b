import { createHmac } from 'node:crypto';
import { civilDateIn, epochMs, formatAmount, instantOf, money, type CivilDate, type Instant, type PaymentFacts } from '@roundtrip/kernel';
import type { Chance } from '../../rehearsal/src/chance.ts';
import { openAlipay, type Alipay } from '../../rehearsal/src/alipay/index.ts';
import { openStripe, type StripeIssuer } from '../../rehearsal/src/stripe/index.ts';
import { openWechat, type Wechat } from '../../rehearsal/src/wechat/index.ts';
import { signedByWechat } from '../../rehearsal/src/wechat/wire.ts';
import { signatureOf } from '../../server/src/connectors/payments/index.ts';
import { packFacts } from '../../server/src/platform/db/index.ts';
import type { Truth } from '../truth.ts';
import { KEYS } from './keys.ts';
import type { Letter, Post } from './post.ts';
import { anyFen, invoiceFor, SHOPS, type Shop } from './shops.ts';

export const SECRETS = { card: 'sim-card-secret', bank: 'sim-bank-secret', generic: 'sim-generic-secret', stripe: 'whsec_simulated_secret', apiV3Key: '0123456789abcdef0123456789abcdef', token: 'sim-token' } as const;
export const ALIPAY = { appId: '2021000123456789', enterpriseId: '2088000000000001' } as const;
export const WECHAT = { mchid: '1900000001', appid: 'wx0123456789abcdef', serial: '5F0A0B0C0D0E0F10' } as const;

export const SOURCES = ['card', 'alipay', 'stripe', 'wechat', 'generic', 'wallet-wechat', 'wallet-alipay'] as const;
export type Source = (typeof SOURCES)[number];

const unix = (at: Instant): number => Math.floor(epochMs(at) / 1000);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const yuan = (fen: number): string => formatAmount(money(BigInt(fen), 'CNY'));
const inChina = (at: Instant): string => instantOf(epochMs(at) + 8 * 3_600_000).slice(0, 19).replace('T', ' ');

/** An invoice that somebody holds and has not handed in yet. */
export type Paper = { readonly owner: string; readonly file: Uint8Array; readonly number: string; readonly spend: string };
type Parts = { readonly chance: Chance; readonly post: Post; readonly truth: Truth; readonly people: readonly string[]; readonly sources: readonly Source[]; now(): Instant; say(line: string): void };
type Purchase = { readonly externalId: string; readonly payer: string; readonly shop: Shop; readonly fen: number; readonly at: Instant; refunded: boolean };

/** Everything outside that money is spent with. What it does, it writes into the truth and tells by its own wire. */
export class Spending {
  readonly alipay: Alipay;
  readonly wechat: Wechat;
  readonly stripe: StripeIssuer;
  readonly papers: Paper[] = [];
  /** What stands on people's own wallet bills. */
  readonly wallets = new Map<string, PaymentFacts[]>();
  /** How many lines the last whole bill had that somebody handed in for good. */
  readonly handedIn = new Map<string, number>();
  readonly #parts: Parts;
  readonly #bought: (Purchase & { readonly source: Source })[] = [];
  readonly #open: (() => void)[] = [];
  #count = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { now, post } = parts;
    const put = (connector: string, body: string, sign: Letter['sign'], lossy = false): void => { post.put({ id: `${connector}-${this.#number()}`, connector, body, sign, lossy }); };
    this.alipay = openAlipay({
      ...ALIPAY, appPublicKey: KEYS.app.publicKey, now, keys: KEYS.alipay,
      notify: ({ headers, body }) => { put(new URLSearchParams(body).get('msg_method')?.includes('fund') ? 'alipay-transfer' : 'alipay-enterprise', body, () => headers, true); },
    });
    this.wechat = openWechat({
      mchid: WECHAT.mchid, appid: WECHAT.appid, apiV3Key: SECRETS.apiV3Key, merchantSerial: WECHAT.serial, merchantPublicKey: KEYS.merchant.publicKey, now, keys: KEYS.wechat,
      notify: ({ body }) => { put(body.includes('MCHTRANSFER') ? 'wechat-transfer' : 'wechatpay', body, (at, said) => signedByWechat(said, this.wechat.serial, KEYS.wechat.privateKey, at).headers); },
    });
    this.stripe = openStripe({
      webhookSecret: SECRETS.stripe, livemode: true, now,
      notify: ({ body }) => { put('stripe-issuing', body, (at, said) => ({ 'stripe-signature': `t=${unix(at)},v1=${createHmac('sha256', SECRETS.stripe).update(`${unix(at)}.${said}`).digest('hex')}` })); },
    });
  }

  #number(): string { this.#count += 1; return String(this.#count).padStart(5, '0'); }
  #today(): CivilDate { return civilDateIn('Asia/Shanghai', this.#parts.now()); }

  has(source: Source): boolean { return this.#parts.sources.includes(source); }

  /** Something is bought, given back, held or let go. */
  happen(): void {
    const { chance, sources, people } = this.#parts;
    const refund = chance.next() < 0.18 ? this.#bought.find((one) => !one.refunded) : undefined;
    if (refund) {
      refund.refunded = true;
      this.#refund(refund);
      return;
    }
    if (this.#open.length > 0 && chance.next() < 0.4) {
      this.#open.shift()?.();
      return;
    }
    const source = sources[chance.int(0, sources.length - 1)] ?? 'card';
    const payer = people[chance.int(0, people.length - 1)] ?? '';
    this.#buy(source, payer);
  }

  /** Nothing stays half done: what was only held is taken or let go. */
  settle(): void { for (const close of this.#open.splice(0)) close(); }

  #buy(source: Source, payer: string): void {
    const { chance, now } = this.#parts;
    const shop = chance.pick(SHOPS);
    const fen = anyFen(chance);
    const purchase: Purchase = { externalId: `${source}-${this.#number()}`, payer, shop, fen, at: now(), refunded: false };
    this.#parts.say(`${payer} buys ${purchase.externalId} ${fen}`);
    const company = this.#tell(source, purchase);
    if (company < fen && chance.next() < 0.8) {
      const number = `2633${purchase.externalId.replace(/\D/g, '').padStart(16, '0')}`;
      this.papers.push({ owner: payer, number, spend: purchase.externalId, file: invoiceFor(shop, { number, fen, on: this.#today() }) });
    }
  }

  /** Tells the purchase by its source's wire; answers with the company's part. */
  #tell(source: Source, purchase: Purchase): number {
    switch (source) {
      case 'card': return this.#card(purchase);
      case 'alipay': return this.#enterprise(purchase);
      case 'stripe': return this.#stripe(purchase);
      case 'wechat': return this.#collected(purchase);
      case 'generic': return this.#generic(purchase);
      case 'wallet-wechat': return this.#wallet('wechatpay', purchase);
      case 'wallet-alipay': return this.#wallet('alipay', purchase);
    }
  }

  #note(purchase: Purchase, companyFen: number, more: { readonly status?: 'pending'; readonly direction?: 'in'; readonly nobody?: true } = {}): void {
    this.#parts.truth.note({
      externalId: purchase.externalId, payer: more.nobody ? null : purchase.payer, direction: more.direction ?? 'out', costMinor: BigInt(purchase.fen), companyMinor: BigInt(companyFen), status: more.status ?? 'posted',
    });
  }

  #cardEvent(purchase: Purchase, event: { readonly status: string; readonly type: string; readonly related?: string }): void {
    const id = `card-${purchase.externalId}-${event.status}`;
    const body = JSON.stringify({ id, events: [{
      transactionId: purchase.externalId, cardTail: '0000', employeeNumber: purchase.payer, amount: yuan(purchase.fen), currency: 'CNY', merchant: purchase.shop.name, mcc: purchase.shop.mcc, city: '杭州', country: 'CN',
      occurredAt: purchase.at, type: event.type, status: event.status, program: 'sim-program', ...(event.related ? { relatedTransactionId: event.related } : {}),
    }] });
    this.#parts.post.put({ id, connector: 'card-webhook', body, lossy: false, sign: (at, said) => ({ 'x-roundtrip-signature': signatureOf(bytes(said), SECRETS.card, unix(at)) }) });
  }

  #card(purchase: Purchase): number {
    const { chance, truth } = this.#parts;
    this.#note(purchase, purchase.fen, { status: 'pending' });
    this.#cardEvent(purchase, { status: 'authorized', type: 'purchase' });
    const end = chance.next() < 0.8 ? 'posted' : 'reversed';
    this.#open.push(() => {
      truth.settle(purchase.externalId, end);
      this.#cardEvent(purchase, { status: end, type: 'purchase' });
      if (end === 'posted') this.#bought.push({ ...purchase, source: 'card' });
    });
    return purchase.fen;
  }

  #enterprise(purchase: Purchase): number {
    const { chance, now } = this.#parts;
    const company = chance.next() < 0.6 ? purchase.fen : chance.int(0, purchase.fen);
    this.#note(purchase, company);
    this.alipay.book({
      pay_no: purchase.externalId, consume_type: 'CONSUME', consume_amount: yuan(purchase.fen), peer_pay_amount: yuan(company), gmt_biz_create: inChina(now()), gmt_receive_pay: inChina(now()), order_complete_label: '1',
      employee_id: purchase.payer, merchant_name: purchase.shop.name,
    }, chance.next() < 0.4);
    if (company === purchase.fen || company === 0) this.#bought.push({ ...purchase, source: company === 0 ? 'wallet-alipay' : 'alipay' });
    return company;
  }

  #stripe(purchase: Purchase): number {
    const { chance, truth } = this.#parts;
    const card = { id: `ic_${purchase.payer}`, last4: '0000', employeeNumber: purchase.payer };
    const merchant = { name: purchase.shop.name, mcc: purchase.shop.mcc, city: '杭州', country: 'CN' };
    const spend = { amount: purchase.fen, currency: 'CNY' };
    const hold = this.stripe.hold(card, merchant, spend);
    this.#note({ ...purchase, externalId: hold }, purchase.fen, { status: 'pending' });
    const [captured, more] = [chance.next() < 0.8, chance.next() < 0.3 ? chance.int(1, 5_000) : 0];
    this.#open.push(() => {
      truth.settle(hold, 'reversed');
      if (!captured) { this.stripe.letGo(hold, chance.next() < 0.5 ? 'reversed' : 'expired'); return; }
      const taken = { ...spend, amount: spend.amount + more };
      this.#note({ ...purchase, fen: taken.amount, externalId: this.stripe.capture(hold, taken) }, taken.amount);
    });
    return purchase.fen;
  }

  /** The company collects as a merchant: nobody's expense. */
  #collected(purchase: Purchase): number {
    this.#note(purchase, 0, { direction: 'in', nobody: true });
    this.wechat.collect({ transactionId: purchase.externalId, outTradeNo: `o${purchase.externalId}`, fen: purchase.fen, openid: 'oStranger' });
    return purchase.fen;
  }

  /** A personal card whose bank signs its calls in the plainest way. */
  #generic(purchase: Purchase, refundOf?: string): number {
    this.#note(purchase, 0, refundOf ? { direction: 'in' } : {});
    const body = JSON.stringify({ id: purchase.externalId, amount: yuan(purchase.fen), at: purchase.at, shop: purchase.shop.name, who: purchase.payer, card: `card:${purchase.payer}`, kind: refundOf ? 'back' : 'paid', of: refundOf ?? '' });
    this.#parts.post.put({
      id: `generic-${purchase.externalId}`, connector: 'signed-webhook', body, lossy: false,
      sign: (at, said) => ({ 'x-stamp': String(unix(at)), 'x-mac': createHmac('sha256', SECRETS.generic).update(`${unix(at)}.${said}`).digest('hex') }),
    });
    if (!refundOf) this.#bought.push({ ...purchase, source: 'generic' });
    return 0;
  }

  /** A phone's own wallet: on the person's bill, and sometimes told by a programme too. */
  #wallet(channel: 'wechatpay' | 'alipay', purchase: Purchase, refundOf?: string): number {
    const { chance, post } = this.#parts;
    this.#note(purchase, 0, refundOf ? { direction: 'in' } : {});
    const facts: PaymentFacts = {
      externalId: purchase.externalId, channel, type: refundOf ? 'refund' : 'purchase', direction: refundOf ? 'in' : 'out', status: 'posted', paidAt: instantOf(unix(purchase.at) * 1000), amount: money(BigInt(purchase.fen), 'CNY'),
      merchant: purchase.shop.name, payer: purchase.payer, ...(refundOf ? { relatedExternalId: refundOf } : {}),
    };
    const key = `${channel}:${purchase.payer}`;
    this.wallets.set(key, [facts, ...(this.wallets.get(key) ?? [])]);
    if (chance.next() < 0.5) post.put({ id: `api-${purchase.externalId}`, connector: 'api', body: packFacts([facts]), lossy: true, sign: () => ({}) });
    if (!refundOf) this.#bought.push({ ...purchase, source: channel === 'alipay' ? 'wallet-alipay' : 'wallet-wechat' });
    return 0;
  }

  #refund(of: Purchase & { readonly source: Source }): void {
    const { chance, now } = this.#parts;
    const fen = chance.next() < 0.5 ? of.fen : chance.int(1, of.fen);
    const back: Purchase = { ...of, externalId: `${of.source}-${this.#number()}`, fen, at: now() };
    this.#parts.say(`${of.payer} gets back ${back.externalId} ${fen} of ${of.externalId}`);
    switch (of.source) {
      case 'card':
        this.#note(back, fen, { direction: 'in' });
        this.#cardEvent(back, { status: 'posted', type: 'refund', related: of.externalId });
        return;
      case 'alipay':
        this.#note(back, fen, { direction: 'in' });
        this.alipay.book({ pay_no: back.externalId, related_pay_no: of.externalId, consume_type: 'REFUND', consume_amount: yuan(fen), peer_pay_amount: yuan(fen), gmt_biz_create: inChina(now()), gmt_receive_pay: inChina(now()), order_complete_label: '1', employee_id: of.payer, merchant_name: of.shop.name });
        return;
      case 'generic': this.#generic(back, of.externalId); return;
      case 'wallet-wechat': this.#wallet('wechatpay', back, of.externalId); return;
      case 'wallet-alipay': this.#wallet('alipay', back, of.externalId); return;
      case 'stripe': case 'wechat': return;
    }
  }
}
