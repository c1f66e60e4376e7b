import { randomUUID } from 'node:crypto';
import { epochMs, instantOf, type Instant } from '@roundtrip/kernel';
import type { FastifyInstance } from 'fastify';
import { makeWechatKeys, sealedResource, signedByWechat, unsealName, verifiedNonce, WECHAT_SERIAL, type MerchantRequest, type Signed, type WechatKeys } from './wire.ts';

/** `drop`: nothing arrives. `fail-after-success`: done, and answered with an error. `bad-signature`: signed by a stranger. `unsigned`: answers without a signature. */
export type WechatFault = 'drop' | 'duplicate' | 'fail-after-success' | 'bad-signature' | 'unsigned';
export type WechatOptions = {
  readonly mchid: string;
  readonly appid: string;
  readonly apiV3Key: string;
  readonly merchantSerial: string;
  readonly merchantPublicKey: string;
  now(): Instant;
  /** Where notices go. */
  notify(notice: Signed): void;
  readonly keys?: WechatKeys;
};

export type BillState = 'ACCEPTED' | 'PROCESSING' | 'WAIT_USER_CONFIRM' | 'TRANSFERING' | 'SUCCESS' | 'FAIL' | 'CANCELING' | 'CANCELLED';
type Bill = { readonly asked: string; readonly outBillNo: string; readonly number: string; readonly openid: string; readonly fen: number; readonly name: string | null; state: BillState; reason?: string };
export type WechatHttpAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
type Fields = Readonly<Record<string, unknown>>;
type Told = { readonly status: number; readonly fields: Fields };

export type Wechat = {
  readonly serial: string;
  readonly publicKey: string;
  readonly faults: Set<WechatFault>;
  handle(request: MerchantRequest): WechatHttpAnswer;
  /** Somebody pays the merchant. Fen. */
  collect(paid: { readonly transactionId: string; readonly outTradeNo: string; readonly fen: number; readonly openid: string }, over?: Fields): void;
  giveBack(refund: { readonly refundId: string; readonly transactionId: string; readonly outTradeNo: string; readonly fen: number; readonly totalFen: number }): void;
  /** The payee confirms, lets it lapse, or it fails; a final state is told. */
  moveBill(outBillNo: string, state: BillState, reason?: string): void;
  bills(): readonly Readonly<Bill>[];
  /** The deliberate forgery by which WeChat tests its merchants. */
  testSignature(): Signed;
};

const PATH = '/v3/fund-app/mch-transfer/transfer-bills';
const NAMED_FROM_FEN = 200_000;
const FINAL: readonly BillState[] = ['SUCCESS', 'FAIL', 'CANCELLED'];
const inChina = (at: Instant): string => `${instantOf(epochMs(at) + 8 * 3_600_000).slice(0, 19)}+08:00`;
const told = (status: number, fields: Fields): Told => ({ status, fields });
const no = (status: number, code: string, message: string): Told => told(status, { code, message });

/** WeChat Pay as a merchant meets it. One out_bill_no is one bill, however often it comes; a nonce counts once. */
export function openWechat(options: WechatOptions): Wechat {
  return new SimulatedWechat(options);
}

class SimulatedWechat implements Wechat {
  readonly serial = WECHAT_SERIAL;
  readonly faults = new Set<WechatFault>();
  readonly #options: WechatOptions;
  readonly #keys: WechatKeys;
  readonly #bills = new Map<string, Bill>();
  readonly #nonces = new Set<string>();

  constructor(options: WechatOptions) {
    this.#options = options;
    this.#keys = options.keys ?? makeWechatKeys();
  }

