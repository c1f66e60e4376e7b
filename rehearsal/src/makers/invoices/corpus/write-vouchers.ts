import { formatAmount, money } from '@roundtrip/kernel';
import type { Chance } from '../../../chance.ts';
import { amountInWords, amountText, percent, type InvoicePlan } from '../plan.ts';
import { makeVoucherXbrl, type VoucherPlan } from '../voucher.ts';
import type { OldPlan } from './plans.ts';
import type { AirPlan, RailPlan } from './sheets/tickets.ts';

type Dress = Pick<VoucherPlan, 'year' | 'defaultNamespace'>;

const wordy = (percents: string): string => percents.replace(/^(\d+)%$/, '$1.00%');

/** An electronic VAT invoice of the old kind (`inv_ord`, `inv_spcl`, `inv_tlf`). */
export function writeInv(plan: OldPlan, taxonomy: 'inv_ord' | 'inv_spcl' | 'inv_tlf', dress: Dress = {}): Uint8Array {
  const facts = {
    TypeOfInvoice: { inv_ord: '增值税电子普通发票', inv_spcl: '增值税电子专用发票', inv_tlf: '通行费增值税电子普通发票' }[taxonomy], UniqueCodeOfInvoice: `${plan.code}${plan.number}`, CodeOfInvoice: plan.code, NumberOfInvoice: plan.number, DateOfIssue: plan.issuedOn,
    IdentifyingCode: plan.checkCode, NumberOfInvoiceMachine: plan.machine, NameOfPurchaser: plan.buyer, TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser: plan.buyerTaxId ?? '', TotalAmountExcludingTax: amountText(plan.pretax), TotalTaxAmount: amountText(plan.tax),
    TaxIncludedAmountInWords: amountInWords(plan.total), TaxIncludedAmountInFigures: amountText(plan.total),
    InformationOfTaxableGoodsOrServicesDetailItemsTuple: plan.items.map((item): Readonly<Record<string, string>> => ({ NatureOfInvoiceLine: '正常行', NameOfTaxableGoodsOrServices: item.name, QuantityOfGoodsOrServices: item.quantity ?? '', UnitPriceOfGoodsOrServices: item.unitPrice ?? '', AmountExcludingTax: amountText(item.amount), TaxRate: wordy(percent(item.taxRate)), TaxAmount: amountText(item.tax) })),
    NameOfSeller: plan.seller, TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller: plan.sellerTaxId, Remarks: plan.remark ?? '', Payee: '李某', Reviewer: '周某', Issuer: '陈会计',
  };
  return makeVoucherXbrl({ taxonomy, facts, ...dress });
}

/** A 数电票 in the receiver's taxonomy (`einv_ord`, `einv_spcl`), as it was booked. */
export function writeEinv(plan: InvoicePlan, taxonomy: 'einv_ord' | 'einv_spcl' | 'einv', dress: Dress = {}): Uint8Array {
  const facts = {
    InvoiceNumber: plan.number, SellerName: plan.seller, SellerIdNum: plan.sellerTaxId, TotalAmWithoutTax: amountText(plan.pretax), TotalTaxAm: amountText(plan.tax), 'TotalTax-includedAmount': amountText(plan.total), RequestTime: `${plan.issuedOn}T10:00:00`,
    WhetherEinvoiceIsRedEinvoice: plan.total.minor < 0n ? '是' : '否', WhetherEinvoiceHasBeenChecked: '是', UnifiedSocialCreditCodeOfAccountingEntity: plan.buyerTaxId ?? '', NameOfAccountingEntity: plan.buyer,
    InformationOfAccountingDocumentsTuple: [{ NumberOfAccountingDocuments: '记-0012', PostingDate: '2027-01-03', AccountingPeriod: '2027-01', SummaryOfAccountingDocuments: '报销差旅费' }],
  };
  return makeVoucherXbrl({ taxonomy, facts, ...dress });
}

