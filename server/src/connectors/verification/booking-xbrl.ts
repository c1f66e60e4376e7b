import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { formatAmount, invariant, parseCivilDate, parseMoney, type Money } from '@roundtrip/kernel';
import type { BookedEntry, BookedInvoice } from '#spi';

/** The taxonomy and its element names are those of the list `einv_ord_receiver` (2023-12-31). */
const TAXONOMY = 'http://xbrl.mof.gov.cn/taxonomy/2023-12-31/einv';
const YES = '是';
const NO = '否';
const SIDES: Readonly<Record<BookedEntry['side'], string>> = { debit: '借方', credit: '贷方' };

type Node = { readonly [name: string]: unknown };
const inContext = { '@_contextRef': 'c1' } as const;
const fact = (value: string): Node => ({ ...inContext, '#text': value });
const amount = (value: Money): Node => ({ ...inContext, '@_unitRef': 'u1', '@_decimals': '2', '#text': formatAmount(value) });
const flag = (value: boolean): Node => fact(value ? YES : NO);
const given = (name: string, node: Node | null): Node => (node === null ? {} : { [`einv:${name}`]: node });

const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: true, format: true, processEntities: true });
const parser = new XMLParser({ ignoreAttributes: true, removeNSPrefix: true, parseTagValue: false, trimValues: true, processEntities: true, isArray: (name) => name === 'InformationOfDebitAndCreditEntryTuple' });

function voucherOf({ voucher }: BookedInvoice): Node {
  return {
    'einv:NumberOfAccountingDocuments': fact(voucher.number), 'einv:PostingDate': fact(voucher.postedOn), 'einv:AccountingPeriod': fact(voucher.postedOn.slice(0, 7)), 'einv:SummaryOfAccountingDocuments': fact(voucher.summary),
    'einv:InformationOfDebitAndCreditEntryTuple': voucher.entries.map((entry) => ({
      'einv:DebitOrCredit': fact(SIDES[entry.side]), 'einv:NameOfGeneralLedgerSubject': fact(entry.general),
      ...given('NameOfSubsidiaryLedgerSubject', entry.subsidiary === null ? null : fact(entry.subsidiary)), 'einv:RecordedAmount': amount(entry.amount),
    })),
  };
}

function write(booked: BookedInvoice): string {
  const { entity, voucher } = booked;
  const year = voucher.postedOn.slice(0, 4);
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    xbrl: {
      '@_xmlns': 'http://www.xbrl.org/2003/instance', '@_xmlns:einv': TAXONOMY, '@_xmlns:link': 'http://www.xbrl.org/2003/linkbase', '@_xmlns:xlink': 'http://www.w3.org/1999/xlink', '@_xmlns:iso4217': 'http://www.xbrl.org/2003/iso4217',
      'link:schemaRef': { '@_xlink:type': 'simple', '@_xlink:href': 'einv_entry_point_2023-12-31.xsd' },
      context: { '@_id': 'c1', entity: { identifier: { '@_scheme': 'http://xbrl.mof.gov.cn', '#text': entity.taxId } }, period: { instant: voucher.postedOn } },
      unit: { '@_id': 'u1', measure: `iso4217:${booked.total.currency}` },
      'einv:InvoiceNumber': fact(booked.number), 'einv:SellerName': fact(booked.seller), ...given('SellerIdNum', booked.sellerTaxId === null ? null : fact(booked.sellerTaxId)),
      ...given('TotalAmWithoutTax', booked.pretax && amount(booked.pretax)), ...given('TotalTaxAm', booked.tax && amount(booked.tax)), 'einv:TotalTax-includedAmount': amount(booked.total), 'einv:RequestTime': fact(booked.issuedOn),
      'einv:WhetherEinvoiceIsRedEinvoice': flag(booked.isRed), 'einv:WhetherEinvoiceHasBeenChecked': flag(booked.isChecked), 'einv:WhetherEinvoiceHasBeenBooked': flag(true), 'einv:WhetherEinvoiceHasBeenPaid': flag(booked.isPaid),
      ...given('NumberOfBankElectronicReceipt', booked.bankReceipt === null ? null : fact(booked.bankReceipt)),
      'einv:UnifiedSocialCreditCodeOfAccountingEntity': fact(entity.taxId), 'einv:NameOfAccountingEntity': fact(entity.name), 'einv:InformationOfAccountingDocumentsTuple': voucherOf(booked),
      'einv:WhetherPreTaxDeductionOfIncomeTaxHasBeenCompleted': flag(booked.isDeducted),
      ...(booked.isDeducted ? { 'einv:BeginningOfPreTaxDeductionYearOfIncomeTax': fact(year), 'einv:EndOfPreTaxDeductionYearOfIncomeTax': fact(year) } : {}),
    },
  });
}

