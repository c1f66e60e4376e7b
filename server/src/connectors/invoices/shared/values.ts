import { parseCivilDate, parseMoney, type CivilDate, type Money } from '@roundtrip/kernel';

export const CNY = 'CNY';

/** Fonts of PDFs often give these radicals for the characters that they look like; Unicode's compatibility forms leave them out. */
const RADICALS = '⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰';
const CHARACTERS = '民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙';

/** Fonts whose one glyph serves both forms give PDFs the older one. */
const OLD_HOUSEHOLD = '\u6236';

/** The characters that were meant: full-width forms, Kangxi radicals and other radicals become the plain ones. */
export const foldForms = (text: string): string => text.normalize('NFKC').replace(/[\u2e80-\u2eff]/g, (radical) => CHARACTERS[RADICALS.indexOf(radical)] ?? radical).replaceAll(OLD_HOUSEHOLD, '户');

/** Folds the forms that one text has on papers, and drops control characters. */
export const fold = (text: string): string => foldForms(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f\u200b\ufeff]/g, '').trim();

export const foldName = (text: string): string => fold(text).replace(/\s+/g, ' ');

/** A printed amount without its currency sign and separators. Null where it is no number: `***`, `免税`, empty. */
export function amountOf(text: string, currency: string = CNY): Money | null {
  let plain = fold(text).replace(/[¥$€£\s]|CNY|RMB|元|圆/g, '').replace(/[−–]/g, '-').replace(/^(-?)\((.*)\)$/, '-$2');
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(',', '');
  if (/^-?\.\d+$/.test(plain)) plain = plain.replace('.', '0.');
  const read = parseMoney(plain, currency);
  return read.ok ? read.value : null;
}

const DAY_FORMS = /^(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?:\D|$)/;

/** A day in any form that invoices print: `2026-04-22 13:16:47`, `2026年4月22日`, `20260422…`. */
export function dayOf(text: string): CivilDate | null {
  const plain = fold(text);
  const match = DAY_FORMS.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})(?:\D|\d{6,9}$|$)/.exec(plain);
  return match ? parseCivilDate(`${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}`) : null;
}

/** `6%`, `6.00%` and `0.06` all become `0.06`; words such as 免税 stay; the empty text and `***` give nothing. */
export function rateOf(text: string): string | undefined {
  const plain = fold(text);
  if (plain === '' || /^\*+$/.test(plain)) return undefined;
  const percent = /^(\d{1,3})(?:\.(\d+))?%$/.exec(plain);
  if (percent) {
    const digits = `${percent[1]?.padStart(3, '0')}${percent[2] ?? ''}`;
    return trimZeros(`${Number(digits.slice(0, -2 - (percent[2]?.length ?? 0)))}.${digits.slice(digits.length - 2 - (percent[2]?.length ?? 0))}`);
  }
  return /^\d+(\.\d+)?$/.test(plain) ? trimZeros(plain.includes('.') ? plain : `${plain}.0`) : plain;
}

const trimZeros = (text: string): string => text.replace(/0+$/, '').replace(/\.$/, '');

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const UNITS: Readonly<Record<string, bigint>> = { 拾: 10n, 佰: 100n, 仟: 1000n };

/** The amount in 大写 (`壹拾元零壹分`) in fen; null where it is not written by the rules. */
export function wordsAmount(text: string): bigint | null {
  const plain = fold(text).replace(/[\s整正⊗ⓧ\u24e7\u2297]/g, '').replace(/圆/g, '元').replace(/[贰貳]/g, '贰').replace(/陸/g, '陆').replace(/萬/g, '万').replace(/億/g, '亿');
  const match = /^(\(?负数?\)?)?(?:人民币)?([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]*元)?(?:零)?([零壹贰叁肆伍陆柒捌玖]角)?(?:零)?([零壹贰叁肆伍陆柒捌玖]分)?$/.exec(plain);
  if (!match || !(match[2] ?? match[3] ?? match[4])) return null;
  const yuan = match[2] ? wholeOf(match[2].slice(0, -1)) : 0n;
  const digit = (part: string | undefined): bigint => BigInt(Math.max(0, DIGITS.indexOf(part?.[0] ?? '零')));
  const fen = yuan * 100n + digit(match[3]) * 10n + digit(match[4]);
  return match[1] ? -fen : fen;
}

function wholeOf(text: string): bigint {
  let [whole, section, digit] = [0n, 0n, 0n];
  for (const char of text) {
    const value = DIGITS.indexOf(char);
    if (value >= 0) { digit = BigInt(value); continue; }
    if (char === '万') { whole += (section + digit) * 10_000n; [section, digit] = [0n, 0n]; continue; }
    if (char === '亿') { whole = (whole + section + digit) * 100_000_000n; [section, digit] = [0n, 0n]; continue; }
    section += (digit === 0n ? 1n : digit) * (UNITS[char] ?? 1n);
    digit = 0n;
  }
  return whole + section + digit;
}
