import { instantAt, type InvoiceItem, type Journey } from '@roundtrip/kernel';
import type { FileRecord, StatementRecord } from '#spi';
import { Refusal, finding } from './errors.ts';
import { newReadings, note, recordOf, type Readings } from './readings.ts';
import { CNY, amountOf, dayOf, foldName, rateOf } from './values.ts';
import { firstText, textAt, within, type Element } from './xml.ts';

export const ID = 'mof-xbrl';

const TAXONOMY = /xbrl\.mof\.gov\.cn\/taxonomy\/[^/]+\/(\w+)$/;

/** The voucher that the taxonomy names (`inv`, `einv`, `rai`, `atr`, `bker`): its last segment, whatever the date before it. */
export function taxonomyOf(root: Element): string {
  const values = [root, ...root.children].flatMap((element) => Object.values(element.attributes));
  return values.map((value) => TAXONOMY.exec(value.trim())?.[1]).find((name) => name !== undefined) ?? '';
}

function itemOf(line: Element): InvoiceItem {
  const [amount, tax] = [amountOf(firstText(line, 'AmountExcludingTax', 'Amount')), amountOf(firstText(line, 'TaxAmount', 'ComTaxAm'))];
  const taxRate = rateOf(firstText(line, 'TaxRate'));
  const [quantity, unitPrice] = [firstText(line, 'QuantityOfGoodsOrServices', 'Quantity'), firstText(line, 'UnitPriceOfGoodsOrServices', 'UnPrice')];
  return {
    name: foldName(firstText(line, 'NameOfTaxableGoodsOrServices', 'ItemName')), ...(quantity ? { quantity } : {}), ...(unitPrice ? { unitPrice } : {}),
    ...(amount ? { amount } : {}), ...(taxRate ? { taxRate } : {}), ...(tax ? { tax } : {}),
  };
}

/** Notes an invoice of the `inv` or `einv` taxonomy; false for other vouchers. */
export function noteXbrlInvoice(root: Element, readings: Readings): boolean {
  const taxonomy = taxonomyOf(root);
  if (!/^e?inv/.test(taxonomy) && firstText(root, 'NumberOfInvoice', 'InvoiceNumber') === '') return false;
  const add = (field: Parameters<typeof note>[1], ...names: readonly string[]): void => note(readings, field, firstText(root, ...names), 'attachment');
  add('number', 'NumberOfInvoice', 'InvoiceNumber', 'EIid');
  add('code', 'CodeOfInvoice');
  add('date', 'DateOfIssue', 'IssueTime', 'RequestTime');
  add('checkCode', 'IdentifyingCode');
  // The receiver's side names its buyer as the entity that books it.
  add('buyer', 'NameOfPurchaser', 'BuyerName', 'NameOfAccountingEntity');
  add('buyerTaxId', 'TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser', 'UnifiedSocialCreditCodeOfPurchaser', 'BuyerIdNum', 'UnifiedSocialCreditCodeOfAccountingEntity');
  add('seller', 'NameOfSeller', 'SellerName');
  add('sellerTaxId', 'TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller', 'UnifiedSocialCreditCodeOfSeller', 'SellerIdNum');
  add('pretax', 'TotalAmountExcludingTax', 'TotalAmWithoutTax');
  add('tax', 'TotalTaxAmount', 'TotalTaxAm');
  add('total', 'TaxIncludedAmountInFigures', 'TotalTax-includedAmount');
  add('words', 'TaxIncludedAmountInWords', 'TotalTax-includedAmountInChinese');
  add('type', 'TypeOfInvoice');
  add('remark', 'Remarks');
  add('originalNumber', 'OriginalInvoiceCode', 'NumberOfOriginalInvoice');
  readings.saysRed = /^(?:true|是|Y|1)$/i.test(firstText(root, 'WhetherEinvoiceIsRedEinvoice'));
  readings.items = [...within(root, 'InformationOfTaxableGoodsOrServicesDetailItemsTuple'), ...within(root, 'IssuItemInformation')].map(itemOf).filter((item) => item.name !== '');
  if (/inv_tlf|通行费/.test(`${taxonomy} ${firstText(root, 'TypeOfInvoice', 'SpecialInvoiceType')}`)) readings.kind = 'toll';
  return true;
}

function railTicket(root: Element): Readings {
  const readings = newReadings();
  const add = (field: Parameters<typeof note>[1], ...names: readonly string[]): void => note(readings, field, firstText(root, ...names), 'attachment');
  readings.kind = 'rail';
  add('number', 'ElectronicInvoiceRailwayETicketNumber');
  add('date', 'DateOfIssue');
  add('pretax', 'TotalAmountExcludingTax');
  add('tax', 'TaxAmount');
  add('buyer', 'NameOfPurchaser');
  add('buyerTaxId', 'UnifiedSocialCreditCodeOfPurchaser');
  add('seller', 'NameOfSeller', 'IssueParty');
  add('sellerTaxId', 'UnifiedSocialCreditCodeOfSeller');
  add('passenger', 'Name');
  const isRefund = /退/.test(firstText(root, 'TypeOfBusiness'));
  note(readings, 'total', isRefund ? firstText(root, 'AmountRefunded') || firstText(root, 'Fare') : firstText(root, 'Fare'), 'attachment');
  add('originalNumber', 'NumberOfOriginalInvoice');
  if (isRefund) readings.findings.push(finding('warning', 'REFUNDED_TICKET', '退票凭证', 'A refunded ticket'));
  readings.items = [{ name: '铁路客运', ...withRate(root, 'TaxRate') }];
  const [from, to, departsOn] = [firstText(root, 'DepartureStation'), firstText(root, 'DestinationStation'), dayOf(firstText(root, 'TravelDate'))];
  if (from && to && departsOn) readings.journey = { from, to, departsOn, ...journeyMore(firstText(root, 'TrainNumber'), firstText(root, 'SeatLevel')) };
  return readings;
}

