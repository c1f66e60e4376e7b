import { describe, expect, test } from 'vitest';
import { money } from '@roundtrip/kernel';
import { makeEInvoiceXml, makeInvoicePdf, makeInvoicePhoto, makeOfd, makeOfdSigner, makeVoucherXbrl, qrTextOf, taxIdOf, type InvoicePlan } from '@roundtrip/rehearsal/makers';
import { makeFileReader } from '../read-file.ts';
import type { FileRecord, InvoiceRecord } from '../spi/index.ts';
import { image } from './image/index.ts';
import { INVOICE_FILE_FORMATS } from './index.ts';
import { plan } from './testing/plans.ts';

const read = makeFileReader(INVOICE_FILE_FORMATS);

async function recordsIn(bytes: Uint8Array): Promise<readonly FileRecord[]> {
  const result = await read(bytes);
  expect(result.ok ? null : result.error).toBeNull();
  return result.ok ? result.value : [];
}

async function invoiceIn(bytes: Uint8Array): Promise<InvoiceRecord> {
  const record = (await recordsIn(bytes)).find((one) => one.kind === 'invoice');
  if (!record) throw new Error('no invoice was read');
  return record;
}

const codes = (record: InvoiceRecord): string[] => record.findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code);
const renamed = (name: string, of: InvoicePlan = plan): InvoicePlan => ({ ...of, items: of.items.map((item) => ({ ...item, name })) });
const CNY = (fen: bigint): InvoicePlan['total'] => money(fen, 'CNY');
const small: InvoicePlan = {
  kind: 'goods', number: '26310000000000000042', issuedOn: plan.issuedOn, seller: '青禾文具销售中心', sellerTaxId: taxIdOf('91310100MA1ABCDE7'), buyer: plan.buyer,
  items: [{ name: '*办公用品*签字笔', amount: CNY(10_000n), taxRate: '0.13', tax: CNY(1300n) }], pretax: CNY(10_000n), tax: CNY(1300n), total: CNY(11_300n),
};