  get publicKey(): string { return this.#keys.publicKey; }
  bills(): readonly Readonly<Bill>[] { return [...this.#bills.values()]; }

  handle(request: MerchantRequest): WechatHttpAnswer {
    if (this.faults.has('drop')) return null;
    const { mchid, merchantSerial, merchantPublicKey, now } = this.#options;
    const nonce = verifiedNonce(request, { mchid, serial: merchantSerial, publicKey: merchantPublicKey }, now());
    const good = nonce !== null && !this.#nonces.has(nonce);
    if (nonce !== null) this.#nonces.add(nonce);
    const { status, fields } = good ? this.#answer(request) : no(401, 'SIGN_ERROR', '签名错误');
    if (this.faults.has('fail-after-success')) return { status: 500, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: 'SYSTEM_ERROR', message: '系统错误' }) };
    const body = JSON.stringify(fields);
    if (this.faults.has('unsigned')) return { status, headers: { 'content-type': 'application/json' }, body };
    return { status, ...this.#sign(body) };
  }

  #sign(body: string): Signed {
    const { privateKey } = this.faults.has('bad-signature') ? makeWechatKeys() : this.#keys;
    return signedByWechat(body, this.serial, privateKey, this.#options.now());
  }

  #answer({ method, url, body }: MerchantRequest): Told {
    const path = url.split('?')[0] ?? '';
    if (method === 'POST' && path === PATH) return this.#transfer(body);
    const [, outBillNo = '', cancel] = new RegExp(`^${PATH}/out-bill-no/([^/]+)(/cancel)?$`).exec(path) ?? [];
    const bill = this.#bills.get(decodeURIComponent(outBillNo));
    if (!bill) return no(404, 'NOT_FOUND', '记录不存在');
    if (method === 'POST' && cancel && bill.state === 'WAIT_USER_CONFIRM') this.moveBill(bill.outBillNo, 'CANCELLED');
    return told(200, this.#view(bill));
  }

  #transfer(body: string): Told {
    const asked = JSON.parse(body) as Fields;
    const { out_bill_no: outBillNo, openid, transfer_amount: fen, transfer_remark: remark, user_name: sealed, transfer_scene_report_infos: infos } = asked;
    if (asked['appid'] !== this.#options.appid) return no(400, 'APPID_MCHID_NOT_MATCH', '商户号和 AppID 不匹配');
    if (typeof outBillNo !== 'string' || !/^[0-9A-Za-z]{1,32}$/.test(outBillNo) || typeof openid !== 'string' || typeof remark !== 'string' || [...remark].length > 32) return no(400, 'PARAM_ERROR', '参数错误');
    if (typeof fen !== 'number' || !Number.isInteger(fen) || fen < 10 || !Array.isArray(infos) || infos.length === 0) return no(400, 'PARAM_ERROR', '金额或报备信息错误');
    const name = typeof sealed === 'string' ? unsealName(sealed, this.#keys.privateKey) : null;
    if (fen >= NAMED_FROM_FEN && !name) return no(400, 'PARAM_ERROR', '收款用户姓名错误');
    // The sealed name differs at every try; what it says does not.
    const same = JSON.stringify({ ...asked, user_name: name });
    const known = this.#bills.get(outBillNo);
    if (known) return known.asked === same ? told(200, this.#view(known)) : no(400, 'INVALID_REQUEST', '单号已存在但信息不一致');
    const bill: Bill = { asked: same, outBillNo, number: `13300${outBillNo.slice(0, 24)}`, openid, fen, name, state: 'WAIT_USER_CONFIRM' };
    this.#bills.set(outBillNo, bill);
    return told(200, this.#view(bill));
  }

  #view({ outBillNo, number, openid, fen, state, reason }: Bill): Fields {
    const { mchid, appid, now } = this.#options;
    return {
      mch_id: mchid, appid, out_bill_no: outBillNo, transfer_bill_no: number, openid, transfer_amount: fen, state, create_time: inChina(now()), update_time: inChina(now()),
      ...(state === 'WAIT_USER_CONFIRM' ? { package_info: `affffddafdfafddffda==${outBillNo}` } : {}), ...(reason ? { fail_reason: reason } : {}),
    };
  }

  moveBill(outBillNo: string, state: BillState, reason?: string): void {
    const bill = this.#bills.get(outBillNo);
    if (!bill) throw new Error(`no bill ${outBillNo}`);
    if (FINAL.includes(bill.state)) return;
    bill.state = state;
    if (reason) bill.reason = reason;
    if (FINAL.includes(state)) this.#tell('MCHTRANSFER.BILL.FINISHED', 'mch_payment', this.#view(bill));
  }

  collect(paid: { transactionId: string; outTradeNo: string; fen: number; openid: string }, over: Fields = {}): void {
    const { mchid, appid, now } = this.#options;
    this.#tell('TRANSACTION.SUCCESS', 'transaction', {
      mchid, appid, transaction_id: paid.transactionId, out_trade_no: paid.outTradeNo, trade_type: 'JSAPI', trade_state: 'SUCCESS', trade_state_desc: '支付成功', bank_type: 'OTHERS', attach: '', success_time: inChina(now()),
      payer: { openid: paid.openid }, amount: { total: paid.fen, payer_total: paid.fen, currency: 'CNY', payer_currency: 'CNY' }, ...over,
    });
  }

  giveBack({ refundId, transactionId, outTradeNo, fen, totalFen }: { refundId: string; transactionId: string; outTradeNo: string; fen: number; totalFen: number }): void {
    this.#tell('REFUND.SUCCESS', 'refund', {
      mchid: this.#options.mchid, refund_id: refundId, out_refund_no: `R${outTradeNo}`, transaction_id: transactionId, out_trade_no: outTradeNo, refund_status: 'SUCCESS', success_time: inChina(this.#options.now()),
      user_received_account: '支付用户零钱', amount: { total: totalFen, refund: fen, payer_total: totalFen, payer_refund: fen },
    });
  }

  #tell(type: string, originalType: string, resource: Fields): void {
    if (this.faults.has('drop')) return;
    const { apiV3Key, now, notify } = this.#options;
    const body = JSON.stringify({ id: randomUUID(), create_time: inChina(now()), resource_type: 'encrypt-resource', event_type: type, summary: type, resource: sealedResource(originalType, resource, apiV3Key) });
    const notice = this.#sign(body);
    for (let times = this.faults.has('duplicate') ? 2 : 1; times > 0; times -= 1) notify(notice);
  }

  testSignature(): Signed {
    const { headers, body } = this.#sign(JSON.stringify({ id: 'signtest' }));
    return { headers: { ...headers, 'wechatpay-signature': `WECHATPAY/SIGNTEST/${headers['wechatpay-signature'] ?? ''}` }, body };
  }
}

/** Serves the merchant's interface under `/v3/`. Bodies are taken as they came: a signature is over them. */
export function wechatRoutes(app: FastifyInstance, wechat: Wechat): void {
  void app.register((scope, _options, ready) => {
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => { parsed(null, body); });
    scope.all<{ Body: string | undefined }>('/v3/*', async (request, reply) => {
      const answer = wechat.handle({ method: request.method, url: request.url, authorization: request.headers.authorization ?? '', body: request.body ?? '' });
      if (answer) return reply.code(answer.status).headers(answer.headers).send(answer.body);
      request.raw.socket.destroy();
      return reply.hijack();
    });
    ready();
  });
}
