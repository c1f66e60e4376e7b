import type { CivilDate } from '@roundtrip/kernel';
import { addDays, err, ok, type Result } from '@roundtrip/kernel';
import type { BookExporter, ExportEntry } from '../connectors/spi/index.ts';
import { record, type Actor } from '#modules/audit';
import { answerBatch, handedOver, keepBatch, loadBatch } from '#modules/exports';
import { vouchersBetween, vouchersById, type StoredVoucher } from '#modules/ledger';
import { loadCompany } from '#modules/people';
import { sha256Hex } from '#platform/blobs';
import { oneAtATime } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';

export type BatchError = { readonly kind: 'export.nothing' | 'export.no-such-batch' | 'export.answered' };
type By = { readonly actor: Actor; readonly name: string };

/** A formal voucher as exporters take it. */
export const asExport = (voucher: StoredVoucher): ExportEntry => ({
  id: voucher.id, voucher: `${voucher.period}/${String(voucher.number).padStart(6, '0')}`, on: voucher.dated, text: voucher.text, word: voucher.word, attachments: voucher.attachments, maker: voucher.madeBy,
  postings: voucher.lines.map(({ account, title, text, side, minor, currency, dims }) => ({ account, title, text, side, minor: side === 'debit' ? minor : -minor, currency, dims })),
});

/** The last day of a month, `2026-02`. */
export function lastDay(period: string): CivilDate {
  const inNext = addDays(`${period}-01` as CivilDate, 31);
  return addDays(inNext, -Number(inNext.slice(8)));
}

/** The vouchers of a period that the system has not had yet, as one batch. */
export function makeBatch(house: House, companyId: string, { exporter, period, by }: { readonly exporter: BookExporter; readonly period: string; readonly by: By }): Promise<Result<string, BatchError>> {
  return house.db.transact(companyId, async (tx): Promise<Result<string, BatchError>> => {
    await oneAtATime(tx, 'export-batches');
    const all = await vouchersBetween(tx, `${period}-01` as CivilDate, lastDay(period));
    const had = await handedOver(tx, exporter.system, all.map((voucher) => voucher.id));
    const fresh = all.filter((voucher) => !had.has(voucher.id));
    if (fresh.length === 0) return err({ kind: 'export.nothing' });
    const bytes = exporter.render((await loadCompany(tx)).name, fresh.map(asExport));
    const id = house.clock.newId<'export-batch'>();
    await keepBatch(tx, { id, system: exporter.system, format: exporter.id, period, vouchers: fresh.length, sha256: sha256Hex(bytes), state: 'made', note: null, madeBy: by.name, madeAt: house.clock.now(), answeredBy: null, answeredAt: null }, fresh.map((voucher) => voucher.id));
    await record(tx, by.actor, [{ action: 'export.made', subject: { kind: 'export-batch', id }, body: { format: exporter.id, period, vouchers: fresh.length, sha256: sha256Hex(bytes) } }]);
    await tell(tx, [{ type: 'ledger.exported', subject: { kind: 'export-batch', id } }]);
    return ok(id);
  });
}

/** The file of a batch, byte for byte as at first: sending it again hands over nothing new. Null where there is no such batch. */
export function batchFile(house: House, companyId: string, { id, exporters }: { readonly id: string; readonly exporters: readonly BookExporter[] }): Promise<{ readonly bytes: Uint8Array; readonly name: string } | null> {
  return house.db.read(companyId, async (tx) => {
    const batch = await loadBatch(tx, id);
    const exporter = exporters.find((one) => one.id === batch?.format);
    if (!batch || !exporter) return null;
    const bytes = exporter.render((await loadCompany(tx)).name, (await vouchersById(tx, batch.voucherIds)).map(asExport));
    return { bytes, name: `${batch.format}-${batch.period}-${batch.id.slice(-6)}.${exporter.extension}` };
  });
}

/** What the system answered; a refusal frees the vouchers for another batch. */
export function answerExport(house: House, companyId: string, { id, state, note, by }: { readonly id: string; readonly state: 'acknowledged' | 'refused'; readonly note: string | null; readonly by: By }): Promise<Result<null, BatchError>> {
  return house.db.transact(companyId, async (tx): Promise<Result<null, BatchError>> => {
    if (!(await loadBatch(tx, id))) return err({ kind: 'export.no-such-batch' });
    if (!(await answerBatch(tx, { id, state, note, by: by.name, at: house.clock.now() }))) return err({ kind: 'export.answered' });
    await record(tx, by.actor, [{ action: `export.${state}`, subject: { kind: 'export-batch', id }, body: { note } }]);
    await tell(tx, [{ type: 'ledger.exported', subject: { kind: 'export-batch', id } }]);
    return ok(null);
  });
}