describe('papers of their own kinds', () => {
  test.each([2, 3])('%i invoices on one sheet are as many records, each with its own facts', async (count) => {
    const plans = Array.from({ length: count }, (_, i): InvoicePlan => ({ ...small, number: `2631000000000000010${i}`, seller: `第${'一二三'[i] ?? ''}文具店`, issuedOn: `2026-03-0${i + 1}` as InvoicePlan['issuedOn'] }));
    const records = (await recordsIn(await makeInvoicePdf(plans, { oneSheet: true }))).filter((record) => record.kind === 'invoice');
    expect(records.map(({ invoice }) => [invoice.number, invoice.seller, invoice.issuedOn, invoice.total])).toEqual(plans.map((one) => [one.number, one.seller, one.issuedOn, one.total]));
    expect(records.flatMap(codes)).toEqual([]);
  });

  test.each([['XML', makeEInvoiceXml], ['PDF', (of: InvoicePlan) => makeInvoicePdf([of])], ['OFD', (of: InvoicePlan) => makeOfd(of)]] as const)('a toll invoice as %s', async (_, make) => {
    expect((await invoiceIn(await make(renamed('*经营租赁*通行费')))).invoice.kind).toBe('toll');
  });

  test.each([['XML', makeEInvoiceXml], ['PDF', (of: InvoicePlan) => makeInvoicePdf([of])], ['OFD', (of: InvoicePlan) => makeOfd(of)]] as const)('an insurance with vehicle tax says so as %s', async (_, make) => {
    const record = await invoiceIn(await make({ ...renamed('*保险服务*机动车保险'), remark: '代收车船税:¥420.00' }));
    expect(record.invoice.total).toEqual(plan.total);
    expect(record.findings.find(({ code }) => code === 'PAID_MORE')?.message.en).toContain('420.00');
  });

  test.each([['XML', makeEInvoiceXml], ['PDF', (of: InvoicePlan) => makeInvoicePdf([of])]] as const)('a red letter that names its original in the remark only, as %s', async (_, make) => {
    const minus = (amount: InvoicePlan['total']): InvoicePlan['total'] => CNY(-amount.minor);
    const items = small.items.map((item) => ({ ...item, amount: minus(item.amount), tax: item.tax && minus(item.tax) }));
    const red = { ...small, items, pretax: minus(small.pretax), tax: minus(CNY(1300n)), total: minus(small.total), remark: '被红冲蓝字数电票号码:26310000000000000041' };
    const record = await invoiceIn(await make(red));
    expect(record.invoice).toMatchObject({ red: true, originalNumber: '26310000000000000041', total: red.total });
    expect(codes(record).filter((code) => !/PREFIX/.test(code))).toEqual([]);
  });

  test.each([['PDF', (of: InvoicePlan) => makeInvoicePdf([of])], ['OFD', (of: InvoicePlan) => makeOfd(of, { textOnly: true })], ['XML', makeEInvoiceXml]] as const)('radicals in place of characters, as %s', async (_, make) => {
    const { invoice } = await invoiceIn(await make({ ...small, seller: '⻓沙⻰⻔⽂具⻋⾏', buyer: '⼤⻢⾦⻩公司' }));
    expect(invoice).toMatchObject({ seller: '长沙龙门文具车行', buyer: '大马金黄公司' });
  });

  test('a QR code that says another total, or another number', async () => {
    const qrText = qrTextOf({ ...plan, total: CNY(plan.total.minor + 100n) });
    const record = await invoiceIn(await makeInvoicePdf([plan], { qrText }));
    expect(record.findings).toContainEqual(expect.objectContaining({ code: 'QR_MISMATCH', severity: 'error' }));
    expect(codes(await invoiceIn(await makeInvoicePdf([plan], { qrText: qrTextOf({ ...plan, number: '26310000000000000042' }) })))).toContain('QR_MISMATCH');
  });

  test('a photo of an old invoice knows only the amount before tax, and says so as an error', async () => {
    const photo = await makeInvoicePhoto(plan, { qrText: '01,10,033002000311,12345678,100.00,20210301,12345678901234567890,1A2B' });
    expect(await image.read(photo)).toMatchObject({ ok: true, value: [{
      invoice: { code: '033002000311', number: '12345678', issuedOn: '2021-03-01', pretax: CNY(10_000n), tax: null },
      findings: expect.arrayContaining([expect.objectContaining({ code: 'TOTAL_NOT_KNOWN', severity: 'error' })]) as unknown,
    }] });
  });

  test.each([1, 4] as const)('a seal of version %i is checked, and a changed one is found', async (version) => {
    const signer = { ...makeOfdSigner('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8'), version };
    expect((await invoiceIn(await makeOfd(plan, { signer }))).findings.map(({ code }) => code)).toEqual(['OFD_INTACT']);
    const stranger = { ...signer, privateKey: '1'.repeat(64) };
    expect((await invoiceIn(await makeOfd(plan, { signer: stranger }))).findings.map(({ code }) => code)).toContain('OFD_SIGNATURE_BROKEN');
  });
});

describe('vouchers of the ministry', () => {
  const facts = {
    EIid: small.number, RequestTime: `${small.issuedOn} 10:00:00`, SellerName: small.seller, SellerIdNum: small.sellerTaxId, BuyerName: small.buyer, TotalAmWithoutTax: '100.00', TotalTaxAm: '13.00',
    'TotalTax-includedAmount': '113.00', IssuItemInformation: [{ ItemName: '*办公用品*签字笔', Amount: '100.00', TaxRate: '0.13', ComTaxAm: '13.00' }],
  };

  test.each([false, true])('a 数电票 (einv), default namespace: %s', async (defaultNamespace) => {
    const { invoice } = await invoiceIn(makeVoucherXbrl({ taxonomy: 'einv_ord', facts, defaultNamespace }));
    expect(invoice).toMatchObject({ kind: 'fapiao', number: small.number, issuedOn: small.issuedOn, seller: small.seller, total: small.total, tax: small.tax, pretax: small.pretax });
    expect(invoice.items).toMatchObject([{ name: '*办公用品*签字笔', amount: CNY(10_000n), taxRate: '0.13' }]);
  });

  test('a bank receipt (bker) is a statement of one payment', async () => {
    const bank = {
      NumberOfBankElectronicReceipt: 'B2026030100001', DateOfBookkeeping: '2026-03-01', TransactionAmountInFigures: '113.00', AccountNumberOfPayer: '31050100', AccountNameOfPayer: '澄湖软件有限公司',
      AccountNumberOfPayee: '44200100', AccountNameOfPayee: small.seller, Usage: '文具款',
    };
    expect(await recordsIn(makeVoucherXbrl({ taxonomy: 'bker', facts: bank }))).toMatchObject([{
      kind: 'statement', statementId: 'B2026030100001', account: '31050100', holder: '澄湖软件有限公司',
      entries: [{ externalId: 'B2026030100001', direction: 'out', bookedOn: '2026-03-01', amount: CNY(11_300n), merchant: small.seller, counterpartyAccount: '44200100', description: '文具款' }],
    }]);
    expect(await read(makeVoucherXbrl({ taxonomy: 'bker', facts: { ...bank, TransactionAmountInFigures: '一百' } }))).toMatchObject({ ok: false, error: { kind: 'file.bad-amount' } });
  });
});

