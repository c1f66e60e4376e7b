import type { Bilingual, CivilDate, InvoiceFacts } from '@roundtrip/kernel';

/** What the expense was for: what some purposes never deduct decides before the paper does. */
export type Purpose = 'business' | 'entertainment' | 'welfare' | 'meal' | 'unknown';
export type VoucherKind = 'special' | 'rail' | 'air' | 'air-abroad' | 'passenger' | 'ride' | 'toll' | 'bridge' | 'ordinary' | 'foreign';

export type Method = 'printed' | 'computed' | 'none' | 'unsettled';
export type Deduction = { readonly method: Method; readonly minor: bigint | null; readonly clause: string; readonly reason: Bilingual };

/** A rule in force for issue dates from `from` on; the newest that began by the date of issue counts. `rate` is tax included: amount / (1 + rate) × rate. */
type Rule = { readonly kind: VoucherKind; readonly from: string; readonly method: Method; readonly ratePercent?: bigint; readonly clause: string; readonly reason: Bilingual };

const L39 = '公告2019年第39号';
const L13 = '公告2026年第13号';
const words = (zh: string, en: string): Bilingual => ({ zh, en });

/**
 * Input VAT by voucher and date of issue. Sources stand in `clause`; what the sources leave open is `unsettled` and goes
 * to the accountant. Kept as data, so that a new notice is a new row.
 */
export const DEDUCTION_RULES: readonly Rule[] = [
  { kind: 'special', from: '2016-05-01', method: 'printed', clause: '增值税暂行条例', reason: words('专用发票按注明税额抵扣', 'A special invoice deducts the tax it prints') },
  { kind: 'special', from: '2026-01-01', method: 'printed', clause: `增值税法 · ${L13}`, reason: words('专用发票按注明税额抵扣', 'A special invoice deducts the tax it prints') },
  { kind: 'rail', from: '2019-04-01', method: 'computed', ratePercent: 9n, clause: L39, reason: words('铁路客票:票面金额÷(1+9%)×9%', 'Rail ticket: fare / 1.09 × 9%') },
  { kind: 'rail', from: '2024-11-01', method: 'printed', ratePercent: 9n, clause: '公告2024年第8号', reason: words('铁路电子客票按注明税额抵扣', 'A rail e-ticket deducts the tax it prints') },
  { kind: 'air', from: '2019-04-01', method: 'computed', ratePercent: 9n, clause: L39, reason: words('行程单:(票价+燃油附加费)÷(1+9%)×9%,不含民航发展基金', 'Air itinerary: (fare + fuel surcharge) / 1.09 × 9%, without the airport fund') },
  { kind: 'air', from: '2024-12-01', method: 'printed', ratePercent: 9n, clause: '公告2024年第9号', reason: words('航空电子行程单按注明税额抵扣', 'An air e-itinerary deducts the tax it prints') },
  { kind: 'air-abroad', from: '2016-05-01', method: 'none', clause: '增值税法第二十二条', reason: words('国际航班零税率或免税,无进项税', 'International flights carry no input VAT') },
  { kind: 'passenger', from: '2019-04-01', method: 'computed', ratePercent: 3n, clause: L39, reason: words('注明旅客身份的公路水路客票:票面金额÷(1+3%)×3%', 'Road and water tickets that name the traveller: face / 1.03 × 3%') },
  { kind: 'ride', from: '2019-04-01', method: 'printed', clause: L39, reason: words('旅客运输电子普通发票按注明税额抵扣', 'An electronic passenger-transport invoice deducts the tax it prints') },
  { kind: 'ride', from: '2026-01-01', method: 'unsettled', clause: L13, reason: words('2026 年起新公告未列网约车普票,请会计判断;暂不抵扣', 'Since 2026 the notice no longer names ride-hailing ordinary invoices: an accountant decides, nothing is deducted meanwhile') },
  { kind: 'toll', from: '2018-01-01', method: 'printed', clause: '财税〔2017〕90号', reason: words('通行费电子发票按注明税额抵扣', 'A toll e-invoice deducts the tax it prints') },
  { kind: 'bridge', from: '2018-01-01', method: 'computed', ratePercent: 5n, clause: '财税〔2017〕90号', reason: words('桥、闸通行费发票:金额÷(1+5%)×5%', 'Bridge and lock tolls: amount / 1.05 × 5%') },
  { kind: 'ordinary', from: '2016-05-01', method: 'none', clause: '增值税暂行条例', reason: words('普通发票不抵扣', 'An ordinary invoice deducts nothing') },
  { kind: 'foreign', from: '2016-05-01', method: 'none', clause: '增值税法', reason: words('境外票据无境内进项税', 'A paper from abroad carries no domestic input VAT') },
];

/** Purposes that never deduct, whatever the paper. */
const NEVER: Partial<Record<Purpose, { readonly clause: string; readonly reason: Bilingual }>> = {
  entertainment: { clause: '增值税法实施条例第二十条', reason: words('交际应酬消费不得抵扣', 'Entertainment deducts nothing') },
  welfare: { clause: '增值税法第二十二条', reason: words('集体福利或个人消费不得抵扣', 'Welfare and personal use deduct nothing') },
  meal: { clause: '增值税法第二十二条', reason: words('餐饮、娱乐、居民日常服务不得抵扣', 'Meals, amusement and daily services deduct nothing') },
};

