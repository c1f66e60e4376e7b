import type { CivilDate, Id, Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';

export type ExportRun = {
  readonly id: Id<'export'>; readonly format: string; readonly fromDate: CivilDate; readonly toDate: CivilDate; readonly entries: number; readonly lastVoucher: string | null;
  readonly sha256: string; readonly at: Instant;
};

const COLUMNS = { id: 'uuid', format: 'text', fromDate: 'date', toDate: 'date', entries: 'integer', lastVoucher: 'text', sha256: 'text', at: 'timestamptz' } as const;

/** Notes what was handed out. */
export async function noteExport(tx: Tx, run: ExportRun): Promise<void> {
  await insertMany(tx, 'exports.runs', COLUMNS, { rows: [run] });
}
