import type { Bilingual, Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';

/** A paper whose input VAT the law leaves to an accountant. At most `maxMinor` can be deducted. */
export type TaxQuestion = {
  readonly id: Id<'tax-question'>; readonly claimId: string; readonly documentId: string; readonly category: string; readonly department: string; readonly employeeNumber: string; readonly currency: string;
  readonly maxMinor: bigint; readonly clause: string; readonly reason: Bilingual; readonly at: Instant;
};
export type DecidedTax = TaxQuestion & { readonly decidedMinor: bigint | null; readonly decidedBy: string | null; readonly decidedAt: Instant | null };

const COLUMNS = { id: 'uuid', claimId: 'uuid', documentId: 'uuid', category: 'text', department: 'text', employeeNumber: 'text', currency: 'text', maxMinor: 'bigint', clause: 'text', reason: 'jsonb', at: 'timestamptz' } as const;
const FIELDS = 'q.id, q.claim_id, q.document_id, q.category, q.department, q.employee_number, q.currency, q.max_minor, q.clause, q.reason, q.at, q.decided_minor, q.decided_by, q.decided_at';

export async function askTax(tx: Tx, questions: readonly TaxQuestion[]): Promise<void> {
  await insertMany(tx, 'ledger.tax_questions', COLUMNS, { rows: questions, tail: 'on conflict (company_id, claim_id, document_id) do nothing' });
}

export async function openTaxQuestions(tx: Tx): Promise<DecidedTax[]> {
  return (await tx.query<DecidedTax>(`select ${FIELDS} from ledger.tax_questions q where q.decided_at is null order by q.at, q.id limit 500`)).rows;
}

/** Reads and locks. */
export async function lockTaxQuestion(tx: Tx, id: string): Promise<DecidedTax | null> {
  return (await tx.query<DecidedTax>(`select ${FIELDS} from ledger.tax_questions q where q.id = $1 for update`, [id])).rows[0] ?? null;
}

export async function settleTax(tx: Tx, { id, minor, by, at }: { readonly id: string; readonly minor: bigint; readonly by: string; readonly at: Instant }): Promise<void> {
  await tx.query('update ledger.tax_questions set decided_minor = $2, decided_by = $3, decided_at = $4 where id = $1 and decided_at is null', [id, minor, by, at]);
}
