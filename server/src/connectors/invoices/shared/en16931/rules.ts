import { formatAmount, type Finding } from '@roundtrip/kernel';
import { finding } from '../errors.ts';
import { amountOf } from '../values.ts';
import { amountsOf, type Document } from './document.ts';

/** Rounding line by line may cost a unit or two; more is an error of the invoice. */
const TOLERANCE = 2n;

type Sum = { readonly code: string; readonly says: string; readonly left: bigint | undefined; readonly right: bigint | undefined };

/** The arithmetic rules of EN 16931 that every importer should check. Pure; a part that the profile leaves out is not judged. */
export function arithmeticFindings(document: Document): Finding[] {
  const { currency } = document;
  const minor = (text: string): bigint | undefined => amountOf(text, currency)?.minor;
  const a = amountsOf(document);
  const or0 = (amount: { minor: bigint } | null): bigint => amount?.minor ?? 0n;
  const total = (texts: readonly string[]): bigint | undefined => {
    const read = texts.map(minor);
    return read.length > 0 && read.every((value) => value !== undefined) ? read.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n) : undefined;
  };
  const sums: Sum[] = [
    { code: 'BR-CO-10', says: 'BT-106 = Σ BT-131', left: a.lineTotal?.minor, right: total(document.lines.map((line) => line.amount)) },
    { code: 'BR-CO-13', says: 'BT-109 = BT-106 − BT-107 + BT-108', left: a.net?.minor, right: a.lineTotal ? a.lineTotal.minor - or0(a.allowances) + or0(a.charges) : undefined },
    { code: 'BR-CO-14', says: 'BT-110 = Σ BT-117', left: a.tax?.minor, right: total(document.breakdown.map((part) => part.tax)) },
    { code: 'BR-CO-15', says: 'BT-112 = BT-109 + BT-110', left: a.gross?.minor, right: a.net ? a.net.minor + or0(a.tax) : undefined },
    { code: 'BR-CO-16', says: 'BT-115 = BT-112 − BT-113 + BT-114', left: a.payable?.minor, right: a.gross ? a.gross.minor - or0(a.prepaid) + or0(a.rounding) : undefined },
    ...document.breakdown.map((part): Sum => ({ code: 'BR-CO-17', says: 'BT-117 = BT-116 × BT-119', left: minor(part.tax), right: taxOf(minor(part.taxable), part.percent) })),
  ];
  return sums.flatMap(({ code, says, left, right }) => {
    if (left === undefined || right === undefined || (left - right <= TOLERANCE && right - left <= TOLERANCE)) return [];
    const [is, should] = [formatAmount({ minor: left, currency }), formatAmount({ minor: right, currency })];
    return [finding('error', code, `金额关系不符(${says}):${is} ≠ ${should}`, `The amounts do not fit (${says}): ${is} is not ${should}`)];
  });
}

/** Half away from zero, as the standard rounds. */
function taxOf(taxable: bigint | undefined, percent: string): bigint | undefined {
  const match = /^(\d{1,3})(?:\.(\d{1,6}))?$/.exec(percent.trim());
  if (taxable === undefined || !match) return undefined;
  const rate = BigInt((match[1] ?? '') + (match[2] ?? '').padEnd(6, '0'));
  const product = (taxable < 0n ? -taxable : taxable) * rate;
  const rounded = (product * 2n + 100_000_000n) / 200_000_000n;
  return taxable < 0n ? -rounded : rounded;
}
