import type { CivilDate, Result } from '@roundtrip/kernel';
import { err, ok } from '@roundtrip/kernel';
import type { BookedInvoice } from '../connectors/spi/index.ts';
import { record, type Actor } from '#modules/audit';
import { claimsById } from '#modules/claims';
import { addOriginal, documentsById, mayBook, setBooking, usesOf, verificationsOf, type BookingState, type StoredDocument } from '#modules/documents';
import { keepFiles } from '#modules/ingest';
import { listEntries } from '#modules/ledger';
import { loadCompany } from '#modules/people';
import { sm3Hex } from '#platform/blobs';
import type { Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';

export type BookingCall = { readonly actor: Actor; readonly documentId: string; readonly state: BookingState; readonly on: CivilDate; readonly voucher: string };
export type BookingProblem = { readonly kind: 'request.not-found' | 'document.booking-order' };

/**
 * Where the invoice stands in the books (入账状态), as it will be told to the tax account; a move that the table does not
 * list is refused. What is booked gets its receiver-side XBRL, kept beside the originals: invoice, voucher and payment in one.
 */
export async function bookInvoice(house: House, companyId: string, call: BookingCall): Promise<Result<null, BookingProblem>> {
  const booked = await house.db.read(companyId, (tx) => bookingOf(tx, call));
  if (!booked.ok) return booked;
  const bytes = booked.value ? house.connectors.renderBooking(booked.value) : null;
  const sha256 = bytes ? await house.blobs.put(companyId, bytes) : null;
  return house.db.transact(companyId, async (tx): Promise<Result<null, BookingProblem>> => {
    const standing = (await verificationsOf(tx, [call.documentId])).get(call.documentId);
    if (!standing || !mayBook(standing.booking, call.state)) return err({ kind: 'document.booking-order' });
    const now = house.clock.now();
    await setBooking(tx, call.documentId, { booking: call.state, on: call.on, voucher: call.voucher });
    if (bytes && sha256) {
      const file = { id: house.clock.newId<'file'>(), sha256, fileName: `einv_${booked.value?.number ?? ''}_${call.state}.xbrl`, bytes: bytes.byteLength };
      await keepFiles(tx, [{ ...file, submittedBy: null }], now);
      await addOriginal(tx, { id: house.clock.newId<'original'>(), documentId: call.documentId, format: 'mof-xbrl-receiver', file: { ...file, sm3: sm3Hex(bytes) }, at: now });
    }
    await record(tx, call.actor, [{ action: 'document.booked', subject: { kind: 'document', id: call.documentId }, body: { from: standing.booking, to: call.state, on: call.on, voucher: call.voucher, ...(sha256 ? { xbrl: sha256 } : {}) } }]);
    await tell(tx, [{ type: 'document.booked', subject: { kind: 'document', id: call.documentId } }]);
    return ok(null);
  });
}

/** What the XBRL says; null where the booking is undone or the company has no tax id to book under. */
async function bookingOf(tx: Tx, call: BookingCall): Promise<Result<BookedInvoice | null, BookingProblem>> {
  const [document] = await documentsById(tx, [call.documentId]);
  const standing = (await verificationsOf(tx, [call.documentId])).get(call.documentId);
  if (!document || !standing) return err({ kind: 'request.not-found' });
  if (!mayBook(standing.booking, call.state)) return err({ kind: 'document.booking-order' });
  const { titles } = await loadCompany(tx);
  const entity = titles.find((title) => title.taxId === document.facts.buyerTaxId) ?? titles[0];
  if (!entity || (call.state !== '02' && call.state !== '03')) return ok(null);
  return ok(await bookedInvoice(tx, call, document, { entity, isChecked: standing.state === 'verified' }));
}

async function bookedInvoice(tx: Tx, call: BookingCall, { id, facts }: StoredDocument, more: Pick<BookedInvoice, 'entity' | 'isChecked'>): Promise<BookedInvoice> {
  const claimId = (await usesOf(tx, [id])).get(id);
  const [claim] = claimId ? await claimsById(tx, [claimId]) : [];
  const entries = claim ? await listEntries(tx, { account: null, sourceIds: [claim.id], after: null, limit: 1 }) : [];
  return {
    number: facts.number, seller: facts.seller, sellerTaxId: facts.sellerTaxId ?? null, pretax: facts.pretax ?? null, tax: facts.tax, total: facts.total, issuedOn: facts.issuedOn, isRed: facts.red ?? false,
    ...more, isPaid: claim?.state === 'paid' || claim?.state === 'closed', isDeducted: call.state === '02', bankReceipt: null,
    voucher: {
      number: call.voucher, postedOn: call.on, summary: claim ? `报销 ${claim.number}` : `发票 ${facts.number}`,
      entries: entries.flatMap((entry) => entry.lines.map((line) => {
        const [general = line.title.zh, subsidiary] = line.title.zh.split(/[：:]/);
        return { side: line.minor >= 0n ? 'debit' as const : 'credit' as const, general, subsidiary: subsidiary ?? null, amount: { minor: line.minor < 0n ? -line.minor : line.minor, currency: line.currency } };
      })),
    },
  };
}
