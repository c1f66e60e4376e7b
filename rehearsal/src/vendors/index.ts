import { epochMs, formatAmount, instantOf, money, type Instant } from '@roundtrip/kernel';
import type { FastifyInstance } from 'fastify';
import { alipayRoutes, openAlipay, type Alipay, type AlipayFault } from '../alipay/index.ts';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Say } from '../log.ts';
import { openJournal, type Journal } from '../store/journal.ts';
import { openStripe, type StripeCall, type StripeCard, type StripeIssuer, type StripeMerchant } from '../stripe/index.ts';
import { openWechat, wechatRoutes, type Wechat, type WechatFault } from '../wechat/index.ts';
import type { Vendor } from '../wire/message.ts';
import type { Outbox } from '../wire/outbox.ts';
import type { VendorOptions } from './options.ts';

/** What happens at a payment vendor. Amounts are whole fen; `key` is the story's own name for it. */
export type VendorAct =
  /** An employee pays with the company's code; `ownFen` is what stays with the employee. `pointer`: the notice only names the bill. */
  | { readonly vendor: 'alipay'; readonly key: string; readonly at: Instant; readonly employee: string; readonly fen: number; readonly ownFen: number; readonly merchant: string; readonly what: string; readonly refundOf?: string; readonly pointer?: true }
  /** Somebody pays the company as a merchant. */
  | { readonly vendor: 'wechat'; readonly key: string; readonly at: Instant; readonly fen: number; readonly openid: string }
  | { readonly vendor: 'stripe'; readonly move: 'hold'; readonly key: string; readonly at: Instant; readonly fen: number; readonly card: StripeCard; readonly merchant: StripeMerchant }
  | { readonly vendor: 'stripe'; readonly move: 'capture' | 'let-go'; readonly key: string; readonly at: Instant; readonly fen: number };

type StripeMove = Extract<VendorAct, { readonly vendor: 'stripe' }>;
/** `refused`: the card was asked about, and the answer was no. */
type Line = { readonly act: VendorAct; readonly refused?: true };
/** Whether a card may pay, as the one who was asked says: null where no answer came. */
export type AskIssuer = (call: StripeCall) => Promise<boolean | null>;

export type Vendors = {
  play(act: VendorAct): Promise<void>;
  /** What the vendors serve: Alipay's gateway, WeChat's merchant interface. */
  routes(app: FastifyInstance): void;
  readonly alipay: Alipay;
  readonly wechat: Wechat;
};

type Parts = { readonly path: string; readonly options: VendorOptions; readonly clock: Clock; readonly faults: Faults; readonly outbox: Outbox; readonly say: Say; ask: AskIssuer };

const yuan = (fen: number): string => formatAmount(money(BigInt(fen), 'CNY'));
const inChina = (at: Instant): string => instantOf(epochMs(at) + 8 * 3_600_000).slice(0, 19);

/** Alipay 企业码, WeChat Pay and Stripe Issuing of the company, as they were left: what happened is played again without being told again. */
export function openVendors(parts: Parts): Vendors {
  return new RememberedVendors(parts);
}

class RememberedVendors implements Vendors {
  readonly alipay: Alipay;
  readonly wechat: Wechat;
  readonly #stripe: StripeIssuer;
  readonly #parts: Parts;
  readonly #journal: Journal<Line>;
  readonly #holds = new Map<string, string>();
  /** The moment of what is happening: the vendors date by it. */
  #at: Instant;
  #key = '';
  #calls = 0;

