import { allocate, formatAmount, money, type CivilDate, type Currency, type Money } from '@roundtrip/kernel';
import type { Chance } from '../../../chance.ts';
import type { Truth } from './papers.ts';
import { styledXml } from './write-xml.ts';

export type TradePlan = {
  readonly number: string; readonly issuedOn: CivilDate; readonly currency: Currency; readonly seller: string; readonly sellerId: string; readonly buyer: string; readonly buyerId: string; readonly credit: boolean;
  readonly lines: readonly { readonly name: string; readonly amount: Money; readonly percent: string }[];
  readonly allowance: Money; readonly prepaid: Money; readonly percent: string; readonly net: Money; readonly tax: Money; readonly gross: Money;
};

export type TradeWish = { readonly credit?: boolean; readonly allowance?: boolean; readonly prepaid?: boolean; readonly currency?: Currency; readonly exempt?: boolean };

/** A European invoice whose arithmetic follows the standard. */
export function drawTrade(chance: Chance, wish: TradeWish = {}): TradePlan {
  const currency = wish.currency ?? ('EUR' as Currency);
  const percent = wish.exempt ? '0.00' : chance.pick(['19.00', '7.00', '20.00'] as const);
  const sum = money(BigInt(chance.int(2000, 200_000)), currency);
  const amounts = allocate(sum, Array.from({ length: chance.int(1, 4) }, () => BigInt(chance.int(1, 9))));
  const allowance = money(wish.allowance ? sum.minor / 10n : 0n, currency);
  const net = sum.minor - allowance.minor;
  const tax = (net * BigInt(percent.replace('.', '')) + 5000n) / 10_000n;
  const names = ['Übernachtung', 'Taxi fare', 'Conference fee', 'Frühstück & Kaffee'] as const;
  return {
    number: `${chance.pick(['RE-', 'INV', '2026/'] as const)}${chance.digits(6)}`, issuedOn: `2026-0${chance.int(1, 9)}-1${chance.int(0, 9)}` as CivilDate, currency, credit: wish.credit === true,
    seller: chance.pick(['Gasthof am Wehr GmbH', 'Taxi Müller & Söhne', 'Café Ouest S.à r.l.'] as const), sellerId: `DE${chance.digits(9)}`, buyer: 'Chenghu Software AG', buyerId: `FR${chance.digits(11)}`,
    lines: amounts.map((amount) => ({ name: chance.pick(names), amount, percent })), allowance, prepaid: money(wish.prepaid ? 500n : 0n, currency), percent,
    net: money(net, currency), tax: money(tax, currency), gross: money(net + tax, currency),
  };
}

/** A credit note's amounts stand positive on the paper; they mean what is given back. */
export function truthOfTrade(plan: TradePlan): Truth {
  const signed = (amount: Money): string => formatAmount(plan.credit ? { ...amount, minor: -amount.minor } : amount);
  return { number: plan.number, date: plan.issuedOn, total: signed(plan.gross), tax: signed(plan.tax), pretax: signed(plan.net), seller: plan.seller, buyer: plan.buyer, buyerTaxId: plan.buyerId };
}

const sum = (plan: TradePlan): string => formatAmount(money(plan.net.minor + plan.allowance.minor, plan.currency));
const payable = (plan: TradePlan): string => formatAmount(money(plan.gross.minor - plan.prepaid.minor, plan.currency));

export type UblStyle = { readonly prefixed?: boolean; readonly secondTax?: boolean; readonly profile?: string; readonly mark?: boolean };

