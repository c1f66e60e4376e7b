import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { formatAmount, type InvoiceFacts } from '@roundtrip/kernel';
import { makeEInvoiceXml, makeInvoicePdf, makeInvoicePhoto, makeOfd, makeOfdSigner, makeRailXbrl, makeRideTablePdf, type InvoicePlan } from '@roundtrip/rehearsal/makers';
import { makeFileReader } from '../read-file.ts';
import type { InvoiceRecord } from '../spi/index.ts';
import { image } from './image/index.ts';
import { INVOICE_FILE_FORMATS } from './index.ts';
import { anyPlan, plan } from './testing/plans.ts';

const read = makeFileReader(INVOICE_FILE_FORMATS);

async function invoicesIn(bytes: Uint8Array): Promise<InvoiceRecord[]> {
  const result = await read(bytes);
  expect(result.ok ? null : result.error).toBeNull();
  return result.ok ? result.value.filter((record) => record.kind === 'invoice') : [];
}

async function invoiceIn(bytes: Uint8Array): Promise<InvoiceRecord> {
  const [record] = await invoicesIn(bytes);
  if (!record) throw new Error('no invoice was read');
  return record;
}

const shown = (invoice: InvoiceFacts): object => ({
  number: invoice.number, issuedOn: invoice.issuedOn, total: formatAmount(invoice.total), tax: invoice.tax && formatAmount(invoice.tax), pretax: invoice.pretax && formatAmount(invoice.pretax),
  seller: invoice.seller, sellerTaxId: invoice.sellerTaxId, buyer: invoice.buyer, buyerTaxId: invoice.buyerTaxId, lines: invoice.items.map((item) => [item.name, item.amount && formatAmount(item.amount), item.taxRate]),
});

const planned = (of: InvoicePlan): object => ({
  number: of.number, issuedOn: of.issuedOn, total: formatAmount(of.total), tax: of.tax && formatAmount(of.tax), pretax: formatAmount(of.pretax),
  seller: of.seller, sellerTaxId: of.sellerTaxId, buyer: of.buyer, buyerTaxId: of.buyerTaxId, lines: of.items.map((item) => [item.name, formatAmount(item.amount), item.taxRate]),
});

const problems = (record: InvoiceRecord): string[] => record.findings.filter((finding) => finding.severity !== 'info').map((finding) => `${finding.code}: ${finding.message.en}`);

const MAKERS: readonly (readonly [string, (of: InvoicePlan) => Uint8Array | Promise<Uint8Array>])[] = [
  ['数电票 XML', makeEInvoiceXml], ['OFD', (of) => makeOfd(of)], ['OFD of text only', (of) => makeOfd(of, { textOnly: true })], ['PDF', (of) => makeInvoicePdf([of])],
];

describe('what a maker wrote, the reader reads', () => {
  test.each(MAKERS)('%s', async (_, make) => {
    await fc.assert(fc.asyncProperty(anyPlan, async (of) => {
      const record = await invoiceIn(await make(of));
      expect(shown(record.invoice)).toEqual(planned(of));
      expect(problems(record)).toEqual([]);
    }), { numRuns: 8 });
  });

  test('a photo tells what its QR code says, and says what it does not know', async () => {
    expect(await image.read(await makeInvoicePhoto(plan, { tilt: 4, noise: 0.3 }))).toMatchObject({ ok: true, value: [{
      invoice: { number: plan.number, issuedOn: plan.issuedOn, total: plan.total, tax: null },
      findings: expect.arrayContaining(['ONLY_QR', 'SELLER_NOT_KNOWN'].map((code) => expect.objectContaining({ code }) as unknown)) as unknown,
    }] });
  });

  test('a zip of XML, PDF and OFD is one invoice', async () => {
    const files = { 'a.pdf': await makeInvoicePdf([plan]), 'b.ofd': await makeOfd(plan), 'c.xml': makeEInvoiceXml(plan) };
    const records = await invoicesIn(zipSync(files));
    expect(records).toHaveLength(1);
    expect(new Set(records[0]?.evidence.map((one) => one.source))).toEqual(new Set(['xml', 'tag', 'text', 'qr']));
  });

  test('two pages with two numbers are two invoices', async () => {
    const second = { ...plan, number: `${plan.number.slice(0, 4)}${'7'.repeat(16)}` };
    expect((await invoicesIn(await makeInvoicePdf([plan, second]))).map((record) => record.invoice.number)).toEqual([plan.number, second.number]);
  });

  test('a rail ticket, by itself and inside a PDF', async () => {
    const journey = { from: '杭州东', to: '上海虹桥', departsOn: plan.issuedOn, service: 'G7312', seat: '二等座' };
    const bytes = makeRailXbrl({ ...plan, kind: 'rail', passenger: '李知远', journey });
    for (const file of [bytes, await makeInvoicePdf([plan], { attachments: [{ name: 'rai_issuer.xml', bytes }] })]) {
      expect((await invoiceIn(file)).invoice).toMatchObject({ kind: 'rail', number: plan.number, total: plan.total, tax: plan.tax, passenger: '李知远', journey });
    }
  });

  test('a trip table supports an invoice and is none', async () => {
    const ride = { on: plan.issuedOn, time: '09:12', city: '杭州市', from: '东站', to: '西溪', km: '12.3', amount: plan.total };
    const result = await read(await makeRideTablePdf([ride, ride]));
    expect(result).toMatchObject({ ok: true, value: [{ kind: 'supporting', paper: 'ride-table', total: { minor: plan.total.minor * 2n }, findings: [], lines: [{ on: plan.issuedOn, amount: plan.total }, {}] }] });
  });

  test('values found on a page carry their place', async () => {
    const record = await invoiceIn(await makeInvoicePdf([plan]));
    const seller = record.evidence.find((one) => one.field === 'seller');
    expect(seller?.place?.page).toBe(1);
    expect(seller?.place?.x).toBeGreaterThan(0.5);
  });
});

