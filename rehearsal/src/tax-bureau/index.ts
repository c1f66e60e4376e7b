import { civilDateIn, formatAmount, type Instant, type InvoiceFacts } from '@roundtrip/kernel';
import type { FastifyInstance } from 'fastify';

/**
 * `time-out`: hangs up without a word. `captcha`: refuses the captcha. `limit`: says that today's questions are spent.
 * `mismatch`: says that the amount differs. `garbage`: answers with a page of another service. `down`: HTTP 503.
 */
export const BUREAU_FAULTS = ['time-out', 'captcha', 'limit', 'mismatch', 'garbage', 'down'] as const;
export type BureauFault = (typeof BUREAU_FAULTS)[number];

export type BureauOptions = {
  readonly zone: string;
  now(): Instant;
  /** The invoices that sellers have issued. */
  issued(): readonly InvoiceFacts[];
};

type Form = { readonly number?: unknown; readonly code?: unknown; readonly issuedOn?: unknown; readonly total?: unknown; readonly pretax?: unknown; readonly checkCode?: unknown };
type Reply = { readonly result: string; readonly field?: string; readonly takenBack?: string; readonly reason?: string; readonly invoice?: Readonly<Record<string, string>> };

export type TaxBureau = {
  readonly faults: Set<BureauFault>;
  /** A seller takes an invoice back: whole, or in part. */
  redden(number: string, takenBack?: string): void;
  voidInvoice(number: string): void;
  /** How often the bureau was asked. */
  asked(): number;
  answer(form: Form): Reply | 'hang-up' | 'garbage' | 'down';
};

/** Five questions a day about one invoice, as the bureau's own page allows. */
const DAILY_MAX = 5;

/** The 查验平台 as a program meets it: what it knows is what sellers issued, a day late; it counts its questions. */
export function openTaxBureau(options: BureauOptions): TaxBureau {
  const faults = new Set<BureauFault>();
  const [reds, voids, counts] = [new Map<string, string | null>(), new Set<string>(), new Map<string, number>()];
  let questions = 0;

  function known(form: Form): InvoiceFacts | undefined {
    const today = civilDateIn(options.zone, options.now());
    return options.issued().find((one) => one.number === form.number && (one.code ?? '') === (form.code ?? '') && one.issuedOn < today);
  }

  function differing(form: Form, invoice: InvoiceFacts): string | null {
    if (form.issuedOn !== invoice.issuedOn) return 'issuedOn';
    if (form.total !== undefined && form.total !== formatAmount(invoice.total)) return 'total';
    if (form.pretax !== undefined && (!invoice.pretax || form.pretax !== formatAmount(invoice.pretax))) return 'pretax';
    if (form.checkCode !== undefined && form.checkCode !== invoice.checkCode?.slice(-6)) return 'checkCode';
    return null;
  }

  function judge(form: Form): Reply {
    const invoice = known(form);
    if (!invoice) return { result: '009', reason: '查无此票' };
    const field = faults.has('mismatch') ? 'total' : differing(form, invoice);
    if (field) return { result: '006', field, reason: '不一致' };
    const back = reds.get(invoice.number);
    if (back !== undefined) return { result: '011', reason: '已红冲', ...(back === null ? {} : { takenBack: back }) };
    if (voids.has(invoice.number)) return { result: '012', reason: '已作废' };
    return { result: '001', reason: '一致', invoice: { number: invoice.number, issuedOn: invoice.issuedOn, total: formatAmount(invoice.total), seller: invoice.seller, buyer: invoice.buyer ?? '' } };
  }

  return {
    faults,
    redden: (number, takenBack) => { reds.set(number, takenBack ?? null); },
    voidInvoice: (number) => { voids.add(number); },
    asked: () => questions,
    answer(form) {
      questions += 1;
      if (faults.has('time-out')) return 'hang-up';
      if (faults.has('down')) return 'down';
      if (faults.has('garbage')) return 'garbage';
      if (faults.has('captcha')) return { result: '003', reason: '验证码错误' };
      const key = `${String(form.number)} ${civilDateIn(options.zone, options.now())}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (faults.has('limit') || count > DAILY_MAX) return { result: '002', reason: '超过当日查验次数' };
      return judge(form);
    },
  };
}

export function taxBureauRoutes(app: FastifyInstance, bureau: TaxBureau, token: string): void {
  app.post<{ Body: Form | null }>('/tax-bureau/verify', async (request, reply) => {
    if (request.headers.authorization !== `Bearer ${token}`) return reply.code(401).send({ reason: 'unknown token' });
    const answer = bureau.answer(request.body ?? {});
    if (answer === 'hang-up') { request.raw.socket.destroy(); return reply; }
    if (answer === 'down') return reply.code(503).send({ reason: 'maintenance' });
    if (answer === 'garbage') return reply.type('text/html').send('<html>系统维护</html>');
    return reply.send(answer);
  });

  app.post<{ Body: { number: string; takenBack?: string; state: 'red' | 'void' } }>('/control/tax-bureau', {
    schema: { body: { type: 'object', required: ['number', 'state'], properties: { number: { type: 'string' }, takenBack: { type: 'string' }, state: { enum: ['red', 'void'] } } } },
  }, (request) => {
    const { number, state, takenBack } = request.body;
    if (state === 'red') bureau.redden(number, takenBack);
    else bureau.voidInvoice(number);
    return { number, state };
  });
}
