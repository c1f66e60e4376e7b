import type { InvoiceItem, InvoiceKind, Journey } from '@roundtrip/kernel';
import type { InvoiceRecord } from '#spi';
import { Refusal } from './errors.ts';
import { newReadings, note, recordOf, type Readings } from './readings.ts';
import { noteVehicleTax } from './remarks.ts';
import { amountOf, dayOf, fold, foldName, rateOf } from './values.ts';
import { all, at, firstText, readXml, textAt, within, type Element } from './xml.ts';

/** The format that its records name. */
export const E_INVOICE_FORMAT = 'fapiao-xml';

const plainNumber = (text: string): string | undefined => (/^-?\d+(\.\d+)?$/.test(fold(text)) ? fold(text) : undefined);

function itemOf(line: Element): InvoiceItem {
  const [quantity, unitPrice, taxRate] = [plainNumber(textAt(line, 'Quantity')), plainNumber(textAt(line, 'UnPrice')), rateOf(textAt(line, 'TaxRate'))];
  const [amount, tax] = [amountOf(textAt(line, 'Amount')), amountOf(firstText(line, 'ComTaxAm', 'TaxAm'))];
  return {
    name: foldName(textAt(line, 'ItemName')), ...(quantity ? { quantity } : {}), ...(unitPrice ? { unitPrice } : {}), ...(amount ? { amount } : {}),
    ...(taxRate ? { taxRate } : {}), ...(tax ? { tax } : {}),
  };
}

function kindOf(items: readonly InvoiceItem[], specific: Element | undefined): InvoiceKind {
  const names = items.map((item) => item.name).join(' ');
  if (within(specific, 'Toll').length > 0 || /通行费/.test(names)) return 'toll';
  return 'fapiao';
}

/** The first journey of a passenger transport invoice, where it names one. */
function journeyOf(specific: Element | undefined): Journey | undefined {
  const trip = within(specific, 'PassengerTransportation')[0];
  const [from, to, departsOn] = [textAt(trip, 'Departure'), textAt(trip, 'Destination'), dayOf(textAt(trip, 'TravelDate'))];
  const [service, seat] = [firstText(trip, 'Vehicletype', 'VehicleType'), textAt(trip, 'Grade')];
  return from && to && departsOn ? { from: foldName(from), to: foldName(to), departsOn, ...(service ? { service } : {}), ...(seat ? { seat } : {}) } : undefined;
}

const BLUE_IN_REMARK = /被红冲蓝字[^0-9]{0,12}(\d{8,20})/;

function noteRed(readings: Readings, root: Element, remark: string): void {
  const original = firstText(at(root, 'EInvoiceData', 'SpecificInformation') ?? root, 'OriginalInvoiceCode', 'OriginalInvoiceNumber') || BLUE_IN_REMARK.exec(remark)?.[1];
  note(readings, 'originalNumber', original, 'xml');
  const blue = firstText(at(root, 'Header'), 'InIssuType') || textAt(within(root, 'InIssuType')[0], 'LabelCode');
  readings.saysRed = blue === 'N';
}

/** Reads a 数电票 `EInvoice` document; also used for the copies that zips and PDFs carry. Throws a `Refusal`. */
export function readEInvoice(bytes: Uint8Array): InvoiceRecord {
  const root = readXml(bytes);
  if (root.name !== 'EInvoice') throw new Refusal('file.malformed', { zh: '不是数电票 XML', en: 'This is no 数电票 XML' }, root.name);
  const body = at(root, 'EInvoiceData') ?? root;
  const readings = newReadings();
  const lines = within(body, 'IssuItemInformation').flatMap((line) => (all(line, 'ItemName').length > 0 ? [line] : line.children.filter((child) => all(child, 'ItemName').length > 0)));
  readings.items = lines.map(itemOf);
  const [basic, seller, buyer, supervision] = [at(body, 'BasicInformation'), at(body, 'SellerInformation'), at(body, 'BuyerInformation'), within(root, 'TaxSupervisionInfo')[0]];
  note(readings, 'number', firstText(supervision, 'InvoiceNumber', 'InvoiceNo') || firstText(at(root, 'Header'), 'EIid', 'EInvoiceId') || firstText(root, 'EIid', 'InvoiceNumber'), 'xml');
  note(readings, 'date', firstText(supervision, 'IssueTime', 'IssueDate') || firstText(basic, 'RequestTime', 'IssueTime') || firstText(root, 'IssueTime', 'RequestTime'), 'xml');
  note(readings, 'pretax', firstText(basic, 'TotalAmWithoutTax', 'TotalAmountWithoutTax'), 'xml');
  note(readings, 'tax', firstText(basic, 'TotalTaxAm', 'TotalTaxAmount'), 'xml');
  note(readings, 'total', firstText(basic, 'TotalTax-includedAmount', 'TotaltaxIncludedAmount', 'TotalTaxIncludedAmount'), 'xml');
  note(readings, 'words', firstText(basic, 'TotalTax-includedAmountInChinese', 'TotaltaxIncludedAmountInChinese', 'TotalTaxIncludedAmountInChinese'), 'xml');
  note(readings, 'seller', firstText(seller ?? body, 'SellerName'), 'xml');
  note(readings, 'sellerTaxId', firstText(seller ?? body, 'SellerIdNum', 'SellerTaxID'), 'xml');
  note(readings, 'buyer', firstText(buyer ?? body, 'BuyerName'), 'xml');
  note(readings, 'buyerTaxId', firstText(buyer ?? body, 'BuyerIdNum', 'BuyerTaxID'), 'xml');
  const type = within(root, 'GeneralOrSpecialVAT')[0];
  note(readings, 'type', textAt(type, 'LabelName') || (textAt(type, 'LabelCode') === '01' ? '增值税专用发票' : '普通发票'), 'xml');
  const remark = firstText(at(body, 'AdditionalInformation'), 'Remark') || textAt(basic, 'Remark') || textAt(body, 'AdditionalInformation');
  note(readings, 'remark', remark, 'xml');
  noteVehicleTax(readings, remark);
  noteRed(readings, root, remark);
  const specific = at(body, 'SpecificInformation');
  note(readings, 'passenger', textAt(within(specific, 'PassengerTransportation')[0], 'Traveler'), 'xml');
  readings.kind = kindOf(readings.items, specific);
  const journey = journeyOf(specific);
  if (journey) readings.journey = journey;
  return recordOf(readings, E_INVOICE_FORMAT);
}
