import type { Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';

export type BatchState = 'made' | 'acknowledged' | 'refused';
export type ExportBatch = {
  readonly id: Id<'export-batch'>; readonly system: string; readonly format: string; readonly period: string; readonly vouchers: number; readonly sha256: string; readonly state: BatchState; readonly note: string | null;
  readonly madeBy: string; readonly madeAt: Instant; readonly answeredBy: string | null; readonly answeredAt: Instant | null;
};

const COLUMNS = {
  id: 'uuid', system: 'text', format: 'text', period: 'text', vouchers: 'integer', sha256: 'text', state: 'text', note: 'text', madeBy: 'text', madeAt: 'timestamptz', answeredBy: 'text', answeredAt: 'timestamptz',
} as const;
const FIELDS = 'b.id, b.system, b.format, b.period, b.vouchers, b.sha256, b.state, b.note, b.made_by, b.made_at, b.answered_by, b.answered_at';

/** Of these vouchers, those that the system has had already. */
export async function handedOver(tx: Tx, system: string, voucherIds: readonly string[]): Promise<Set<string>> {
  return new Set((await tx.query<{ voucherId: string }>('select voucher_id from exports.batch_vouchers where system = $1 and not freed and voucher_id = any($2::uuid[])', [system, voucherIds])).rows.map((row) => row.voucherId));
}

/** Keeps a batch with its vouchers; the database refuses a voucher that the system has had already. */
export async function keepBatch(tx: Tx, batch: ExportBatch, voucherIds: readonly string[]): Promise<void> {
  await insertMany(tx, 'exports.batches', COLUMNS, { rows: [batch] });
  await insertMany(tx, 'exports.batch_vouchers', { batchId: 'uuid', voucherId: 'uuid', system: 'text' }, { rows: voucherIds.map((voucherId) => ({ batchId: batch.id, voucherId, system: batch.system })) });
}

export async function listBatches(tx: Tx, { period, limit }: { readonly period: string | null; readonly limit: number }): Promise<ExportBatch[]> {
  return (await tx.query<ExportBatch>(`select ${FIELDS} from exports.batches b where ($1::text is null or b.period = $1) order by b.made_at desc, b.id desc limit $2`, [period, limit])).rows;
}

export async function loadBatch(tx: Tx, id: string): Promise<(ExportBatch & { readonly voucherIds: readonly string[] }) | null> {
  const [batch] = (await tx.query<ExportBatch>(`select ${FIELDS} from exports.batches b where b.id = $1`, [id])).rows;
  if (!batch) return null;
  const { rows } = await tx.query<{ voucherId: string }>('select voucher_id from exports.batch_vouchers where batch_id = $1', [id]);
  return { ...batch, voucherIds: rows.map((row) => row.voucherId) };
}

/** The system's answer, once: taken, or refused, and then its vouchers may go again. False where it was answered before. */
export async function answerBatch(tx: Tx, answer: { readonly id: string; readonly state: 'acknowledged' | 'refused'; readonly note: string | null; readonly by: string; readonly at: Instant }): Promise<boolean> {
  const { rowCount } = await tx.query(`update exports.batches set state = $2, note = $3, answered_by = $4, answered_at = $5 where id = $1 and state = 'made'`, [answer.id, answer.state, answer.note, answer.by, answer.at]);
  if (rowCount > 0 && answer.state === 'refused') await tx.query('update exports.batch_vouchers set freed = true where batch_id = $1', [answer.id]);
  return rowCount > 0;
}

/** Of these vouchers, those that some system has acknowledged. */
export async function acknowledgedOf(tx: Tx, voucherIds: readonly string[]): Promise<Set<string>> {
  return new Set((await tx.query<{ voucherId: string }>(
    `select v.voucher_id from exports.batch_vouchers v join exports.batches b on b.company_id = v.company_id and b.id = v.batch_id where b.state = 'acknowledged' and v.voucher_id = any($1::uuid[])`, [voucherIds])).rows.map((row) => row.voucherId));
}
