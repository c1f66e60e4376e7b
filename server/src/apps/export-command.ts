import type { Writable } from 'node:stream';
import { parseCivilDate } from '@roundtrip/kernel';
import { systemClock } from '#platform/clock';
import type { Db } from '#platform/db';
import { BOOK_EXPORTERS } from '../connectors/exports/index.ts';
import { exportPeriod } from '../flows/export-period.ts';

export type ExportOptions = { readonly format: string; readonly from: string; readonly to: string; readonly out: Writable; readonly err: Writable };

const USAGE = 2;

/** `roundtrip export`: the books between two days on standard output. Exit code 2 for a format or day that does not exist. */
export async function runExport(db: Db, companyId: string, { format, from, to, out, err }: ExportOptions): Promise<number> {
  const exporter = BOOK_EXPORTERS.find((one) => one.id === format);
  const [first, last] = [parseCivilDate(from), parseCivilDate(to)];
  if (!exporter || !first || !last || first > last) {
    err.write(exporter ? 'The days are written YYYY-MM-DD, the first one not after the last.\n' : `The formats are ${BOOK_EXPORTERS.map((one) => one.id).join(', ')}.\n`);
    return USAGE;
  }
  const { bytes, entries } = await exportPeriod({ db, clock: systemClock }, companyId, { exporter, from: first, to: last });
  out.write(bytes);
  err.write(`${entries} entries.\n`);
  return 0;
}