const GOODS_NEVER = /\*(餐饮服务|娱乐服务|居民日常服务|贷款服务)\*/;
const goodsOf = (facts: InvoiceFacts): string => facts.items.map((item) => item.name).join(' ');

/** What kind of voucher a paper is to the tax law. */
export function voucherKind(facts: InvoiceFacts): VoucherKind {
  const goods = goodsOf(facts);
  if (facts.kind === 'einvoice' || facts.kind === 'credit_note' || (facts.kind === 'receipt' && facts.total.currency !== 'CNY')) return 'foreign';
  if (facts.kind === 'rail') return 'rail';
  if (facts.kind === 'air') return /国际|international/i.test(goods) ? 'air-abroad' : 'air';
  if (facts.special) return 'special';
  if (facts.kind === 'toll' || /通行费/.test(goods)) return /桥|闸/.test(goods) ? 'bridge' : 'toll';
  // An agency's service fee (经纪代理服务) is no transport, whatever it sells.
  if (/代理/.test(goods)) return 'ordinary';
  if (facts.kind === 'ride_receipt' || /\*(运输服务|旅客运输服务)\*.*客运|网约车|打车/.test(goods)) return facts.passenger && facts.journey ? 'passenger' : 'ride';
  return 'ordinary';
}

/** Half up to the cent; the amount is positive or a red letter's negative. */
function taxIn(minor: bigint, ratePercent: bigint): bigint {
  const size = minor < 0n ? -minor : minor;
  const whole = 100n + ratePercent;
  const tax = (size * ratePercent * 2n + whole) / (whole * 2n);
  return minor < 0n ? -tax : tax;
}

const unsettled = (rule: Pick<Rule, 'clause'>, reason: Bilingual): Deduction => ({ method: 'unsettled', minor: null, clause: rule.clause, reason });
const nothing = (clause: string, reason: Bilingual): Deduction => ({ method: 'none', minor: 0n, clause, reason });

/**
 * The input VAT of one invoice: how it is found and how much, by voucher, date of issue and purpose. `isEmployee` says
 * whether the traveller is one of the company's people; null where that is not known. What is not settled is said to be
 * so and deducts nothing until an accountant has decided; nothing is guessed.
 */
export function deductionOf(facts: InvoiceFacts, use: { readonly purpose: Purpose; readonly isEmployee: boolean | null }): Deduction {
  const never = NEVER[use.purpose];
  if (never) return nothing(never.clause, never.reason);
  if (GOODS_NEVER.test(goodsOf(facts))) return nothing('增值税法第二十二条', words('餐饮、娱乐、居民日常和贷款服务不得抵扣', 'Meals, amusement, daily and loan services deduct nothing'));
  const kind = voucherKind(facts);
  const rule = ruleOn(kind, facts.issuedOn);
  if (!rule) return unsettled({ clause: '—' }, words('没有覆盖该开票日期的规则,请会计判断', 'No rule covers this date of issue; an accountant decides'));
  if (rule.method === 'none') return nothing(rule.clause, rule.reason);
  if (rule.method === 'unsettled') return unsettled(rule, rule.reason);
  if ((kind === 'rail' || kind === 'air' || kind === 'passenger') && use.isEmployee !== true) {
    return unsettled(rule, use.isEmployee === false
      ? words('旅客不是本单位员工,请会计判断', 'The traveller is not one of the company’s people; an accountant decides')
      : words('票面没有旅客身份,请会计判断', 'The ticket names no traveller; an accountant decides'));
  }
  return amountBy(rule, facts);
}

function ruleOn(kind: VoucherKind, issuedOn: CivilDate): Rule | undefined {
  return DEDUCTION_RULES.filter((rule) => rule.kind === kind && rule.from <= issuedOn).sort((a, b) => (a.from < b.from ? 1 : -1))[0];
}

/** What a printed tax may differ from its computation by: issuers round fare and fuel apart. */
const ROUNDING_MINOR = 2n;
const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

function amountBy(rule: Rule, facts: InvoiceFacts): Deduction {
  const { method, clause, reason, ratePercent } = rule;
  if (method === 'computed' && ratePercent !== undefined) {
    // An itinerary of before the e-ticket prints no tax and mixes the airport fund into its total: without the fare alone nothing is computed.
    if (rule.kind === 'air' && !facts.pretax) return unsettled(rule, words('票价和燃油附加费未单列,请会计判断', 'Fare and fuel surcharge are not told apart; an accountant decides'));
    const base = rule.kind === 'air' ? facts.pretax?.minor ?? 0n : facts.total.minor;
    return { method, minor: taxIn(base, ratePercent), clause, reason };
  }
  if (facts.tax === null) {
    if (rule.kind === 'toll') return nothing(clause, words('通行费发票未注明税额(不征税),不抵扣', 'The toll invoice prints no tax, so nothing is deducted'));
    return unsettled(rule, words('票面没有读到税额,请核对原件', 'No tax was read on the paper; check the original'));
  }
  const expected = ratePercent === undefined || rule.kind === 'air' ? null : taxIn(facts.total.minor, ratePercent);
  if (expected !== null && size(expected - facts.tax.minor) > ROUNDING_MINOR) return unsettled(rule, words('注明税额与票面金额不符,请会计判断', 'The printed tax does not fit the amount; an accountant decides'));
  return { method: 'printed', minor: facts.tax.minor, clause, reason };
}