/** A railway e-ticket: sold, refunded (the fee stays) or changed. */
export function writeRai(plan: RailPlan, business: '售' | '退' | '改', dress: Dress = {}): Uint8Array {
  const facts = {
    TypeOfVoucher: '电子发票(铁路电子客票)', ElectronicInvoiceRailwayETicketNumber: plan.number, DateOfIssue: plan.issuedOn, IssueParty: '国家税务总局', IssuePartyCode: '10000000000', TypeOfBusiness: business, DepartureStation: plan.journey?.from ?? '', PhonicsOfDepartureStation: plan.phonics[0],
    DestinationStation: plan.journey?.to ?? '', PhonicsOfDestinationStation: plan.phonics[1], TrainNumber: plan.journey?.service ?? '', TravelDate: plan.journey?.departsOn ?? '', DepartureTime: '09:15', AirConditioningCharacteristics: '新空调', SeatLevel: plan.journey?.seat ?? '', Carriage: '05', Seat: '06A',
    Fare: amountText(plan.total), ...(business === '退' ? { AmountRefunded: amountText(plan.total), FareOfOriginalRailwayTicket: formatAmount(money(plan.total.minor * -2n, 'CNY')), NumberOfOriginalInvoice: `${plan.number.slice(0, 19)}0` } : {}),
    ETicketNumber: plan.eTicket, IdNumber: plan.idNumber, Name: plan.passenger ?? '', TotalAmountExcludingTax: amountText(plan.pretax), TaxRate: '9%', TaxAmount: amountText(plan.tax), NameOfPurchaser: plan.buyer, UnifiedSocialCreditCodeOfPurchaser: plan.buyerTaxId ?? '', NameOfSeller: plan.seller,
  };
  return makeVoucherXbrl({ taxonomy: 'rai', facts, ...dress });
}

/** An air e-itinerary of one or more legs. */
export function writeAtr(plan: AirPlan, dress: Dress = {}): Uint8Array {
  const facts = {
    MarkingOfDomesticOrInternational: plan.tax?.minor === 0n ? '国际' : '国内', NumberOfGpOrder: plan.gp, ElectronicInvoiceAirTransportReceiptNumber: plan.number, IssuingStatus: '正常', PassengerName: plan.passenger ?? '', ValidIdNumber: plan.idNumber,
    DetailInformationOfAirTicketTuple: plan.legs.map((leg): Readonly<Record<string, string>> => ({ DepartureStation: leg.from[0], DestinationStation: leg.to[0], FlightSegment: '1', Carrier: '东航', Flight: leg.flight, Class: leg.cabin, CarrierDate: leg.on, DepartureTime: leg.at, FareBasis: 'Y', FreeBaggageAllowance: '20K' })),
    Fare: formatAmount(plan.fare), FuelSurcharge: formatAmount(plan.fuel), VatRate: plan.tax?.minor === 0n ? '0%' : '9%', VatTaxAmount: amountText(plan.tax), CivilAviationDevelopmentFund: formatAmount(plan.fund), OtherTaxes: '0.00', TotalAmount: amountText(plan.total), ETicketNumber: plan.eTicket, VerificationCode: '6021',
    AgentCode: 'SHA123', IssueParty: plan.seller, IssueDate: plan.issuedOn, NameOfSeller: plan.seller, NameOfPurchaser: plan.buyer, UnifiedSocialCreditCodeOfPurchaser: plan.buyerTaxId ?? '',
  };
  return makeVoucherXbrl({ taxonomy: 'atr', facts, ...dress });
}

/** A bank's electronic receipt. It is a statement, not an invoice. */
export function writeBker(chance: Chance, dress: Dress = {}): { readonly bytes: Uint8Array; readonly number: string } {
  const number = `B${chance.digits(15)}`;
  const facts = {
    TypeOfBankElectronicReceipt: '付款回单', NumberOfBankElectronicReceipt: number, IssueDate: '2026-03-02', DateOfBookkeeping: '2026-03-01', TransactionAmountInFigures: `${chance.digits(4)}.50`, AccountNameOfPayer: '澄湖软件有限公司', AccountNumberOfPayer: chance.digits(16),
    AccountNameOfPayee: '张小满', AccountNumberOfPayee: chance.digits(16), Usage: '报销款', BusinessSerialNumber: chance.digits(12),
  };
  return { bytes: makeVoucherXbrl({ taxonomy: 'bker', facts, ...dress }), number };
}
