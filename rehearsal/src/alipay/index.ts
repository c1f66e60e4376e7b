import { createHash } from 'node:crypto';
import { epochMs, instantOf, type Instant } from '@roundtrip/kernel';
import type { FastifyInstance } from 'fastify';
import { makeKeys, signedAnswer, signedNotice, verifiedForm, type KeyPair } from './wire.ts';

/** `drop`: nothing arrives. `fail-after-success`: done, and answered with an error. `unclear`: done, and answered with 20000. `downgrade`: notices signed by the old algorithm. `lagged`: lists of bills are still empty. */
export type AlipayFault = 'lagged' | 'drop' | 'duplicate' | 'fail-after-success' | 'unclear' | 'bad-signature' | 'downgrade';
export type AlipayNotice = { readonly headers: Readonly<Record<string, string>>; readonly body: string };
export type AlipayOptions = {
  readonly appId: string;
  readonly appPublicKey: string;
  readonly enterpriseId: string;
  now(): Instant;
  /** Where notices go. */
  notify(notice: AlipayNotice): void;
  readonly keys?: KeyPair;
};

export type TransferStatus = 'SUCCESS' | 'FAIL' | 'DEALING' | 'REFUND';
type Transfer = { readonly asked: string; readonly outBizNo: string; readonly amount: string; readonly orderId: string; status: TransferStatus; reason?: string };
type Bill = Readonly<Record<string, string>>;
type Answer = Readonly<Record<string, unknown>>;
/** What goes back over HTTP; null: the line breaks. */
export type HttpAnswer = { readonly status: number; readonly body: string } | null;

export type Alipay = {
  readonly publicKey: string;
  readonly faults: Set<AlipayFault>;
  /** Books a bill of an employee and tells it; `pointer`: the notice names it only. */
  book(bill: Bill, pointer?: boolean): void;
  /** Sent on demand, whatever it says: for messages that are none of the receiver's business. */
  tell(method: string, content: Answer, over?: Readonly<Record<string, string>>): void;
  /** How the next transfers end; SUCCESS unless said. */
  decide(status: TransferStatus): void;
  moveTransfer(outBizNo: string, status: TransferStatus, reason?: string): void;
  transfers(): readonly Readonly<Transfer>[];
  bills(): ReadonlyMap<string, Bill>;
  approvals(): ReadonlyMap<string, Answer>;
  gateway(form: string): HttpAnswer;
};

const refused = (subCode: string): Answer => ({ code: '40004', msg: 'Business Failed', sub_code: subCode, sub_msg: subCode });
const done = (fields: Answer): Answer => ({ code: '10000', msg: 'Success', ...fields });
const wallTime = (at: Instant): string => instantOf(epochMs(at) + 8 * 3_600_000).slice(0, 19).replace('T', ' ');

/** Alipay as an employer meets it: enterprise bills, approvals of trips, transfers to people. One number is one order, however often it comes. */
export function openAlipay(options: AlipayOptions): Alipay {
  return new SimulatedAlipay(options);
}

class SimulatedAlipay implements Alipay {
  readonly faults = new Set<AlipayFault>();
  readonly #options: AlipayOptions;
  readonly #keys: KeyPair;
  readonly #bills = new Map<string, Bill>();
  readonly #transfers = new Map<string, Transfer>();
  readonly #approvals = new Map<string, Answer>();
  #outcome: TransferStatus = 'SUCCESS';
  #notices = 0;

  constructor(options: AlipayOptions) {
    this.#options = options;
    this.#keys = options.keys ?? makeKeys();
  }

