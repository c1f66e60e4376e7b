import { WEB_ADDRESS, checkFields, type ConnectorContext, type PayoutRail, type SendAnswer } from '#spi';
import { checkBatch, renderPain001 } from '../shared/pain001.ts';

type Config = Readonly<Record<string, string>>;

const ordersUrl = (config: Config): string => `${(config['baseUrl'] ?? '').replace(/\/+$/, '')}/payment-orders`;
const unknown = (reason: string): SendAnswer => ({ kind: 'unknown', reason });

/** Answers that say nothing about the order itself: it may or may not have been taken. */
const UNDECIDED = new Set([408, 425, 429]);

function fields(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function reasonIn(body: string, status: number): string {
  const parsed = fields(body);
  const words = [parsed['reason'], parsed['detail'], parsed['message'], parsed['title']].find((value) => typeof value === 'string' && value !== '');
  return typeof words === 'string' ? words.slice(0, 300) : `HTTP ${status}`;
}

async function send(ctx: ConnectorContext, config: Config, xml: string, messageId: string): Promise<SendAnswer> {
  const response = await ctx.fetch(ordersUrl(config), {
    method: 'POST',
    headers: { authorization: `Bearer ${config['token'] ?? ''}`, 'idempotency-key': messageId, 'content-type': 'application/xml' },
    body: xml,
  });
  const body = await response.text();
  if (response.status === 200 || response.status === 201 || response.status === 202) {
    const reference = fields(body)['reference'];
    return typeof reference === 'string' && reference !== '' ? { kind: 'accepted', reference } : unknown('the bank accepted without a reference');
  }
  if (response.status >= 400 && response.status < 500 && !UNDECIDED.has(response.status)) return { kind: 'refused', reason: reasonIn(body, response.status) };
  return unknown(reasonIn(body, response.status));
}

async function ask(ctx: ConnectorContext, config: Config, messageId: string): Promise<SendAnswer> {
  const response = await ctx.fetch(`${ordersUrl(config)}/${encodeURIComponent(messageId)}`, { headers: { authorization: `Bearer ${config['token'] ?? ''}` } });
  const body = await response.text();
  if (response.status === 404) return { kind: 'refused', reason: 'the bank never got it' };
  const { state, reference } = fields(body);
  if (response.status !== 200 || typeof state !== 'string' || state === '') return unknown(reasonIn(body, response.status));
  if (/^(?:refused|rejected|RJCT)$/i.test(state)) return { kind: 'refused', reason: reasonIn(body, response.status) };
  return { kind: 'accepted', reference: typeof reference === 'string' && reference !== '' ? reference : messageId };
}

const guarded = (answer: Promise<SendAnswer>): Promise<SendAnswer> =>
  answer.catch((error: unknown) => unknown(error instanceof Error ? error.message.slice(0, 200) : 'the connection broke'));

/** A bank with a payment interface: pain.001 in, one order for one message id however often it is sent. */
export const bankApi: PayoutRail = {
  id: 'bank-api',
  title: { zh: '银企直联', en: 'Bank interface' },
  capabilities: { transport: 'api', currencies: 'any', batchMax: 1000 },
  checkConfig: (config) => checkFields(config, [
    { name: 'baseUrl', label: { zh: '银行地址', en: 'Bank address' }, shape: WEB_ADDRESS },
    { name: 'token', label: { zh: '访问令牌', en: 'Access token' } },
  ]),
  render: (batch) => renderPain001(batch),
  async send(ctx, config, batch) {
    const judged = checkBatch(batch);
    if (!judged.ok) return { kind: 'refused', reason: judged.error.message.en };
    return guarded(send(ctx, config, new TextDecoder().decode(renderPain001(batch)), batch.messageId));
  },
  ask: (ctx, config, messageId) => guarded(ask(ctx, config, messageId)),
};
