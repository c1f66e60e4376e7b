import type { CivilDate } from '@roundtrip/kernel';
import type { BookExporter, ExportEntry } from '../connectors/spi/index.ts';
import { noteExport } from '#modules/exports';
import { entriesBetween, vouchersBetween } from '#modules/ledger';
import { asExport } from './export-batch.ts';
import { loadCompany } from '#modules/people';
import { sha256Hex } from '#platform/blobs';
import type { House } from './house.ts';

export type ExportCall = { readonly exporter: BookExporter; readonly from: CivilDate; readonly to: CivilDate };

/** The books between two days, both included, in another system's format; what was handed out is noted with its digest. */
export function exportPeriod(house: Pick<House, 'db' | 'clock'>, companyId: string, { exporter, from, to }: ExportCall): Promise<{ readonly bytes: Uint8Array; readonly entries: number }> {
  return house.db.transact(companyId, async (tx) => {
    const company = await loadCompany(tx);
    const entries: ExportEntry[] = exporter.takes === 'vouchers' ? (await vouchersBetween(tx, from, to)).map(asExport) : (await entriesBetween(tx, from, to)).map((entry) => ({
      id: entry.id, voucher: entry.voucher, on: entry.on, text: entry.text, postings: entry.lines.map(({ account, minor, currency }) => ({ account, minor, currency })),
    }));
    const bytes = exporter.render(company.name, entries);
    await noteExport(tx, {
      id: house.clock.newId<'export'>(), format: exporter.id, fromDate: from, toDate: to, entries: entries.length, lastVoucher: entries.at(-1)?.voucher ?? null, sha256: sha256Hex(bytes), at: house.clock.now(),
    });
    return { bytes, entries: entries.length };
  });
}
