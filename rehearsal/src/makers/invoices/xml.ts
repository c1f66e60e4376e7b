import { XMLBuilder } from 'fast-xml-parser';
import { amountInWords, amountText, type InvoicePlan } from './plan.ts';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true });

/** Writes an object as an XML file: `@` marks attributes, arrays repeat. */
export const toXml = (tree: object): Uint8Array => new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>${builder.build(tree)}`);

const label = (code: string, name: string): object => ({ LabelCode: code, LabelName: name });

function specific(plan: InvoicePlan): object {
  const { journey, originalNumber } = plan;
  return {
    ...(journey ? { PassengerTransportation: { Traveler: plan.passenger ?? '', TravelDate: journey.departsOn, Departure: journey.from, Destination: journey.to, Vehicletype: journey.service, Grade: journey.seat } } : {}),
    ...(originalNumber ? { RedEInvoice: { OriginalInvoiceCode: originalNumber } } : {}),
  };
}

/** A 数电票 as the tax bureau's XML. The same plan gives the same bytes. */
export function makeEInvoiceXml(plan: InvoicePlan): Uint8Array {
  return toXml({
    EInvoice: {
      Header: {
        EIid: plan.number, EInvoiceTag: `SWEI${plan.number.slice(2, 4)}00`, Version: '0.36',
        InherentLabel: {
          InIssuType: label(plan.total.minor < 0n ? 'N' : 'Y', '是否蓝字发票标志'), EInvoiceType: label('01', '电子发票'),
          GeneralOrSpecialVAT: plan.special ? label('01', '增值税专用发票') : label('02', '普通发票'), TaxpayerType: label('1', '一般纳税人'),
        },
      },
      EInvoiceData: {
        SellerInformation: { SellerIdNum: plan.sellerTaxId, SellerName: plan.seller },
        BuyerInformation: { BuyerIdNum: plan.buyerTaxId ?? '', BuyerName: plan.buyer },
        BasicInformation: {
          TotalAmWithoutTax: amountText(plan.pretax), TotalTaxAm: amountText(plan.tax), 'TotalTax-includedAmount': amountText(plan.total),
          'TotalTax-includedAmountInChinese': amountInWords(plan.total), Drawer: '开票员', RequestTime: `${plan.issuedOn} 10:00:00`,
        },
        IssuItemInformation: plan.items.map((item) => ({
          ItemName: item.name, Quantity: item.quantity ?? '', UnPrice: item.unitPrice ?? '', Amount: amountText(item.amount), TaxRate: item.taxRate, ComTaxAm: amountText(item.tax),
        })),
        SpecificInformation: specific(plan), AdditionalInformation: { Remark: plan.remark ?? '' },
      },
      TaxSupervisionInfo: { InvoiceNumber: plan.number, IssueTime: plan.issuedOn },
    },
  });
}
