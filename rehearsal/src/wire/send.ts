import { epochMs, type Instant } from '@roundtrip/kernel';
import type { RehearsalOptions } from '../config.ts';
import { signVendorCall } from '../vendors/sign.ts';
import type { Message } from './message.ts';
import { signatureOf } from './signature.ts';

const ANSWER_MS_MAX = 15_000;

const ADDRESS = { card: 'card-webhook', travel: 'travel-webhook', bank: 'bank-files' } as const;

type Options = Pick<RehearsalOptions, 'roundtripUrl' | 'secrets' | 'installations' | 'vendors'>;
type Request = { readonly path: string; readonly headers: Record<string, string>; readonly body: string | FormData };

function requestOf(message: Message, options: Options, at: Instant): Request {
  const { secrets, installations } = options;
  const bearer = { authorization: `Bearer ${secrets.apiKey}`, 'idempotency-key': message.id };
  if (message.kind === 'payments') return { path: '/v1/payments', headers: { ...bearer, 'content-type': 'application/json' }, body: message.body };
  if (message.kind === 'files') {
    const form = new FormData();
    form.append('submittedBy', message.submittedBy);
    for (const file of message.files) form.append('files', new Blob([Buffer.from(file.base64, 'base64')]), file.name);
    return { path: '/v1/documents', headers: bearer, body: form };
  }
  if (message.kind === 'vendor') {
    if (!options.vendors) throw new Error(`nothing is agreed with ${message.from}`);
    return signVendorCall({ ...message, at }, options.vendors);
  }
  const who = message.from === 'card' || message.from === 'travel' ? message.from : 'bank';
  const seconds = Math.floor(epochMs(at) / 1000);
  return {
    path: `/v1/webhooks/${ADDRESS[who]}/${installations[who]}`,
    headers: { 'content-type': 'application/json', 'x-roundtrip-signature': signatureOf(message.body, secrets[who], seconds) }, body: message.body,
  };
}

/** One try. The answer's status; 0 where no answer came. `forged`: changed after it was signed, as by a stranger. */
export async function sendOnce(message: Message, options: Options, at: Instant, forged = false): Promise<number> {
  const { path, headers, body: signed } = requestOf(message, options, at);
  const body = forged && typeof signed === 'string' ? `${signed}${message.from === 'alipay' ? '&changed=1' : ' '}` : signed;
  try {
    const answer = await fetch(new URL(path, options.roundtripUrl), { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
