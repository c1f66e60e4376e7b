import { createHash } from 'node:crypto';
import { z } from 'zod';
import { err, ok } from '@roundtrip/kernel';
import { checkFields, type TravelFeed } from '#spi';
import { verifySignature } from '../../shared/signature.ts';
import { parseJson, translateOrder } from './translate.ts';

/** Only what the envelope needs: an order is kept as it came, and judged when it is translated. */
const CALL = z.object({ id: z.string().min(1), orders: z.array(z.object({ orderId: z.string().min(1), status: z.string().min(1) }).loose()) });

/** The same order in the same state may come again changed (another amount, other days): what it says is part of the key. */
function referenceOf(order: { readonly orderId: string; readonly status: string }, body: string): string {
  return `${order.orderId}:${order.status}:${createHash('sha256').update(body).digest('hex').slice(0, 16)}`;
}

/** Bookings as a travel supplier pushes them, signed: made, changed, cancelled, refunded. */
export const travelWebhook: TravelFeed = {
  id: 'travel-webhook',
  title: { zh: '商旅平台实时订单', en: 'Travel supplier orders' },
  capabilities: { webhook: true, pull: false, dedup: 'order id, status and SHA-256 of the order' },
  checkConfig: (config) => checkFields(config, [{ name: 'secret', label: { zh: '签名密钥', en: 'Signing secret' } }]),
  receive(call, config, now) {
    const verified = verifySignature(call, config['secret'] ?? '', now);
    if (!verified.ok) return verified;
    const parsed = CALL.safeParse(parseJson(new TextDecoder().decode(call.body)));
    if (!parsed.success) return err({ kind: 'webhook.malformed', message: { zh: '通知内容格式不正确', en: 'The call does not carry orders' } });
    return ok(parsed.data.orders.map((order) => {
      const body = JSON.stringify(order);
      return { reference: referenceOf(order, body), body };
    }));
  },
  translate: translateOrder,
};
