import { all, at, textAt, type Element } from '../xml.ts';
import type { Document } from './document.ts';

const nameOf = (party: Element | undefined): string =>
  textAt(party, 'PartyLegalEntity', 'RegistrationName') || textAt(party, 'PartyName', 'Name') || textAt(party, 'Contact', 'Name');

/** The VAT id; the local tax number where there is none. */
function taxIdOf(party: Element | undefined): string {
  const schemes = all(party, 'PartyTaxScheme');
  return textAt(schemes.find((scheme) => textAt(scheme, 'TaxScheme', 'ID') === 'VAT') ?? schemes[0], 'CompanyID');
}

/** UBL 2.1, invoice or credit note. */
export function readUbl(root: Element): Document {
  const currency = textAt(root, 'DocumentCurrencyCode');
  const [seller, buyer] = [at(root, 'AccountingSupplierParty', 'Party'), at(root, 'AccountingCustomerParty', 'Party')];
  const sums = at(root, 'LegalMonetaryTotal') ?? at(root, 'RequestedMonetaryTotal');
  // A second TaxTotal may tell the tax in the currency of the seller's books.
  const taxes = all(root, 'TaxTotal');
  const tax = taxes.find((one) => at(one, 'TaxAmount')?.attributes['currencyID'] === currency) ?? taxes[0];
  const isCredit = root.name === 'CreditNote';
  return {
    number: textAt(root, 'ID'), issueDate: textAt(root, 'IssueDate'), typeCode: textAt(root, isCredit ? 'CreditNoteTypeCode' : 'InvoiceTypeCode') || (isCredit ? '381' : '380'),
    currency, profile: textAt(root, 'CustomizationID'), seller: nameOf(seller), sellerTaxId: taxIdOf(seller), buyer: nameOf(buyer), buyerTaxId: taxIdOf(buyer),
    lineTotal: textAt(sums, 'LineExtensionAmount'), allowances: textAt(sums, 'AllowanceTotalAmount'), charges: textAt(sums, 'ChargeTotalAmount'),
    net: textAt(sums, 'TaxExclusiveAmount'), tax: textAt(tax, 'TaxAmount'), gross: textAt(sums, 'TaxInclusiveAmount'), prepaid: textAt(sums, 'PrepaidAmount'),
    rounding: textAt(sums, 'PayableRoundingAmount'), payable: textAt(sums, 'PayableAmount'),
    breakdown: all(tax, 'TaxSubtotal').map((part) => ({
      taxable: textAt(part, 'TaxableAmount'), tax: textAt(part, 'TaxAmount'), category: textAt(part, 'TaxCategory', 'ID'), percent: textAt(part, 'TaxCategory', 'Percent'),
    })),
    lines: all(root, isCredit ? 'CreditNoteLine' : 'InvoiceLine').map((line) => ({
      name: textAt(line, 'Item', 'Name') || textAt(line, 'Item', 'Description'), quantity: textAt(line, isCredit ? 'CreditedQuantity' : 'InvoicedQuantity'),
      price: textAt(line, 'Price', 'PriceAmount'), amount: textAt(line, 'LineExtensionAmount'), percent: textAt(line, 'Item', 'ClassifiedTaxCategory', 'Percent'),
    })),
    originalNumber: textAt(root, 'BillingReference', 'InvoiceDocumentReference', 'ID'), orderNo: textAt(root, 'OrderReference', 'ID'),
  };
}