describe('ZUGFeRD 1', () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
    <rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15">
      <rsm:SpecifiedExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:ferd:CrossIndustryDocument:invoice:1p0:basic</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:SpecifiedExchangedDocumentContext>
      <rsm:HeaderExchangedDocument><ram:ID>R-2026-17</ram:ID><ram:Name>RECHNUNG</ram:Name><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">20260305</udt:DateTimeString></ram:IssueDateTime></rsm:HeaderExchangedDocument>
      <rsm:SpecifiedSupplyChainTradeTransaction>
        <ram:ApplicableSupplyChainTradeAgreement>
          <ram:SellerTradeParty><ram:Name>Gasthof am Wehr GmbH</ram:Name><ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">201/113/40209</ram:ID></ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE123456789</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
          <ram:BuyerTradeParty><ram:Name>Lindwurm Software AG</ram:Name></ram:BuyerTradeParty>
        </ram:ApplicableSupplyChainTradeAgreement>
        <ram:ApplicableSupplyChainTradeSettlement>
          <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
          <ram:ApplicableTradeTax><ram:CalculatedAmount currencyID="EUR">13.86</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount currencyID="EUR">198.00</ram:BasisAmount><ram:ApplicablePercent>7.00</ram:ApplicablePercent></ram:ApplicableTradeTax>
          <ram:SpecifiedTradeSettlementMonetarySummation><ram:LineTotalAmount currencyID="EUR">198.00</ram:LineTotalAmount><ram:TaxBasisTotalAmount currencyID="EUR">198.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">13.86</ram:TaxTotalAmount><ram:GrandTotalAmount currencyID="EUR">211.86</ram:GrandTotalAmount></ram:SpecifiedTradeSettlementMonetarySummation>
        </ram:ApplicableSupplyChainTradeSettlement>
        <ram:IncludedSupplyChainTradeLineItem>
          <ram:SpecifiedSupplyChainTradeDelivery><ram:BilledQuantity unitCode="DAY">2.0000</ram:BilledQuantity></ram:SpecifiedSupplyChainTradeDelivery>
          <ram:SpecifiedSupplyChainTradeSettlement><ram:SpecifiedTradeSettlementMonetarySummation><ram:LineTotalAmount currencyID="EUR">198.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementMonetarySummation></ram:SpecifiedSupplyChainTradeSettlement>
          <ram:SpecifiedTradeProduct><ram:Name>Zimmer</ram:Name></ram:SpecifiedTradeProduct>
        </ram:IncludedSupplyChainTradeLineItem>
      </rsm:SpecifiedSupplyChainTradeTransaction>
    </rsm:CrossIndustryDocument>`;
  const eur = (cents: bigint): InvoicePlan['total'] => money(cents, 'EUR');

  test('by itself, and inside a PDF', async () => {
    const bytes = new TextEncoder().encode(xml);
    for (const file of [bytes, await makeInvoicePdf([plan], { attachments: [{ name: 'ZUGFeRD-invoice.xml', bytes }] })]) {
      const record = await invoiceIn(file);
      expect(record.invoice).toMatchObject({
        kind: 'einvoice', number: 'R-2026-17', issuedOn: '2026-03-05', total: eur(21_186n), tax: eur(1386n), pretax: eur(19_800n), seller: 'Gasthof am Wehr GmbH', sellerTaxId: 'DE123456789',
        buyer: 'Lindwurm Software AG', items: [{ name: 'Zimmer', quantity: '2.0000', amount: eur(19_800n) }],
      });
      expect(record.findings).toEqual([]);
    }
  });

  test('a tax that does not fit is named by its rule', async () => {
    const wrong = new TextEncoder().encode(xml.replace('13.86</ram:TaxTotal', '31.86</ram:TaxTotal'));
    expect(codes(await invoiceIn(wrong))).toEqual(['BR-CO-14', 'BR-CO-15']);
  });
});
