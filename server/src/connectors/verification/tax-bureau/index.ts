import { err, ok, parseMoney, formatAmount, type Result } from '@roundtrip/kernel';
import { checkFields, WEB_ADDRESS, type InvoiceVerifier, type VerifyAnswer, type VerifyQuestion, type VerifyState } from '#spi';

const FIELDS = [
  { name: 'url', label: { zh: '查验服务地址', en: 'Address of the verification service' }, shape: WEB_ADDRESS },
  { name: 'token', label: { zh: '访问令牌', en: 'Access token' } },
] as const;

const EVIDENCE_MAX = 20_000;

/** The service's result codes (as the bureau's own page numbers them) and what they mean here. */
const STATES: Readonly<Record<string, VerifyState>> = { '001': 'verified', '006': 'mismatch', '009': 'not-found', '011': 'red', '012': 'void' };
const LIMITED = '002';

/**
 * What the bureau's form asks for: old ordinary invoices by the last six digits of their check code, old special ones by
 * the amount before tax, 数电票 and tickets by their total.
 */
function formOf(question: VerifyQuestion): Result<Record<string, string>, string> {
  const { number, code, issuedOn, total, pretax, checkCode, special } = question;
  const base = { number, issuedOn, ...(code ? { code } : {}) };
  if (!code) return ok({ ...base, total: formatAmount(total) });
  if (special) return pretax ? ok({ ...base, pretax: formatAmount(pretax) }) : err('the amount before tax is not known');
  if (checkCode && checkCode.length >= 6) return ok({ ...base, checkCode: checkCode.replace(/\s/g, '').slice(-6) });
  return pretax ? ok({ ...base, pretax: formatAmount(pretax) }) : err('neither check code nor amount before tax is known');
}

type Reply = { readonly result?: unknown; readonly field?: unknown; readonly takenBack?: unknown; readonly reason?: unknown };

function understood(text: string, question: VerifyQuestion): VerifyAnswer {
  let reply: Reply;
  try {
    reply = JSON.parse(text) as Reply;
  } catch {
    return { kind: 'unclear', reason: 'the answer is no JSON', evidence: text };
  }
  if (typeof reply !== 'object' || reply === null) return { kind: 'unclear', reason: 'the answer is no object', evidence: text };
  if (reply.result === LIMITED) return { kind: 'limited', evidence: text };
  const state = typeof reply.result === 'string' ? STATES[reply.result] : undefined;
  if (!state) return { kind: 'unclear', reason: typeof reply.reason === 'string' ? reply.reason : `result ${String(reply.result)}`, evidence: text };
  const takenBack = typeof reply.takenBack === 'string' ? parseMoney(reply.takenBack, question.total.currency) : null;
  return {
    kind: 'answered', state, evidence: text, ...(state === 'mismatch' ? { mismatch: typeof reply.field === 'string' ? reply.field : 'unknown' } : {}),
    ...(state === 'red' && takenBack?.ok && takenBack.value.minor > 0n ? { takenBack: takenBack.value } : {}),
  };
}

/** A service that stands before the tax bureau's 查验平台: one POST an invoice, its answer in the bureau's result codes. */
export const taxBureau: InvoiceVerifier = {
  id: 'tax-bureau',
  title: { zh: '税务局发票查验', en: 'Tax bureau: invoice verification' },
  capabilities: { kinds: ['fapiao', 'rail', 'air', 'toll', 'ride_receipt'], dailyMax: 5, zone: 'Asia/Shanghai', knownAfterDays: 1, yearsBack: 5 },
  checkConfig: (config) => checkFields(config, FIELDS),
  async verify({ fetch }, config, question) {
    const form = formOf(question);
    if (!form.ok) return { kind: 'unclear', reason: form.error };
    try {
      const answer = await fetch(`${config['url'] ?? ''}/verify`, {
        method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${config['token'] ?? ''}` }, body: JSON.stringify(form.value),
      });
      const text = (await answer.text()).slice(0, EVIDENCE_MAX);
      return answer.status === 200 ? understood(text, question) : { kind: 'unclear', reason: `HTTP ${answer.status}`, evidence: text };
    } catch (error) {
      return { kind: 'unclear', reason: error instanceof Error ? error.message : 'the connection broke' };
    }
  },
};
