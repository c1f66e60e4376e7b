import { civilDateIn } from '@roundtrip/kernel';
import { linesOf, splitLine, type Claim, type ClaimLine } from '#modules/claims';
import { askTax, post, rules } from '#modules/ledger';
import { companyPart, costOf, type StoredPayment } from '#modules/payments';
import { listEmployees, loadCompany } from '#modules/people';
import type { Tx } from '#platform/db';
import { groupFactsById } from './group-facts.ts';
import type { House } from './house.ts';
import { lineVat } from './input-vat.ts';

type LineBooking = Parameters<typeof rules.claimApproved>[0]['lines'][number];

const signOf = (payment: StoredPayment): bigint => (payment.facts.direction === 'out' ? 1n : -1n);

/** What one line takes out of the clearing accounts is what its payments put there: own money, and the company's by programme. */
function booked(line: ClaimLine, payments: readonly StoredPayment[], currency: string): Omit<LineBooking, 'inputVatMinor'> {
  const counted = payments.filter((payment) => payment.facts.status === 'posted' && costOf(payment.facts).currency === currency);
  const cards = new Map<string, bigint>();
  let personal = 0n;
  for (const payment of counted) {
    const company = companyPart(payment.facts).minor;
    const program = payment.facts.account ?? payment.source;
    cards.set(program, (cards.get(program) ?? 0n) + signOf(payment) * company);
    personal += signOf(payment) * (costOf(payment.facts).minor - company);
  }
  return {
    category: line.category, reimbursableMinor: line.reimbursableMinor, owedBackMinor: splitLine(line.amountMinor, line.companyPaidMinor, line.allowedMinor).owedBack,
    personalMinor: personal, cards: [...cards].filter(([, minor]) => minor !== 0n).map(([program, minor]) => ({ program, minor })),
  };
}

/** The approved claim in the books: expense without its input VAT, what is owed to the person, and the clearing accounts let go of its payments. */
export async function postApproval(tx: Tx, house: House, claim: Claim): Promise<void> {
  const company = await loadCompany(tx);
  const lines = await linesOf(tx, [claim.id]);
  const groups = new Map((await groupFactsById(tx, lines.map((line) => line.groupId))).map((group) => [group.id, group]));
  const staff = await listEmployees(tx);
  const employee = staff.find((person) => person.id === claim.employeeId);
  const who = { employeeNumber: employee?.number ?? claim.employeeId, department: employee?.department ?? '' };
  const now = house.clock.now();
  const drawn = lines.map((line) => {
    const group = groups.get(line.groupId);
    const booking = booked(line, group?.payments ?? [], claim.currency);
    const borneMinor = booking.cards.reduce((sum, card) => sum + card.minor, booking.reimbursableMinor) - booking.owedBackMinor;
    return { line, booking, vat: lineVat(line, group, { company, staff, borneMinor }) };
  });
  await post(tx, house.clock, rules.claimApproved({
    claimId: claim.id, number: claim.number, on: civilDateIn(company.zone, now), currency: claim.currency, ...who,
    attachments: new Set(lines.flatMap((line) => (groups.get(line.groupId)?.documents ?? []).map((document) => document.id))).size,
    lines: drawn.map(({ booking, vat }) => ({ ...booking, inputVatMinor: vat.minor })),
  }));
  await askTax(tx, drawn.flatMap(({ line, vat }) => vat.asks.map((ask) => ({ ...ask, ...who, id: house.clock.newId<'tax-question'>(), claimId: claim.id, category: line.category, currency: claim.currency, at: now }))));
}
