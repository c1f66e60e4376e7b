import type { CivilDate, Finding, InvoiceFacts } from '@roundtrip/kernel';
import { addDays, civilDateIn } from '@roundtrip/kernel';
import { consecutiveFindings, dateFindings, goodsFindings, numbersOfSellers, titleFindings } from '#modules/documents';
import { isTitleOf, loadCompany, type Company } from '#modules/people';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';

/** The findings that these checks make, so that a correction can have them made anew. */
export const COMPANY_CHECKS = ['BUYER_TITLE', 'BUYER_MISSING', 'BUYER_TAX_ID', 'SENSITIVE_GOODS', 'LIST_MISSING', 'FUTURE_DATE', 'STALE_DATE'] as const;

/** What the company looks at on each invoice: its date, its title and tax id, its goods. */
export const checkForCompany = (facts: InvoiceFacts, company: Company, today: CivilDate): Finding[] =>
  [...dateFindings(facts.issuedOn, today), ...titleFindings(facts, isTitleOf(company.titles, facts.buyer, facts.buyerTaxId)), ...goodsFindings(facts)];

/** The same, for the company of this transaction and its today. */
export async function checkedForCompany(tx: Tx, house: Pick<House, 'clock'>, facts: InvoiceFacts): Promise<Finding[]> {
  const company = await loadCompany(tx);
  return checkForCompany(facts, company, civilDateIn(company.zone, house.clock.now()));
}

const NEAR_DAYS = 90;

/**
 * Consecutive numbers over people and days, by invoice number. Read in a snapshot of its own, before anything is kept:
 * an alarm may come a moment late, and invoices of one seller must not wait for each other.
 */
export async function findConsecutive(house: House, companyId: string, invoices: readonly InvoiceFacts[]): Promise<Map<string, Finding[]>> {
  const days = invoices.map((facts) => facts.issuedOn).sort();
  const [from, to] = [days[0], days.at(-1)];
  if (!from || !to) return new Map();
  const sellers = [...new Set(invoices.map((facts) => facts.seller))];
  const kept = await house.db.read(companyId, (tx) => numbersOfSellers(tx, sellers, { from: addDays(from, -NEAR_DAYS), to: addDays(to, NEAR_DAYS) }));
  return new Map(invoices.map((facts) => {
    const others = [...kept, ...invoices].filter((one) => one.seller === facts.seller).map(({ number, code, issuedOn }) => ({ number, code: code ?? undefined, issuedOn }));
    return [facts.number, consecutiveFindings(facts, others)];
  }));
}
