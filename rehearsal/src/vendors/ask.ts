import { instantOf } from '@roundtrip/kernel';
import type { RehearsalOptions } from '../config.ts';
import type { StripeCall } from '../stripe/index.ts';
import { signVendorCall } from './sign.ts';

/** Stripe waits two seconds for the answer to a card that is being used. */
const ANSWER_MS_MAX = 2_000;

/** Asks whether a card may pay; null where no answer came in time that says so. */
export async function askStripe(call: StripeCall, { roundtripUrl, vendors }: Pick<RehearsalOptions, 'roundtripUrl' | 'vendors'>): Promise<boolean | null> {
  if (!vendors) return null;
  const { path, headers, body } = signVendorCall({ from: 'stripe', body: call.body, at: instantOf(Date.now()) }, vendors);
  try {
    const answer = await fetch(new URL(path, roundtripUrl), { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    const said = (await answer.json()) as { approved?: unknown };
    return answer.ok && typeof said.approved === 'boolean' ? said.approved : null;
  } catch {
    return null;
  }
}
