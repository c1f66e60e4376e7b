import { formatAmount, type CivilDate, type Money } from '@roundtrip/kernel';

export type InvoicePlanItem = {
  /** As printed, with its short class: `*住宿服务*住宿费`. */
  readonly name: string;
  readonly quantity?: string;
  readonly unitPrice?: string;
  readonly amount: Money;
  /** A fraction (`0.06`) or a word (`免税`). */
  readonly taxRate: string;
  readonly tax: Money | null;
};

/** One invoice in plain words; every maker draws the same facts from it. All names are invented by the caller. */
export type InvoicePlan = {
  readonly kind: 'hotel' | 'meal' | 'ride' | 'toll' | 'rail' | 'air' | 'goods';
  /** 20 digits: year, province, then a sequence. */
  readonly number: string;
  readonly issuedOn: CivilDate;
  readonly seller: string;
  readonly sellerTaxId: string;
  readonly buyer: string;
  readonly buyerTaxId?: string;
  readonly items: readonly InvoicePlanItem[];
  readonly pretax: Money;
  readonly tax: Money | null;
  readonly total: Money;
  readonly special?: boolean;
  /** Of a red-letter invoice: the number that it takes back. Its amounts are negative. */
  readonly originalNumber?: string;
  readonly remark?: string;
  readonly passenger?: string;
  readonly journey?: { readonly from: string; readonly to: string; readonly departsOn: CivilDate; readonly service: string; readonly seat: string };
};

export const amountText = (amount: Money | null): string => (amount ? formatAmount(amount) : '***');
export const chineseDay = (day: CivilDate): string => `${day.slice(0, 4)}年${day.slice(5, 7)}月${day.slice(8)}日`;

export function percent(rate: string): string {
  const match = /^0\.(\d{1,2})$/.exec(rate);
  return match ? `${Number((match[1] ?? '').padEnd(2, '0'))}%` : rate;
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** A 统一社会信用代码 of the given 17 characters with its right check character. */
export function taxIdOf(first17: string): string {
  const sum = [...first17].reduce((total, char, i) => total + ALPHABET.indexOf(char) * (WEIGHTS[i] ?? 0), 0);
  return `${first17}${ALPHABET[(31 - (sum % 31)) % 31] ?? ''}`;
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const UNITS = ['', '拾', '佰', '仟'];
const SECTIONS = ['', '万', '亿'];

function sectionWords(section: bigint): string {
  let words = '';
  const digits = section.toString().split('').map(Number);
  digits.forEach((digit, i) => {
    if (digit !== 0) words += `${DIGITS[digit] ?? ''}${UNITS[digits.length - 1 - i] ?? ''}`;
    else if (digits.slice(i + 1).some((later) => later !== 0) && !words.endsWith('零')) words += '零';
  });
  return words;
}

/** The amount in 大写, as it is printed beside the digits. */
export function amountInWords(amount: Money): string {
  const fen = amount.minor < 0n ? -amount.minor : amount.minor;
  let yuan = fen / 100n;
  const sections: bigint[] = [];
  for (; yuan > 0n; yuan /= 10_000n) sections.push(yuan % 10_000n);
  let words = '';
  for (let i = sections.length - 1; i >= 0; i -= 1) {
    const section = sections[i] ?? 0n;
    if (section === 0n) continue;
    if (words !== '' && section < 1000n) words += '零';
    words += sectionWords(section) + (SECTIONS[i] ?? '');
  }
  const [jiao, cents] = [Number((fen / 10n) % 10n), Number(fen % 10n)];
  const tail = jiao === 0 && cents === 0 ? '整' : `${jiao ? `${DIGITS[jiao] ?? ''}角` : '零'}${cents ? `${DIGITS[cents] ?? ''}分` : ''}`;
  return `${amount.minor < 0n ? '(负数)' : ''}${words || '零'}元${tail}`;
}
