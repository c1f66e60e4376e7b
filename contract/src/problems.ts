import type { Bilingual } from '@roundtrip/kernel';
import { z } from 'zod';
import { bilingual } from './parts.ts';

/** RFC 9457 with our `kind`, both languages, and what the person can do next. */
export const problem = z.object({
  type: z.string(), title: z.string(), status: z.number(), kind: z.string(), detail: z.string().optional(),
  message: bilingual, facts: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.infer<typeof problem>;

type ProblemEntry = { readonly status: number; readonly message: Bilingual };

/** Every expected failure of the API. A new kind does not compile until it stands here with its status and words. */
export const PROBLEMS = {
  'request.invalid': { status: 422, message: { zh: '请求内容有误,请按提示修改后重试', en: 'The request is not right; mend what is named and send it again' } },
  'request.too-large': { status: 413, message: { zh: '文件或请求过大', en: 'The file or request is too large' } },
  'request.not-found': { status: 404, message: { zh: '没有这条记录', en: 'There is no such record' } },
  'request.too-many': { status: 429, message: { zh: '操作太频繁,请稍后再试', en: 'Too many requests; try again shortly' } },
  'idempotency.key-reused': { status: 409, message: { zh: '同一幂等键已用于另一份内容', en: 'The same idempotency key was used with another body' } },
  'idempotency.running': { status: 409, message: { zh: '同一请求正在处理,请稍后再看', en: 'The same request is being worked on; look again shortly' } },
  'access.sign-in-needed': { status: 401, message: { zh: '请先登录', en: 'Sign in first' } },
  'access.wrong-credentials': { status: 401, message: { zh: '邮箱或密码不对', en: 'The e-mail or the password is wrong' } },
  'access.forbidden': { status: 403, message: { zh: '你的角色不能做这件事', en: 'Your role may not do this' } },
  'webhook.unknown-installation': { status: 404, message: { zh: '没有这个连接', en: 'There is no such installation' } },
  'webhook.bad-signature': { status: 401, message: { zh: '签名不对,已拒收', en: 'The signature is wrong; refused' } },
  'webhook.stale': { status: 401, message: { zh: '时间戳过期,已拒收', en: 'The timestamp is stale; refused' } },
  'webhook.malformed': { status: 400, message: { zh: '内容无法理解,已拒收', en: 'The body cannot be understood; refused' } },
  'money.malformed': { status: 422, message: { zh: '金额写法不对:应为与币种位数一致的十进制数', en: 'The amount is not a decimal number with the digits of its currency' } },
  'money.unknown-currency': { status: 422, message: { zh: '不认识的币种', en: 'The currency is not one of ISO 4217' } },
  'payment.key-reused': { status: 409, message: { zh: '同一笔支付以不同内容再次到达,已保留原记录', en: 'The same payment arrived again with other content; the first is kept' } },
  'payment.future-date': { status: 422, message: { zh: '支付时间在未来,请核对', en: 'The payment lies in the future; check its moment' } },
  'payment.unknown-payer': { status: 422, message: { zh: '找不到付款人', en: 'There is no such payer' } },
  'booking.unknown-traveler': { status: 422, message: { zh: '找不到出行人', en: 'There is no such traveller' } },
  'booking.unknown-trip': { status: 422, message: { zh: '找不到这个行程', en: 'There is no such trip' } },
  'document.used': { status: 409, message: { zh: '有发票已被另一张报销单使用', en: 'An invoice is already used by another claim' } },
  'document.over-used': { status: 409, message: { zh: '发票余额不足:各报销单使用之和不能超过发票金额', en: 'Too little is left of the invoice: its uses may not add up to more than its total' } },
  'document.taken-back': { status: 409, message: { zh: '发票已红冲或作废,不能再使用', en: 'The invoice was taken back by a red letter or voided; nothing of it may be used' } },
  'document.in-use': { status: 409, message: { zh: '发票已在报销单中使用,请先撤回再更正', en: 'A claim uses the invoice; withdraw it before you correct the invoice' } },
  'document.duplicate': { status: 409, message: { zh: '更正后的号码与另一张已有发票相同', en: 'With this correction it would be the same invoice as another one' } },
  'document.bad-value': { status: 422, message: { zh: '更正的内容格式不对', en: 'The corrected value is not well-formed' } },
  'document.no-page': { status: 404, message: { zh: '这张发票没有这一页的图像', en: 'There is no picture of such a page' } },
  'document.queries-spent': { status: 429, message: { zh: '这张发票今天的查验次数已用完,明天再查', en: 'The queries of today for this invoice are spent; ask tomorrow' } },
  'document.booking-order': { status: 409, message: { zh: '入账状态不能这样变更', en: 'The booking state cannot move like that' } },
  'match.decided': { status: 409, message: { zh: '这组匹配已经决定', en: 'This match is already decided' } },
  'match.reason-needed': { status: 422, message: { zh: '请写明原因', en: 'Say why' } },
  'match.no-runner-up': { status: 409, message: { zh: '这一组没有另一种组合可选', en: 'There is no other combination to pick for this one' } },
  'match.taken': { status: 409, message: { zh: '其中一张单据已经有人定过，请先撤回那个决定', en: 'Somebody has already decided on one of these; take that decision back first' } },
  'match.moved-on': { status: 409, message: { zh: '之后已有新的进展（报销单已提交，或有人又做了决定），不能再撤回', en: 'Something was built on it since (a claim was submitted, or a later decision made); it can no longer be taken back' } },
  'claim.wrong-state': { status: 409, message: { zh: '报销单当前状态不能这样操作', en: 'The claim cannot move from where it stands' } },
  'claim.empty': { status: 422, message: { zh: '报销单没有可报销的费用', en: 'A claim needs at least one payable line' } },
  'claim.incomplete': { status: 422, message: { zh: '还缺凭证,补齐后再提交', en: 'Evidence is still missing; add it and submit again' } },
  'claim.not-yours': { status: 403, message: { zh: '只能操作自己的报销单', en: 'You can only do this with your own claim' } },
  'claim.nothing-to-draft': { status: 422, message: { zh: '没有可以生成报销单的费用', en: 'There is nothing to draft a claim from' } },
  'approval.wrong-state': { status: 409, message: { zh: '这一步已经处理过', en: 'This step is already decided' } },
  'approval.not-yours': { status: 403, message: { zh: '这一步不该由你审批', en: 'This step is not yours to decide' } },
  'approval.own-money': { status: 403, message: { zh: '任何人都不能审批自己的报销', en: 'Nobody decides on their own money' } },
  'approval.reason-needed': { status: 422, message: { zh: '驳回需要写明原因', en: 'A rejection needs its reason' } },
  'approval.unfit': { status: 422, message: { zh: '这个人不能加入审批：已离职、是费用当事人、已在审批中或先前已同意', en: 'This person cannot join: gone, whose money it is, already asked, or has agreed before' } },
  'approval.no-such-step': { status: 422, message: { zh: '只能退回到前面的某一步', en: 'It can only be sent back to an earlier step' } },
  'delegation.not-oneself': { status: 422, message: { zh: '不能委托给自己', en: 'One cannot act for oneself' } },
  'delegation.bad-days': { status: 422, message: { zh: '起止日期不对：结束不早于开始与今天，且不超过一年', en: 'The days are not right: it ends no earlier than it begins or than today, and within a year' } },
  'approval.nobody': { status: 422, message: { zh: '找不到可以审批的人', en: 'Nobody can approve this' } },
  'payout.wrong-state': { status: 409, message: { zh: '付款当前状态不能这样操作', en: 'The payout cannot move from where it stands' } },
  'payout.no-account': { status: 422, message: { zh: '员工没有收款账户', en: 'The employee has no account to pay to' } },
  'payout-run.wrong-state': { status: 409, message: { zh: '付款单当前状态不能这样操作', en: 'The run cannot move from where it stands' } },
  'payout-run.empty': { status: 422, message: { zh: '没有可以付款的记录', en: 'There is nothing to pay' } },
  'payout-run.blocked': { status: 422, message: { zh: '还有必须处理的问题：请先改正，或写明原因扣下', en: 'Something in it must not leave: mend it, or hold it with a reason' } },
  'payout-run.second-person': { status: 403, message: { zh: '金额达到双人复核线：请由制单人以外的同事放行', en: 'It is above the limit for one person: a colleague who did not make it releases it' } },
  'payout-run.own-payout': { status: 403, message: { zh: '付款单里有付给你本人的款项：请由同事放行', en: 'It pays you, too: a colleague releases it' } },
  'payee.bad-account': { status: 422, message: { zh: '账号格式不对，请核对后再填', en: 'That is no account of this kind; check it and try again' } },
  'payee.not-waiting': { status: 409, message: { zh: '这个账户不在等待复核，或属于你本人', en: 'This account does not wait for a second look, or it is your own' } },
  'policy.not-right': { status: 422, message: { zh: '制度还有必须改正的地方', en: 'Something in the policy must be mended first' } },
  'policy.too-early': { status: 422, message: { zh: '生效日已经过去;已按当时制度判断的不会改变,请选今天或以后', en: 'That day has passed; what was judged stays as it was. Choose today or later' } },
  'policy.draft-changed': { status: 409, message: { zh: '别人刚保存了这份草稿,请刷新后再改', en: 'Somebody has just saved this draft; load it again' } },
  'policy.draft-closed': { status: 409, message: { zh: '这份草稿已发布或作废', en: 'This draft was published or discarded' } },
  'rehearsal.away': { status: 503, message: { zh: '演练世界没有运行', en: 'The rehearsal world is not running' } },
  'server.failed': { status: 500, message: { zh: '我们这边出错了,已记录;请稍后再试', en: 'Something of ours failed and was logged; try again shortly' } },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemKind = keyof typeof PROBLEMS;