describe('what is wrong is said', () => {
  const signer = makeOfdSigner('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');

  test('an intact seal is reported as intact, not as genuine', async () => {
    const codes = (await invoiceIn(await makeOfd(plan, { signer }))).findings.map((finding) => finding.code);
    expect(codes).toEqual(['OFD_INTACT']);
  });

  test('a byte changed after signing is found and its file named', async () => {
    const { unzipSync } = await import('fflate');
    const files = unzipSync(await makeOfd(plan, { signer }));
    const page = files['Doc_0/Pages/Page_0/Content.xml'];
    if (!page) throw new Error('the OFD has no page');
    files['Doc_0/Pages/Page_0/Content.xml'] = new TextEncoder().encode(new TextDecoder().decode(page).replace('ZOrder="Background"', 'ZOrder="background"'));
    const found = (await invoiceIn(zipSync(files))).findings.find((finding) => finding.code === 'OFD_REF_TAMPERED');
    expect(found?.message.en).toContain('Doc_0/Pages/Page_0/Content.xml');
  });

  test('a test authority is an alarm', async () => {
    const bytes = await makeOfd(plan, { signer: makeOfdSigner(signer.privateKey, { issuer: '税务测试CA2(SM2)' }) });
    expect((await invoiceIn(bytes)).findings.map((finding) => finding.code)).toContain('TEST_CA');
  });

  test.each<readonly [string, Partial<InvoicePlan>]>([
    ['USCC_CHECKSUM', { sellerTaxId: `${plan.sellerTaxId.slice(0, 17)}${plan.sellerTaxId.endsWith('0') ? '1' : '0'}` }],
    ['AMOUNT_SUM', { pretax: { ...plan.pretax, minor: plan.pretax.minor - 100n } }],
    ['YEAR_PREFIX', { number: `19${plan.number.slice(2)}` }],
    ['PROVINCE_PREFIX', { number: `${plan.number.slice(0, 2)}65${plan.number.slice(4)}` }],
  ])('%s', async (code, change) => {
    expect((await invoiceIn(makeEInvoiceXml({ ...plan, ...change }))).findings.map((finding) => finding.code)).toContain(code);
  });

  test('an amount in words that is another, and a QR code of another invoice', async () => {
    const xml = new TextDecoder().decode(makeEInvoiceXml(plan)).replace(/InChinese>[^<]*</, 'InChinese>壹佰元整<');
    expect((await invoiceIn(new TextEncoder().encode(xml))).findings.map((finding) => finding.code)).toContain('WORDS_AMOUNT');
  });

  test('a red letter is negative, red and names its original', async () => {
    const negative = { ...plan, total: { ...plan.total, minor: -plan.total.minor }, pretax: { ...plan.pretax, minor: -plan.pretax.minor }, tax: plan.tax && { ...plan.tax, minor: -plan.tax.minor } };
    const items = plan.items.map((item) => ({ ...item, amount: { ...item.amount, minor: -item.amount.minor } }));
    const record = await invoiceIn(makeEInvoiceXml({ ...negative, items, originalNumber: '24310000000000000001' }));
    expect(record.invoice).toMatchObject({ red: true, originalNumber: '24310000000000000001', total: negative.total });
    expect(problems(record)).toEqual([]);
  });
});