const journeyMore = (service: string, seat: string): Partial<Journey> => ({ ...(service ? { service } : {}), ...(seat ? { seat } : {}) });

function withRate(root: Element, name: string): { taxRate?: string } {
  const taxRate = rateOf(firstText(root, name));
  return taxRate ? { taxRate } : {};
}

const minorAt = (root: Element, name: string): bigint => amountOf(firstText(root, name))?.minor ?? 0n;

function airTicket(root: Element): Readings {
  const readings = newReadings();
  const add = (field: Parameters<typeof note>[1], ...names: readonly string[]): void => note(readings, field, firstText(root, ...names), 'attachment');
  readings.kind = 'air';
  add('number', 'ElectronicInvoiceAirTransportReceiptNumber');
  add('date', 'IssueDate');
  add('tax', 'VatTaxAmount');
  add('total', 'TotalAmount');
  add('buyer', 'NameOfPurchaser');
  add('buyerTaxId', 'UnifiedSocialCreditCodeOfPurchaser');
  add('seller', 'NameOfSeller', 'IssueParty');
  add('passenger', 'PassengerName');
  add('originalNumber', 'OriginalElectronicInvoiceAirTransportReceiptNumber');
  const pretax = minorAt(root, 'Fare') + minorAt(root, 'FuelSurcharge');
  const shown = pretax.toString().padStart(3, '0');
  if (pretax > 0n) note(readings, 'pretax', `${shown.slice(0, -2)}.${shown.slice(-2)}`, 'attachment');
  readings.otherCharges = { minor: minorAt(root, 'CivilAviationDevelopmentFund') + minorAt(root, 'OtherTaxes'), currency: CNY };
  const legs = within(root, 'DetailInformationOfAirTicketTuple');
  readings.items = legs.map((leg) => ({ name: `${textAt(leg, 'DepartureStation')}-${textAt(leg, 'DestinationStation')}`, ...withRate(root, 'VatRate') }));
  const leg = legs[0];
  const [from, to, departsOn] = [textAt(leg, 'DepartureStation'), textAt(leg, 'DestinationStation'), dayOf(textAt(leg, 'CarrierDate'))];
  if (from && to && departsOn) readings.journey = { from, to, departsOn, ...journeyMore(textAt(leg, 'Flight'), textAt(leg, 'Class')) };
  return readings;
}

/** A bank's electronic receipt: a statement of one movement, as its payer sees it. */
function bankReceipt(root: Element): StatementRecord {
  const amount = amountOf(firstText(root, 'TransactionAmountInFigures'));
  if (!amount) throw new Refusal('file.bad-amount', { zh: '回单金额无法识别', en: 'The amount of the bank receipt cannot be understood' }, 'TransactionAmountInFigures');
  const day = dayOf(firstText(root, 'DateOfBookkeeping', 'IssueDate'));
  const paidAt = day && instantAt('Asia/Shanghai', `${day}T00:00:00`);
  if (!day || !paidAt) throw new Refusal('file.bad-date', { zh: '回单日期无法识别', en: 'The date of the bank receipt cannot be understood' }, 'DateOfBookkeeping');
  const externalId = firstText(root, 'NumberOfBankElectronicReceipt', 'BusinessSerialNumber');
  if (!externalId) throw new Refusal('file.malformed', { zh: '回单没有编号', en: 'The bank receipt has no number' }, 'NumberOfBankElectronicReceipt');
  const [account, payee, description] = [firstText(root, 'AccountNumberOfPayer'), firstText(root, 'AccountNumberOfPayee'), firstText(root, 'Usage', 'Notes')];
  return {
    kind: 'statement', format: ID, statementId: externalId, account, holder: foldName(firstText(root, 'AccountNameOfPayer')), currency: CNY, from: day, to: day,
    opening: null, closing: null, balanced: null, findings: [],
    entries: [{
      externalId, channel: 'bank', type: 'transfer', direction: 'out', status: 'posted', paidAt, bookedOn: day, amount, merchant: foldName(firstText(root, 'AccountNameOfPayee')),
      account, ...(payee ? { counterpartyAccount: payee } : {}), ...(description ? { description } : {}),
    }],
  };
}

/** Reads any voucher of the ministry's taxonomies that we know; null for one that we do not. Throws a `Refusal`. */
export function readMofVoucher(root: Element): FileRecord | null {
  const taxonomy = taxonomyOf(root);
  const has = (name: string): boolean => firstText(root, name) !== '';
  if (taxonomy === 'rai' || has('ElectronicInvoiceRailwayETicketNumber')) return recordOf(railTicket(root), ID);
  if (taxonomy === 'atr' || has('ElectronicInvoiceAirTransportReceiptNumber')) return recordOf(airTicket(root), ID);
  if (taxonomy === 'bker' || has('NumberOfBankElectronicReceipt') && has('TransactionAmountInFigures')) return bankReceipt(root);
  const readings = newReadings();
  return noteXbrlInvoice(root, readings) ? recordOf(readings, ID) : null;
}
