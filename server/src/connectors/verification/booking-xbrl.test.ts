import fc from 'fast-check';
import type { CivilDate } from '@roundtrip/kernel';
import { XmlDocument } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import type { BookedInvoice } from '#spi';
import { INVOICE_FILE_FORMATS } from '../invoices/index.ts';
import { readBooking, renderBooking } from './booking-xbrl.ts';

const cny = (minor: bigint) => ({ minor, currency: 'CNY' });
const money = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).map(cny);
const words = fc.string({ unit: fc.constantFrom(...'甲乙 丙&<>"\'AZ09-·（）'), minLength: 1, maxLength: 20 }).map((text) => text.trim()).filter((text) => text !== '');
const day = fc.constantFrom('2026-01-31', '2026-11-24').map((text) => text as CivilDate);
const booking: fc.Arbitrary<BookedInvoice> = fc.record({
  number: fc.stringMatching(/^[0-9]{20}$/), seller: words, sellerTaxId: fc.option(fc.stringMatching(/^[0-9A-Z]{18}$/)), pretax: fc.option(money), tax: fc.option(money), total: money, issuedOn: day,
  isRed: fc.boolean(), isChecked: fc.boolean(), isPaid: fc.boolean(), isDeducted: fc.boolean(), bankReceipt: fc.option(words), entity: fc.record({ name: words, taxId: fc.stringMatching(/^[0-9A-Z]{18}$/) }),
  voucher: fc.record({ number: words, postedOn: day, summary: words, entries: fc.array(fc.record({ side: fc.constantFrom('debit' as const, 'credit' as const), general: words, subsidiary: fc.option(words), amount: money }), { minLength: 1, maxLength: 5 }) }),
});

test('law: what is written reads back to the same record', () => {
  fc.assert(fc.property(booking, (booked) => { expect(readBooking(renderBooking(booked))).toEqual(booked); }));
});

test('our reader of vouchers knows the invoice in it, and libxml2 finds it well-formed', async () => {
  const [sample] = fc.sample(booking, 1);
  const bytes = renderBooking({ ...(sample as BookedInvoice), number: '26312000000000000017', seller: '示例酒店', total: cny(53_000n), tax: cny(3_000n), pretax: cny(50_000n), issuedOn: '2026-11-02' as CivilDate });
  const format = INVOICE_FILE_FORMATS.find(({ id }) => id === 'mof-xbrl');
  expect(format?.sniff({ head: bytes, size: bytes.length })).toBeGreaterThan(0);
  expect(await format?.read(bytes)).toMatchObject({ ok: true, value: [{ invoice: { number: '26312000000000000017', seller: '示例酒店', total: { minor: 53_000n }, tax: { minor: 3_000n }, issuedOn: '2026-11-02' } }] });
  const xml = XmlDocument.fromBuffer(bytes);
  expect(xml.root.name).toBe('xbrl');
  xml.dispose();
});
