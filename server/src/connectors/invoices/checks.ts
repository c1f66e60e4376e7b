import { formatAmount, type Finding, type InvoiceFacts, type Money } from '@roundtrip/kernel';
import { finding } from './shared/errors.ts';
import { wordsAmount } from './shared/values.ts';

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The check character of a 统一社会信用代码 (GB 32100) from its first 17; null where they hold a foreign character. */
export function usccCheckDigit(first17: string): string | null {
  const values = [...first17].map((char) => USCC_ALPHABET.indexOf(char));
  if (values.length !== 17 || values.includes(-1)) return null;
  const sum = values.reduce((total, value, i) => total + value * (USCC_WEIGHTS[i] ?? 0), 0);
  return USCC_ALPHABET[(31 - (sum % 31)) % 31] ?? null;
}

/** Only 18-character ids carry a check character; the older 15, 17 and 20 character ones pass. */
function checkTaxId(id: string | undefined, whose: 'seller' | 'buyer'): Finding[] {
  if (!id || id.length !== 18 || usccCheckDigit(id.slice(0, 17)) === id[17]) return [];
  return [finding('warning', 'USCC_CHECKSUM', `${whose === 'seller' ? '销售方' : '购买方'}统一社会信用代码 ${id} 校验位不符`, `The check digit of the ${whose}'s tax id ${id} is wrong`)];
}

/** Pretax, tax and other charges add up to the total, to the cent, where the paper prints all of them. */
function checkAmountSum(invoice: InvoiceFacts, otherCharges?: Money): Finding[] {
  if (!invoice.pretax || invoice.pretax.currency !== invoice.total.currency) return [];
  if (invoice.tax === null && invoice.pretax.minor !== invoice.total.minor && !otherCharges) return [];
  const sum = invoice.pretax.minor + (invoice.tax?.minor ?? 0n) + (otherCharges?.minor ?? 0n);
  if (sum === invoice.total.minor) return [];
  const shown = formatAmount({ minor: sum, currency: invoice.total.currency });
  return [finding('error', 'AMOUNT_SUM', `金额与税额之和 ${shown} 不等于价税合计 ${formatAmount(invoice.total)}`, `Amount and tax make ${shown}, the total says ${formatAmount(invoice.total)}`)];
}

/** The lines add up to the amount before tax; only judged where every line carries an amount. */
function checkLineSum(invoice: InvoiceFacts): Finding[] {
  const amounts = invoice.items.map((item) => item.amount);
  if (!invoice.pretax || amounts.length === 0 || amounts.some((amount) => !amount)) return [];
  const sum = amounts.reduce((total, amount) => total + (amount?.minor ?? 0n), 0n);
  const off = sum - invoice.pretax.minor;
  if (off >= -2n && off <= 2n) return [];
  return [finding('warning', 'LINE_SUM', '明细金额之和不等于合计金额', 'The lines do not add up to the amount before tax')];
}

/** The first two digits of a 20-digit number are its year. */
function checkYearPrefix(invoice: InvoiceFacts): Finding[] {
  if (invoice.number.length !== 20 || invoice.number.slice(0, 2) === invoice.issuedOn.slice(2, 4)) return [];
  return [finding('warning', 'YEAR_PREFIX', `号码前两位 ${invoice.number.slice(0, 2)} 与开票年份 ${invoice.issuedOn.slice(0, 4)} 不符`, `The number begins with ${invoice.number.slice(0, 2)}, but the year is ${invoice.issuedOn.slice(0, 4)}`)];
}

/** Digits three and four of a 20-digit number are the seller's province, as in its tax id. Tickets are numbered centrally. */
function checkProvincePrefix(invoice: InvoiceFacts): Finding[] {
  if (invoice.kind === 'rail' || invoice.kind === 'air' || invoice.number.length !== 20 || invoice.sellerTaxId?.length !== 18) return [];
  if (invoice.number.slice(2, 4) === invoice.sellerTaxId.slice(2, 4)) return [];
  return [finding('warning', 'PROVINCE_PREFIX', `号码中的地区 ${invoice.number.slice(2, 4)} 与销售方税号不符`, `The number's province ${invoice.number.slice(2, 4)} is not the seller's`)];
}

/** The amount in words says what the digits say. */
function checkWordsAmount(invoice: InvoiceFacts, words: string | undefined): Finding[] {
  const said = words ? wordsAmount(words) : null;
  if (said === null || said === invoice.total.minor || (said === -invoice.total.minor && invoice.total.minor < 0n)) return [];
  return [finding('error', 'WORDS_AMOUNT', `大写金额“${words}”与小写 ${formatAmount(invoice.total)} 不符`, `The amount in words (${words}) is not ${formatAmount(invoice.total)}`)];
}

/** A red letter takes back a named invoice, which is another one, and its amounts are negative. */
function checkRedLetter(invoice: InvoiceFacts): Finding[] {
  if (!invoice.red) return [];
  const { originalNumber, number, total } = invoice;
  return [
    ...(originalNumber ? [] : [finding('warning', 'RED_WITHOUT_ORIGINAL', '红字发票未写明对应的蓝字号码', 'A red-letter invoice that does not name the invoice it takes back')]),
    ...(originalNumber === number ? [finding('error', 'RED_ITSELF', '红字发票对应的蓝字号码是它自己', 'A red-letter invoice that takes back itself')] : []),
    ...(total.minor > 0n ? [finding('warning', 'RED_SIGN', '红字发票的金额不是负数', 'A red-letter invoice whose amounts are not negative')] : []),
  ];
}

/** The years for which an issuer may still have codes of an earlier batch. */
const CODE_YEARS_MAX = 3;

/** Digits six and seven of a twelve-digit code are the year of its batch: never after the day of issue, nor long before. */
function checkCodeYear(invoice: InvoiceFacts): Finding[] {
  if (!/^0\d{11}$/.test(invoice.code ?? '')) return [];
  const [batch, issued] = [Number(invoice.code?.slice(5, 7)), Number(invoice.issuedOn.slice(2, 4))];
  if (batch <= issued && issued - batch <= CODE_YEARS_MAX) return [];
  return [finding('warning', 'CODE_YEAR', `发票代码中的年份 ${invoice.code?.slice(5, 7)} 与开票年份 ${invoice.issuedOn.slice(0, 4)} 不符`, `The code is of the year ${invoice.code?.slice(5, 7)}, the invoice of ${invoice.issuedOn.slice(0, 4)}`)];
}

/** Every check on a Chinese invoice that needs neither clock nor network. Pure. */
export function chineseChecks(invoice: InvoiceFacts, also: { readonly words?: string | undefined; readonly otherCharges?: Money | undefined } = {}): Finding[] {
  return [
    ...checkTaxId(invoice.sellerTaxId, 'seller'), ...checkTaxId(invoice.buyerTaxId, 'buyer'), ...checkAmountSum(invoice, also.otherCharges), ...checkLineSum(invoice),
    ...checkRedLetter(invoice), ...checkCodeYear(invoice), ...checkYearPrefix(invoice), ...checkProvincePrefix(invoice), ...checkWordsAmount(invoice, also.words),
  ];
}