type Parsed = { readonly [name: string]: unknown };
const textIn = (from: Parsed, name: string): string | null => (typeof from[name] === 'string' && from[name] !== '' ? from[name] : null);

function moneyIn(from: Parsed, name: string, currency: string): Money | null {
  const text = textIn(from, name);
  const money = text === null ? null : parseMoney(text, currency);
  return money?.ok ? money.value : null;
}

function entryIn(entry: Parsed, currency: string): BookedEntry {
  const recorded = moneyIn(entry, 'RecordedAmount', currency);
  invariant(recorded, 'an entry has an amount');
  return { side: textIn(entry, 'DebitOrCredit') === SIDES.debit ? 'debit' : 'credit', general: textIn(entry, 'NameOfGeneralLedgerSubject') ?? '', subsidiary: textIn(entry, 'NameOfSubsidiaryLedgerSubject'), amount: recorded };
}

/** Reads back what {@link renderBooking} writes. Throws on anything else: it reads only our own. */
export function readBooking(bytes: Uint8Array): BookedInvoice {
  const root = (parser.parse(Buffer.from(bytes).toString('utf8')) as { xbrl: Parsed }).xbrl;
  const currency = (textIn(root['unit'] as Parsed, 'measure') ?? '').replace(/^iso4217:/, '');
  const voucher = root['InformationOfAccountingDocumentsTuple'] as Parsed;
  const [total, issuedOn, postedOn] = [moneyIn(root, 'TotalTax-includedAmount', currency), parseCivilDate(textIn(root, 'RequestTime') ?? ''), parseCivilDate(textIn(voucher, 'PostingDate') ?? '')];
  invariant(total && issuedOn && postedOn, 'a booking has its total and its days');
  const yes = (name: string): boolean => textIn(root, name) === YES;
  return {
    number: textIn(root, 'InvoiceNumber') ?? '', seller: textIn(root, 'SellerName') ?? '', sellerTaxId: textIn(root, 'SellerIdNum'), pretax: moneyIn(root, 'TotalAmWithoutTax', currency), tax: moneyIn(root, 'TotalTaxAm', currency), total, issuedOn,
    isRed: yes('WhetherEinvoiceIsRedEinvoice'), isChecked: yes('WhetherEinvoiceHasBeenChecked'), isPaid: yes('WhetherEinvoiceHasBeenPaid'), isDeducted: yes('WhetherPreTaxDeductionOfIncomeTaxHasBeenCompleted'),
    bankReceipt: textIn(root, 'NumberOfBankElectronicReceipt'), entity: { name: textIn(root, 'NameOfAccountingEntity') ?? '', taxId: textIn(root, 'UnifiedSocialCreditCodeOfAccountingEntity') ?? '' },
    voucher: {
      number: textIn(voucher, 'NumberOfAccountingDocuments') ?? '', postedOn, summary: textIn(voucher, 'SummaryOfAccountingDocuments') ?? '',
      entries: ((voucher['InformationOfDebitAndCreditEntryTuple'] ?? []) as Parsed[]).map((entry) => entryIn(entry, currency)),
    },
  };
}

/** The receiver's XBRL of a booked invoice. It is read back before it is handed out, so that what is archived says what was booked. */
export function renderBooking(booked: BookedInvoice): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(write(booked), 'utf8'));
  const again = readBooking(bytes);
  invariant(again.number === booked.number && again.total.minor === booked.total.minor && again.voucher.entries.length === booked.voucher.entries.length, 'the booking reads back as it was written');
  return bytes;
}
