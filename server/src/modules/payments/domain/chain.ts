import { addDays, formatAmount, type Bilingual, type CivilDate } from '@roundtrip/kernel';

/** The two balances of a statement and the days that they frame. */
export type ChainLink = { readonly reference: string; readonly from: CivilDate; readonly to: CivilDate; readonly openingMinor: bigint; readonly closingMinor: bigint };

/**
 * `gap`: days lie between two statements and so does money. `break`: one follows the other, but does not begin with what
 * the other ended with. `restated`: days that both tell were told with other balances. `overlap`: they tell the same days,
 * and what was booked on each day must be known to judge them.
 */
export type ChainBreak = { readonly kind: 'gap' | 'break' | 'restated' | 'overlap'; readonly before: ChainLink; readonly after: ChainLink; readonly missingMinor: bigint };

const sameDays = (a: ChainLink, b: ChainLink): boolean => a.from === b.from && a.to === b.to;
const fits = (a: ChainLink, b: ChainLink): boolean => a.closingMinor === b.openingMinor;

/** In the order of their days; within the same ones, each behind the one whose closing balance it begins with. */
function inOrder(links: readonly ChainLink[]): ChainLink[] {
  const left = [...links].sort((a, b) => (a.from === b.from ? (a.to < b.to ? -1 : a.to > b.to ? 1 : 0) : a.from < b.from ? -1 : 1));
  const chain: ChainLink[] = [];
  while (left.length > 0) {
    const [first, last] = [left[0], chain.at(-1)];
    const alike = left.filter((link) => first !== undefined && sameDays(link, first));
    const next = alike.find((link) => last !== undefined && fits(last, link)) ?? alike.find((link) => !alike.some((other) => other !== link && fits(other, link))) ?? first;
    if (next === undefined) break;
    chain.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return chain;
}

/** What was booked on each day of the account, signed. */
export type DaySums = ReadonlyMap<string, bigint>;

/** Where the statements of one account do not join on, in whatever order they came. Those that overlap are compared by what was booked on the days between. */
export function chainBreaks(links: readonly ChainLink[], days: DaySums | null): ChainBreak[] {
  const breaks: ChainBreak[] = [];
  let reached: ChainLink | null = null;
  for (const link of inOrder(links)) {
    if (reached && !fits(reached, link)) {
      const one = judge(reached, link, days);
      if (one) breaks.push({ ...one, before: reached, after: link });
    }
    if (!reached || link.to >= reached.to) reached = link;
  }
  return breaks;
}

function judge(before: ChainLink, after: ChainLink, days: DaySums | null): Pick<ChainBreak, 'kind' | 'missingMinor'> | null {
  if (after.from > before.to) return { kind: after.from > addDays(before.to, 1) ? 'gap' : 'break', missingMinor: after.openingMinor - before.closingMinor };
  if (sameDays(before, after)) {
    const missingMinor = after.closingMinor - before.closingMinor || after.openingMinor - before.openingMinor;
    return missingMinor === 0n ? null : { kind: 'restated', missingMinor };
  }
  if (!days) return { kind: 'overlap', missingMinor: 0n };
  let expected = before.openingMinor;
  for (let day = before.from; day < after.from; day = addDays(day, 1)) expected += days.get(day) ?? 0n;
  return expected === after.openingMinor ? null : { kind: 'restated', missingMinor: after.openingMinor - expected };
}

/** In words, for whoever must ask the bank. */
export function describeBreak({ kind, before, after, missingMinor }: ChainBreak, currency: string): Bilingual {
  const missing = `${formatAmount({ minor: missingMinor, currency })} ${currency}`;
  switch (kind) {
    case 'gap':
      return { zh: `${before.to} 与 ${after.from} 之间缺少对账单，相差 ${missing}。请向银行补取这段期间的对账单`, en: `Between ${before.to} and ${after.from} a statement is missing, and ${missing} with it. Ask the bank for those days` };
    case 'break':
      return { zh: `${after.from} 的期初余额与 ${before.to} 的期末余额相差 ${missing}。请核对这两份对账单是否完整`, en: `The opening balance of ${after.from} differs from the closing balance of ${before.to} by ${missing}. Check whether both statements are whole` };
    case 'restated': case 'overlap':
      return { zh: `${after.from} 至 ${after.to} 的对账单与先前收到的余额不同，相差 ${missing}。请向银行确认以哪一份为准`, en: `The statement of ${after.from} to ${after.to} has other balances than the one that came before, by ${missing}. Ask the bank which of them holds` };
  }
}