/** UBL invoice or credit note. */
export function writeUbl(plan: TradePlan, style: UblStyle = {}): Uint8Array {
  const root = plan.credit ? 'CreditNote' : 'Invoice';
  const prefixed = style.prefixed !== false;
  const [a, b] = prefixed ? ['cac:', 'cbc:'] : ['', ''];
  const amount = (value: Money): object => ({ '@currencyID': plan.currency, '#text': formatAmount(value) });
  const text = (value: string): object => ({ '@currencyID': plan.currency, '#text': value });
  const scheme = { [`${a}TaxScheme`]: { [`${b}ID`]: 'VAT' } };
  const party = (name: string, id: string): object => ({ [`${a}Party`]: { [`${a}PartyName`]: { [`${b}Name`]: `${name} (trading name)` }, [`${a}PartyTaxScheme`]: { [`${b}CompanyID`]: id, ...scheme }, [`${a}PartyLegalEntity`]: { [`${b}RegistrationName`]: name } } });
  const category = plan.percent === '0.00' ? 'E' : 'S';
  const taxTotal = { [`${b}TaxAmount`]: amount(plan.tax), [`${a}TaxSubtotal`]: { [`${b}TaxableAmount`]: amount(plan.net), [`${b}TaxAmount`]: amount(plan.tax), [`${a}TaxCategory`]: { [`${b}ID`]: category, [`${b}Percent`]: plan.percent, ...scheme } } };
  return styledXml({
    [prefixed ? `ubl:${root}` : root]: {
      [prefixed ? '@xmlns:ubl' : '@xmlns']: `urn:oasis:names:specification:ubl:schema:xsd:${root}-2`,
      ...(prefixed ? { '@xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2', '@xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2' } : {}),
      [`${b}CustomizationID`]: style.profile ?? 'urn:cen.eu:en16931:2017', [`${b}ID`]: plan.number, [`${b}IssueDate`]: plan.issuedOn, [`${b}${root}TypeCode`]: plan.credit ? '381' : '380', [`${b}DocumentCurrencyCode`]: plan.currency,
      [`${a}AccountingSupplierParty`]: party(plan.seller, plan.sellerId), [`${a}AccountingCustomerParty`]: party(plan.buyer, plan.buyerId),
      // The accounting currency's tax may stand first; it is not the invoice's.
      [`${a}TaxTotal`]: style.secondTax ? [{ [`${b}TaxAmount`]: { '@currencyID': 'SEK', '#text': '9999.99' } }, taxTotal] : taxTotal,
      [`${a}LegalMonetaryTotal`]: {
        [`${b}LineExtensionAmount`]: text(sum(plan)), [`${b}TaxExclusiveAmount`]: amount(plan.net), [`${b}TaxInclusiveAmount`]: amount(plan.gross),
        ...(plan.allowance.minor > 0n ? { [`${b}AllowanceTotalAmount`]: amount(plan.allowance) } : {}), ...(plan.prepaid.minor > 0n ? { [`${b}PrepaidAmount`]: amount(plan.prepaid) } : {}), [`${b}PayableAmount`]: text(payable(plan)),
      },
      [`${a}${root}Line`]: plan.lines.map((line, i) => ({ [`${b}ID`]: i + 1, [`${b}${plan.credit ? 'CreditedQuantity' : 'InvoicedQuantity'}`]: { '@unitCode': 'C62', '#text': '1' }, [`${b}LineExtensionAmount`]: amount(line.amount), [`${a}Item`]: { [`${b}Name`]: line.name, [`${a}ClassifiedTaxCategory`]: { [`${b}ID`]: category, [`${b}Percent`]: line.percent, ...scheme } }, [`${a}Price`]: { [`${b}PriceAmount`]: amount(line.amount) } })),
    },
  }, { ...(style.mark ? { mark: true } : {}) });
}

export type CiiStyle = { readonly profile?: string; readonly lines?: boolean; readonly first?: boolean; readonly mark?: boolean };