  constructor(parts: Parts) {
    const { options, clock, outbox } = parts;
    this.#parts = parts;
    this.#at = clock.real();
    // One happening may be told by several calls; played again it tells the same ones, which the outbox knows already.
    const put = (from: Vendor, body: string): void => { outbox.put({ id: `${from}-${this.#key}-${(this.#calls += 1)}`, from, kind: 'vendor', body }); };
    this.alipay = openAlipay({ ...options.alipay, now: () => clock.real(), notify: ({ body }) => { put('alipay', body); } });
    this.wechat = openWechat({ ...options.wechat, now: () => clock.real(), notify: ({ body }) => { put('wechat', body); } });
    this.#stripe = openStripe({ webhookSecret: options.stripe.webhookSecret, livemode: false, now: () => this.#at, notify: ({ body }) => { put('stripe', body); } });
    this.#journal = openJournal<Line>(parts.path);
    for (const line of this.#journal.past) this.#happen(line);
  }

  async play(act: VendorAct): Promise<void> {
    const refused = act.vendor === 'stripe' && act.move === 'hold' && !(await this.#mayPay(act));
    const line: Line = { act, ...(refused ? { refused } : {}) };
    this.#journal.add(line);
    this.#happen(line);
  }

  /** As a card network does: the question first, then the hold. Where nobody answers, the card pays. */
  async #mayPay(act: Extract<StripeMove, { readonly move: 'hold' }>): Promise<boolean> {
    this.#at = this.#parts.clock.real();
    const answer = await this.#parts.ask(this.#stripe.ask(act.card, act.merchant, { amount: act.fen, currency: 'CNY' }));
    if (answer === false) this.#parts.say('Stripe', { zh: `拒付 ${act.merchant.name} ¥${yuan(act.fen)}`, en: `declined ¥${yuan(act.fen)} at ${act.merchant.name}` });
    return answer !== false;
  }

  #happen({ act, refused }: Line): void {
    [this.#at, this.#key, this.#calls] = [act.at, act.key, 0];
    switch (act.vendor) {
      case 'alipay': this.#bill(act); return;
      case 'wechat': this.wechat.collect({ transactionId: act.key, outTradeNo: `O${act.key}`, fen: act.fen, openid: act.openid }, { success_time: `${inChina(act.at)}+08:00` }); return;
      case 'stripe': if (!refused) this.#move(act);
    }
  }

  #bill({ key, at, employee, fen, ownFen, merchant, what, refundOf, pointer }: Extract<VendorAct, { readonly vendor: 'alipay' }>): void {
    const wall = inChina(at).replace('T', ' ');
    this.alipay.book({
      pay_no: key, consume_type: refundOf ? 'REFUND' : 'CONSUME', consume_amount: yuan(fen), peer_pay_amount: yuan(fen - ownFen), gmt_biz_create: wall, gmt_receive_pay: wall, order_complete_label: '1', employee_id: employee,
      merchant_name: merchant, category_name: what, ...(refundOf ? { related_pay_no: refundOf } : {}),
    }, pointer ?? false);
  }

  #move(act: StripeMove): void {
    if (act.move === 'hold') {
      this.#holds.set(act.key, this.#stripe.hold(act.card, act.merchant, { amount: act.fen, currency: 'CNY' }));
      return;
    }
    const [, hold] = [...this.#holds].find(([key]) => act.key.startsWith(key)) ?? [];
    // What was refused cannot be captured.
    if (!hold) return;
    if (act.move === 'capture') this.#stripe.capture(hold, { amount: act.fen, currency: 'CNY' });
    else this.#stripe.letGo(hold, 'reversed');
  }

  routes(app: FastifyInstance): void {
    const { faults } = this.#parts;
    // Messages are lost and doubled on their way; what is asked of a vendor fails at the vendor.
    const set = <F extends string>(on: Set<F>, name: F, wanted: boolean): void => { if (wanted) on.add(name); else on.delete(name); };
    app.addHook('onRequest', (request, _reply, done) => {
      if (request.url.startsWith('/alipay/')) {
        set<AlipayFault>(this.alipay.faults, 'drop', faults.has('timeout', 'alipay'));
        set<AlipayFault>(this.alipay.faults, 'fail-after-success', faults.has('fail-after-success', 'alipay'));
        set<AlipayFault>(this.alipay.faults, 'lagged', faults.has('lagged', 'alipay'));
      } else if (request.url.startsWith('/v3/')) {
        set<WechatFault>(this.wechat.faults, 'drop', faults.has('timeout', 'wechat'));
        set<WechatFault>(this.wechat.faults, 'fail-after-success', faults.has('fail-after-success', 'wechat'));
      }
      done();
    });
    alipayRoutes(app, this.alipay);
    wechatRoutes(app, this.wechat);
  }
}
