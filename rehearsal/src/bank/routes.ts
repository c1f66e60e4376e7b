import { createHash, timingSafeEqual } from 'node:crypto';
import { formatAmount } from '@roundtrip/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Faults } from '../faults.ts';
import type { Bank } from './bank.ts';
import { transfersOf, type Books, type OrderRecord } from './books.ts';

const FILES_MAX = 100;
const STATUS = {
  'order.malformed': 400, 'order.bad-amount': 422, 'order.bad-id': 422, 'order.wrong-sums': 422, 'order.wrong-account': 422, 'order.id-reused': 409,
} as const;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The bank's interface for its customers. */
export function bankRoutes(app: FastifyInstance, bank: Bank, faults: Faults, token: string): void {
  const guard = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))) await reply.code(401).send({ reason: 'no such customer' });
  };

  app.post<{ Body: string }>('/bank/payment-orders', { preHandler: guard }, async (request, reply) => {
    const accepted = bank.accept(typeof request.body === 'string' ? request.body : '');
    if (!accepted.ok) return reply.code(STATUS[accepted.error.kind]).send({ kind: accepted.error.kind, reason: accepted.error.message.en });
    if (faults.has('fail-after-success', 'bank')) return reply.code(500).send({ reason: 'internal error' });
    // The order is taken, and the caller never hears of it.
    if (faults.has('timeout', 'bank')) return reply.hijack();
    return reply.code(202).send({ reference: accepted.value.reference });
  });

  app.get<{ Params: { messageId: string } }>('/bank/payment-orders/:messageId', { preHandler: guard }, async (request, reply) => {
    const record = bank.books.orders.get(request.params.messageId);
    if (!record) return reply.code(404).send({ reason: 'no such order' });
    return reply.send({ messageId: record.order.messageId, reference: record.reference, state: record.state });
  });

  app.get<{ Querystring: { after?: string; limit?: string } }>('/bank/files', { preHandler: guard }, async (request, reply) => {
    const after = request.query.after || '0';
    const limit = request.query.limit || String(FILES_MAX);
    if (!/^\d{1,9}$/.test(after) || !/^\d{1,4}$/.test(limit)) return reply.code(400).send({ reason: 'no such page' });
    const from = Number(after);
    const files = bank.books.files.slice(from, from + Math.max(1, Math.min(Number(limit), FILES_MAX)));
    const end = from + files.length;
    return reply.send({ files, cursor: String(end), more: end < bank.books.files.length });
  });
}

function stateOf(record: OrderRecord, endToEndId: string): { readonly state: string; readonly reason?: string } {
  const outcome = record.outcomes.find((each) => each.endToEndId === endToEndId);
  if (outcome?.status === 'RJCT') return { state: 'rejected', ...(outcome.reason ? { reason: outcome.reason.code } : {}) };
  if (record.returned.has(endToEndId)) return { state: 'returned' };
  return { state: record.state };
}

/** The bank's own view of the account and of every payment, for whoever checks the other books against it. */
export function booksView(books: Books, today: string): Record<string, unknown> {
  const balance = books.balance();
  return {
    today, currency: balance.currency, balance: formatAmount(balance), opening: formatAmount(books.opened()?.balance ?? balance),
    payments: [...books.orders.values()].flatMap((record) => transfersOf(record.order).map((transfer) => ({
      messageId: record.order.messageId, endToEndId: transfer.endToEndId, payee: transfer.payee, account: transfer.account, amount: formatAmount(transfer.amount), currency: transfer.amount.currency,
      ...stateOf(record, transfer.endToEndId),
    }))),
    entries: books.entries.map((entry) => ({ reference: entry.reference, direction: entry.direction, amount: formatAmount(entry.amount), bookedOn: entry.bookedOn, payments: entry.details.length })),
    closings: books.closings.map(({ day, opening, closing }) => ({ day, opening: formatAmount(opening), closing: formatAmount(closing) })),
    files: books.files.map((file) => file.name),
  };
}
