import { all, at, textAt, within, type Element } from '../xml.ts';
import type { Document } from './document.ts';

/** The VAT id (scheme VA); the local tax number (FC) where there is none. */
function taxIdOf(party: Element | undefined): string {
  const ids = all(party, 'SpecifiedTaxRegistration').flatMap((registration) => all(registration, 'ID'));
  return (ids.find((id) => id.attributes['schemeID'] === 'VA') ?? ids[0])?.text.trim() ?? '';
}

const inCurrency = (sums: Element | undefined, name: string, currency: string): string => {
  const found = all(sums, name);
  return (found.find((one) => one.attributes['currencyID'] === currency) ?? found[0])?.text.trim() ?? '';
};

const anyOf = (from: Element | undefined, ...names: readonly string[]): Element | undefined => from?.children.find((child) => names.includes(child.name));

/** CII (Factur-X, ZUGFeRD 2, XRechnung) and ZUGFeRD 1, which names the same parts otherwise. */
export function readCii(root: Element): Document {
  const head = anyOf(root, 'ExchangedDocument', 'HeaderExchangedDocument');
  const trade = anyOf(root, 'SupplyChainTradeTransaction', 'SpecifiedSupplyChainTradeTransaction');
  const agreement = anyOf(trade, 'ApplicableHeaderTradeAgreement', 'ApplicableSupplyChainTradeAgreement');
  const settlement = anyOf(trade, 'ApplicableHeaderTradeSettlement', 'ApplicableSupplyChainTradeSettlement');
  const sums = anyOf(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation', 'SpecifiedTradeSettlementMonetarySummation');
  const currency = textAt(settlement, 'InvoiceCurrencyCode');
  const [seller, buyer] = [at(agreement, 'SellerTradeParty'), at(agreement, 'BuyerTradeParty')];
  return {
    number: textAt(head, 'ID'), issueDate: textAt(head, 'IssueDateTime', 'DateTimeString') || textAt(head, 'IssueDateTime', 'DateTime'), typeCode: textAt(head, 'TypeCode') || '380',
    currency, profile: textAt(within(root, 'GuidelineSpecifiedDocumentContextParameter')[0], 'ID'),
    seller: textAt(seller, 'Name'), sellerTaxId: taxIdOf(seller), buyer: textAt(buyer, 'Name'), buyerTaxId: taxIdOf(buyer),
    lineTotal: textAt(sums, 'LineTotalAmount'), allowances: textAt(sums, 'AllowanceTotalAmount'), charges: textAt(sums, 'ChargeTotalAmount'),
    net: inCurrency(sums, 'TaxBasisTotalAmount', currency), tax: inCurrency(sums, 'TaxTotalAmount', currency), gross: inCurrency(sums, 'GrandTotalAmount', currency),
    prepaid: textAt(sums, 'TotalPrepaidAmount'), rounding: textAt(sums, 'RoundingAmount'), payable: textAt(sums, 'DuePayableAmount'),
    breakdown: all(settlement, 'ApplicableTradeTax').map((part) => ({
      taxable: textAt(part, 'BasisAmount'), tax: textAt(part, 'CalculatedAmount'), category: textAt(part, 'CategoryCode'), percent: textAt(part, 'RateApplicablePercent') || textAt(part, 'ApplicablePercent'),
    })),
    lines: all(trade, 'IncludedSupplyChainTradeLineItem').map(lineOf).filter((line) => line.amount !== ''),
    originalNumber: textAt(at(settlement, 'InvoiceReferencedDocument'), 'IssuerAssignedID'), orderNo: textAt(at(agreement, 'BuyerOrderReferencedDocument'), 'IssuerAssignedID'),
  };
}

function lineOf(line: Element): Document['lines'][number] {
  const agreement = anyOf(line, 'SpecifiedLineTradeAgreement', 'SpecifiedSupplyChainTradeAgreement');
  const delivery = anyOf(line, 'SpecifiedLineTradeDelivery', 'SpecifiedSupplyChainTradeDelivery');
  const settlement = anyOf(line, 'SpecifiedLineTradeSettlement', 'SpecifiedSupplyChainTradeSettlement');
  const sums = anyOf(settlement, 'SpecifiedTradeSettlementLineMonetarySummation', 'SpecifiedTradeSettlementMonetarySummation');
  const tax = at(settlement, 'ApplicableTradeTax');
  return {
    name: textAt(line, 'SpecifiedTradeProduct', 'Name'), quantity: textAt(delivery, 'BilledQuantity'), price: textAt(agreement, 'NetPriceProductTradePrice', 'ChargeAmount'),
    amount: textAt(sums, 'LineTotalAmount'), percent: textAt(tax, 'RateApplicablePercent') || textAt(tax, 'ApplicablePercent'),
  };
}
