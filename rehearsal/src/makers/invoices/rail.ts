import { amountText, percent, type InvoicePlan } from './plan.ts';
import { makeVoucherXbrl } from './voucher.ts';

/** A railway e-ticket by the ministry of finance's standard. The plan must carry a journey. */
export function makeRailXbrl(plan: InvoicePlan): Uint8Array {
  const facts: Readonly<Record<string, string>> = {
    TypeOfVoucher: '电子发票(铁路电子客票)', ElectronicInvoiceRailwayETicketNumber: plan.number, DateOfIssue: plan.issuedOn, IssueParty: plan.seller,
    TypeOfBusiness: plan.total.minor < 0n ? '退' : '售', DepartureStation: plan.journey?.from ?? '', DestinationStation: plan.journey?.to ?? '', TrainNumber: plan.journey?.service ?? '',
    TravelDate: plan.journey?.departsOn ?? '', DepartureTime: '09:00', SeatLevel: plan.journey?.seat ?? '', Fare: amountText(plan.total), Name: plan.passenger ?? '',
    TotalAmountExcludingTax: amountText(plan.pretax), TaxRate: percent(plan.items[0]?.taxRate ?? '0.09'), TaxAmount: amountText(plan.tax),
    NameOfPurchaser: plan.buyer, UnifiedSocialCreditCodeOfPurchaser: plan.buyerTaxId ?? '', NameOfSeller: plan.seller,
  };
  return makeVoucherXbrl({ taxonomy: 'rai', facts });
}
