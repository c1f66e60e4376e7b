import type { OrderAnswer, OrderStanding, PayoutReportRecord } from '../connectors/spi/index.ts';
import type { Actor } from '#modules/audit';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';
import { takeBankRecords } from './take-bank-files.ts';

/**
 * How vendors say that single orders stand, taken as a bank's report is. Only a booked line settles, whatever a vendor
 * says; what the vendor gave up or sent back has failed and is owed again; what is unclear says nothing.
 */
export async function takeStandings(tx: Tx, house: House, { actor, answers }: { readonly actor: Actor; readonly answers: readonly OrderAnswer[] }): Promise<void> {
  const payments = answers.flatMap(({ orderId, standing }) => {
    const word = wordOf(standing);
    return word ? [{ endToEndId: orderId, ...word }] : [];
  });
  const report: PayoutReportRecord = { kind: 'payout-report', format: 'vendor-notice', originalMessageId: '', groupStatus: '', payments, findings: [] };
  if (payments.length > 0) await takeBankRecords(tx, house, { actor, sha256: '', records: [report] });
}

/** In ISO 20022's words. A vendor that never heard of an order which it once took is not believed. */
function wordOf(standing: OrderStanding): { readonly status: string; readonly reasons: readonly string[] } | null {
  switch (standing.kind) {
    case 'accepted': case 'awaiting-payee': case 'settled': return { status: 'ACSP', reasons: [] };
    case 'returned': return { status: 'RJCT', reasons: [standing.reason] };
    case 'refused': return standing.how === 'never-received' ? null : { status: 'RJCT', reasons: [standing.reason] };
    case 'unknown': return null;
  }
}
