import { z } from 'zod';
import { instantOf } from '@roundtrip/kernel';
import type { WebhookReply } from '#spi';
import { absolute, stripeMoney } from './amounts.ts';
import type { SpendDecision, SpendRequest } from './authorize.ts';

const QUESTION = z.object({
  card: z.union([z.string(), z.object({ id: z.string() })]), created: z.int().positive(), merchant_data: z.object({ category_code: z.string(), country: z.string().nullish() }),
  pending_request: z.object({ amount: z.number(), currency: z.string() }),
});

/** What an `issuing_authorization.request` asks; null where it cannot be read, which is a no. */
export function spendRequestOf(authorization: unknown): SpendRequest | null {
  const parsed = QUESTION.safeParse(authorization);
  if (!parsed.success) return null;
  const { card, created, merchant_data: merchant, pending_request: asked } = parsed.data;
  const amount = stripeMoney(asked.amount, asked.currency);
  return amount && { cardId: typeof card === 'string' ? card : card.id, amount: absolute(amount), mcc: merchant.category_code, country: merchant.country ?? '', at: instantOf(created * 1000) };
}

/** The answer to the question, due within two seconds; `apiVersion` is the one that the endpoint speaks. */
export const authorizationReply = (decision: SpendDecision, apiVersion: string): WebhookReply => ({
  status: 200, headers: { 'content-type': 'application/json', 'stripe-version': apiVersion },
  body: JSON.stringify({ approved: decision.approved, metadata: { reason: decision.reason, ...(decision.tripId ? { trip: decision.tripId } : {}) } }),
});