  get publicKey(): string { return this.#keys.publicKey; }
  transfers(): readonly Readonly<Transfer>[] { return [...this.#transfers.values()]; }
  bills(): ReadonlyMap<string, Bill> { return this.#bills; }
  approvals(): ReadonlyMap<string, Answer> { return this.#approvals; }
  decide(status: TransferStatus): void { this.#outcome = status; }

  book(bill: Bill, pointer = false): void {
    const whole = { ...bill, enterprise_id: this.#options.enterpriseId };
    this.#bills.set(bill['pay_no'] ?? '', whole);
    this.tell('alipay.commerce.ec.consume.change.notify', pointer ? { enterprise_id: whole.enterprise_id, pay_no: bill['pay_no'] } : whole);
  }

  moveTransfer(outBizNo: string, status: TransferStatus, reason?: string): void {
    const transfer = this.#transfers.get(outBizNo);
    if (!transfer) throw new Error(`no transfer ${outBizNo}`);
    transfer.status = status;
    if (reason) transfer.reason = reason;
    this.tell('alipay.fund.trans.order.changed', this.#view(transfer));
  }

  tell(method: string, content: Answer, over: Readonly<Record<string, string>> = {}): void {
    if (this.faults.has('drop')) return;
    this.#notices += 1;
    const parameters = {
      notify_id: `${epochMs(this.#options.now())}${String(this.#notices).padStart(6, '0')}`, utc_timestamp: String(epochMs(this.#options.now())), msg_method: method, app_id: this.#options.appId,
      version: '1.1', charset: 'UTF-8', biz_content: JSON.stringify(content), ...over,
    };
    const { privateKey } = this.faults.has('bad-signature') ? makeKeys() : this.#keys;
    const notice = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: signedNotice(parameters, privateKey, this.faults.has('downgrade') ? 'RSA' : 'RSA2') };
    for (let times = this.faults.has('duplicate') ? 2 : 1; times > 0; times -= 1) this.#options.notify(notice);
  }

  gateway(form: string): HttpAnswer {
    if (this.faults.has('drop')) return null;
    const parameters = verifiedForm(form, this.#options.appPublicKey);
    const method = parameters?.['method'] ?? 'error';
    const answer = parameters?.['app_id'] === this.#options.appId ? this.#answer(method, parse(parameters['biz_content'])) : { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature' };
    if (this.faults.has('fail-after-success')) return { status: 502, body: 'Bad Gateway' };
    const told = this.faults.has('unclear') ? { code: '20000', msg: 'Service Currently Unavailable', sub_code: 'isp.unknow-error' } : answer;
    return { status: 200, body: signedAnswer(method, told, this.faults.has('bad-signature') ? makeKeys().privateKey : this.#keys.privateKey) };
  }

  #answer(method: string, content: Answer): Answer {
    switch (method) {
      case 'alipay.commerce.ec.consume.detail.query': return this.#bill(String(content['pay_no']));
      case 'alipay.commerce.ec.consume.detail.batchquery': return this.#page(content);
      case 'alipay.commerce.ec.approval.create': return this.#approve(content);
      case 'alipay.fund.trans.uni.transfer': return this.#transfer(content);
      case 'alipay.fund.trans.common.query': return this.#query(String(content['out_biz_no']));
      default: return { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-method' };
    }
  }

  #bill(payNo: string): Answer {
    const bill = this.#bills.get(payNo);
    return bill ? done({ consume_info: bill, related_refund_list: [...this.#bills.values()].filter((each) => each['related_pay_no'] === payNo) }) : refused('CONSUME_NOT_EXIST');
  }

  #page(content: Answer): Answer {
    const [from, to, page, size] = [String(content['start_date']), String(content['end_date']), Number(content['page_num']), Number(content['page_size'])];
    const inRange = (this.faults.has('lagged') ? [] : [...this.#bills.values()]).filter((bill) => { const at = bill['gmt_biz_create'] ?? ''; return at >= from && at <= to; });
    return done({ consume_info_list: inRange.slice((page - 1) * size, page * size), page_num: String(page), page_size: String(size) });
  }

  #approve(content: Answer): Answer {
    const id = String(content['platform_approval_id'] ?? '');
    const missing = ['enterprise_id', 'employee_id', 'purpose', 'apply_start_time', 'apply_finish_time'].filter((name) => typeof content[name] !== 'string' || content[name] === '');
    if (id === '' || missing.length > 0) return refused('INVALID_PARAMETER');
    this.#approvals.set(id, content);
    return done({ approval_id: `AP${createHash('sha256').update(id).digest('hex').slice(0, 20)}` });
  }

  #transfer(content: Answer): Answer {
    const outBizNo = String(content['out_biz_no'] ?? '');
    const amount = String(content['trans_amount'] ?? '');
    if (!/^[0-9A-Za-z_]{1,64}$/.test(outBizNo) || typeof content['trans_amount'] !== 'string' || !/^\d{1,9}\.\d{2}$/.test(amount) || Number(amount) < 0.1 || typeof content['payee_info'] !== 'object') return refused('INVALID_PARAMETER');
    const asked = JSON.stringify(content);
    const known = this.#transfers.get(outBizNo);
    if (known) return known.asked === asked ? done(this.#view(known)) : refused('PAYMENT_INFO_INCONSISTENCY');
    const orderId = `20${createHash('sha256').update(outBizNo).digest('hex').replace(/\D/g, '').padEnd(26, '0').slice(0, 26)}`;
    const transfer: Transfer = { asked, outBizNo, amount, orderId, status: this.#outcome };
    this.#transfers.set(outBizNo, transfer);
    return done(this.#view(transfer));
  }

  #query(outBizNo: string): Answer {
    const transfer = this.#transfers.get(outBizNo);
    return transfer ? done(this.#view(transfer)) : refused('ORDER_NOT_EXIST');
  }

  #view({ outBizNo, orderId, status, amount, reason }: Transfer): Answer {
    return {
      out_biz_no: outBizNo, order_id: orderId, status, trans_amount: amount, product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER', action_type: 'FINISH',
      ...(status === 'SUCCESS' ? { trans_date: wallTime(this.#options.now()), pay_date: wallTime(this.#options.now()), pay_fund_order_id: orderId } : {}), ...(reason ? { error_code: reason, fail_reason: reason } : {}),
    };
  }
}

function parse(text: string | undefined): Answer {
  try {
    return JSON.parse(text ?? '') as Answer;
  } catch {
    return {};
  }
}

/** Serves the gateway under `/alipay/gateway.do`. Parameters may stand in the address and in the body: the official SDK uses both. */
export function alipayRoutes(app: FastifyInstance, alipay: Alipay): void {
  void app.register((scope, _options, ready) => {
    scope.addContentTypeParser(/^application\/x-www-form-urlencoded/, { parseAs: 'string' }, (_request, body, parsed) => { parsed(null, body); });
    scope.post<{ Body: string }>('/alipay/gateway.do', async (request, reply) => {
      const answer = alipay.gateway([request.url.split('?')[1] ?? '', request.body].filter((part) => part !== '').join('&'));
      if (answer) return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.body);
      request.raw.socket.destroy();
      return reply.hijack();
    });
    ready();
  });
}