/** CII of every profile; `first` is ZUGFeRD 1, which names the same parts otherwise. */
export function writeCii(plan: TradePlan, style: CiiStyle = {}): Uint8Array {
  const { first = false, lines = true } = style;
  const names = first
    ? { root: 'CrossIndustryDocument', context: 'SpecifiedExchangedDocumentContext', head: 'HeaderExchangedDocument', trade: 'SpecifiedSupplyChainTradeTransaction', agreement: 'ApplicableSupplyChainTradeAgreement', settlement: 'ApplicableSupplyChainTradeSettlement', sums: 'SpecifiedTradeSettlementMonetarySummation', lineSettlement: 'SpecifiedSupplyChainTradeSettlement', lineSums: 'SpecifiedTradeSettlementMonetarySummation', percent: 'ApplicablePercent' }
    : { root: 'CrossIndustryInvoice', context: 'ExchangedDocumentContext', head: 'ExchangedDocument', trade: 'SupplyChainTradeTransaction', agreement: 'ApplicableHeaderTradeAgreement', settlement: 'ApplicableHeaderTradeSettlement', sums: 'SpecifiedTradeSettlementHeaderMonetarySummation', lineSettlement: 'SpecifiedLineTradeSettlement', lineSums: 'SpecifiedTradeSettlementLineMonetarySummation', percent: 'RateApplicablePercent' };
  const plain = formatAmount;
  const inCurrency = (value: Money): object => ({ '@currencyID': plan.currency, '#text': plain(value) });
  const party = (name: string, id: string): object => ({ 'ram:Name': name, 'ram:SpecifiedTaxRegistration': [{ 'ram:ID': { '@schemeID': 'FC', '#text': '201/113/40209' } }, { 'ram:ID': { '@schemeID': 'VA', '#text': id } }] });
  const items = plan.lines.map((line, i) => ({
    'ram:AssociatedDocumentLineDocument': { 'ram:LineID': i + 1 }, 'ram:SpecifiedTradeProduct': { 'ram:Name': line.name },
    [`ram:${names.lineSettlement}`]: { 'ram:ApplicableTradeTax': { 'ram:TypeCode': 'VAT', 'ram:CategoryCode': 'S', [`ram:${names.percent}`]: line.percent }, [`ram:${names.lineSums}`]: { 'ram:LineTotalAmount': plain(line.amount) } },
  }));
  const body = { 'ram:InvoiceCurrencyCode': plan.currency, 'ram:ApplicableTradeTax': { 'ram:CalculatedAmount': plain(plan.tax), 'ram:TypeCode': 'VAT', 'ram:BasisAmount': plain(plan.net), 'ram:CategoryCode': 'S', [`ram:${names.percent}`]: plan.percent } };
  const sums = {
    ...(lines ? { 'ram:LineTotalAmount': sum(plan) } : {}), ...(lines && plan.allowance.minor > 0n ? { 'ram:AllowanceTotalAmount': plain(plan.allowance) } : {}), 'ram:TaxBasisTotalAmount': plain(plan.net), 'ram:TaxTotalAmount': inCurrency(plan.tax), 'ram:GrandTotalAmount': plain(plan.gross),
    ...(plan.prepaid.minor > 0n ? { 'ram:TotalPrepaidAmount': plain(plan.prepaid) } : {}), 'ram:DuePayableAmount': payable(plan),
  };
  const trade = {
    ...(lines && !first ? { 'ram:IncludedSupplyChainTradeLineItem': items } : {}), [`ram:${names.agreement}`]: { 'ram:SellerTradeParty': party(plan.seller, plan.sellerId), 'ram:BuyerTradeParty': party(plan.buyer, plan.buyerId) },
    [`ram:${names.settlement}`]: { ...(lines ? body : { 'ram:InvoiceCurrencyCode': plan.currency }), [`ram:${names.sums}`]: sums }, ...(lines && first ? { 'ram:IncludedSupplyChainTradeLineItem': items } : {}),
  };
  return styledXml({
    [`rsm:${names.root}`]: {
      '@xmlns:rsm': first ? 'urn:ferd:CrossIndustryDocument:invoice:1p0' : 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100', '@xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100', '@xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
      [`rsm:${names.context}`]: { 'ram:GuidelineSpecifiedDocumentContextParameter': { 'ram:ID': style.profile ?? 'urn:cen.eu:en16931:2017' } },
      [`rsm:${names.head}`]: { 'ram:ID': plan.number, 'ram:TypeCode': plan.credit ? '381' : '380', 'ram:IssueDateTime': { 'udt:DateTimeString': { '@format': '102', '#text': plan.issuedOn.replaceAll('-', '') } } }, [`rsm:${names.trade}`]: trade,
    },
  }, { ...(style.mark ? { mark: true } : {}), pretty: style.profile?.includes('xrechnung') === true });
}
