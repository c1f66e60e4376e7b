import type { CivilDate, Instant } from '@roundtrip/kernel';
import { listClaims } from '#modules/claims';
import { draftClaims } from '../draft-claims.ts';
import { proposeMatches } from '../propose-matches.ts';
import { takeFiles } from '../take-files.ts';
import { takePayments } from '../take-payments.ts';
import { anInvoice, aPayment, invoiceFile, type TestHouse } from '../testing.ts';

const ACTOR = { kind: 'feed', name: 'test' } as const;

export type Meal = { readonly id: string; readonly amount: string; readonly on: CivilDate; readonly payer?: string; readonly shop?: string };

/** A meal that was paid and invoiced in one shop, found and drafted: answers with the draft claim that holds it. */
export async function draftMeal(base: TestHouse, { id, amount, on, payer = 'E004', shop = '杭州云上酒楼' }: Meal): Promise<string> {
  const { house, companyId } = base;
  const { employeeId } = base.person(payer);
  const facts = aPayment(id, amount, { payer, merchant: shop, paidAt: `${on}T11:00:00.000Z` as Instant });
  await takePayments(house, companyId, { actor: ACTOR, source: 'api', records: [{ reference: id, body: id, facts: [facts] }] });
  const invoice = anInvoice(`263320000000000${id}`.padEnd(20, '7'), amount, { seller: `${shop}有限公司`, issuedOn: on });
  await takeFiles(house, companyId, { actor: ACTOR, submittedBy: employeeId, mayImport: false, files: [{ fileName: id, bytes: invoiceFile(invoice) }] });
  await proposeMatches(house, companyId);
  await draftClaims(house, companyId);
  const [claim] = await house.db.read(companyId, (tx) => listClaims(tx, { employeeIds: [employeeId], state: 'draft', after: null, limit: 1 }));
  return claim?.id ?? '';
}
