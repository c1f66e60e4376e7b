import { allocate } from '@roundtrip/kernel';

/** What of an invoice is spoken for. Amounts are minor units of its currency; a red letter's are negative. */
export type Standing = { readonly totalMinor: bigint; readonly usedMinor: bigint; /** By red letters or the tax bureau; never negative. */ readonly takenBackMinor: bigint };

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

/** What claims may still use, with the sign of the total. */
export function restOf({ totalMinor, usedMinor, takenBackMinor }: Standing): bigint {
  const left = size(totalMinor) - takenBackMinor - size(usedMinor);
  if (left <= 0n) return 0n;
  return totalMinor < 0n ? -left : left;
}

/** By how much the uses are more than what is left of the invoice. */
export function overuseOf({ totalMinor, usedMinor, takenBackMinor }: Standing): bigint {
  const over = size(usedMinor) + takenBackMinor - size(totalMinor);
  return over > 0n ? (over < size(usedMinor) ? over : size(usedMinor)) : 0n;
}

/**
 * How much of each invoice one line of a claim uses: all that is left where the line costs as much or more, else the
 * line's amount split over them in proportion, to the cent. Null stands for all that is left.
 */
export function shareOut(lineMinor: bigint, restsMinor: readonly bigint[]): (bigint | null)[] {
  const open = restsMinor.map((rest) => (rest > 0n ? rest : 0n));
  const sum = open.reduce((a, b) => a + b, 0n);
  if (lineMinor <= 0n || sum <= lineMinor) return restsMinor.map(() => null);
  return allocate({ minor: lineMinor, currency: 'CNY' }, open).map(({ minor }, i) => (restsMinor[i] !== undefined && restsMinor[i] > 0n ? minor : null));
}

export type ClaimUse = { readonly claimId: string; readonly amountMinor: bigint };

/** Which claims an over-used invoice is asked back from: the last to use it first, each at most for what it used. */
export function spreadOveruse(overMinor: bigint, uses: readonly ClaimUse[]): Map<string, bigint> {
  const owed = new Map<string, bigint>();
  let rest = overMinor;
  for (const { claimId, amountMinor } of [...uses].reverse()) {
    const part = size(amountMinor) < rest ? size(amountMinor) : rest;
    if (part > 0n) owed.set(claimId, (owed.get(claimId) ?? 0n) + part);
    rest -= part;
  }
  return owed;
}
