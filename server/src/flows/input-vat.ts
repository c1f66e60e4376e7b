import type { Bilingual } from '@roundtrip/kernel';
import type { ClaimLine, GroupFacts } from '#modules/claims';
import { deductionOf, type Purpose } from '#modules/documents';
import { isTitleOf, type Company, type Employee } from '#modules/people';

/** `asks`: papers of which an accountant says what they deduct; nothing of them is deducted meanwhile. */
export type LineVat = { readonly minor: bigint; readonly asks: readonly { readonly documentId: string; readonly maxMinor: bigint; readonly clause: string; readonly reason: Bilingual }[] };

const PURPOSES: Readonly<Record<string, Purpose>> = { meal: 'meal', entertainment: 'entertainment', flight: 'business', rail: 'business', hotel: 'business', taxi: 'business', telecom: 'business', office: 'business' };

const fold = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

/** Is the traveller that a paper names one of the company's people? Null where it names none. */
function isEmployee(passenger: string | undefined, staff: readonly Employee[]): boolean | null {
  if (!passenger) return null;
  const name = fold(passenger);
  return staff.some((one) => [one.name, ...one.aliases].some((known) => fold(known) === name));
}

/** The input VAT of a claim's line by the rules of its papers. Only what the rules settle is deducted; the rest is asked, never guessed. */
export function lineVat(line: ClaimLine, group: GroupFacts | undefined, { company, staff, borneMinor }: { readonly company: Company; readonly staff: readonly Employee[]; readonly borneMinor: bigint }): LineVat {
  const asks: LineVat['asks'][number][] = [];
  let minor = 0n;
  let left = borneMinor;
  for (const { id, facts } of group?.documents ?? []) {
    if (facts.total.currency !== company.currency) continue;
    const found = deductionOf(facts, { purpose: PURPOSES[line.category] ?? 'unknown', isEmployee: isEmployee(facts.passenger, staff) });
    if (found.method === 'none' || found.minor === 0n) continue;
    const most = facts.tax?.minor ?? facts.total.minor;
    const ask = (clause: string, reason: Bilingual): void => { if (most > 0n) asks.push({ documentId: id, maxMinor: most, clause, reason }); };
    if (found.minor === null) ask(found.clause, found.reason);
    else if (facts.total.minor > left) ask(found.clause, { zh: '公司承担的金额小于发票金额，请会计认定可抵扣部分', en: 'The company bears less than the invoice says; an accountant decides which part is deducted' });
    else if (isTitleOf(company.titles, facts.buyer, facts.buyerTaxId) === false) ask(found.clause, { zh: '发票抬头不是本公司，请会计判断', en: 'The invoice is not made out to the company; an accountant decides' });
    else minor += found.minor;
    left -= facts.total.minor;
  }
  return { minor, asks };
}
