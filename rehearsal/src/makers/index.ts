export { makeAlipayBill, makeCamt053, makeCamt054, makeCardCsv, makePain002, makeWechatBill } from './statements/index.ts';
export type { CamtAccount, CamtDetail, CamtEntry, CamtNotice, CamtStatement, PainAnswer, WalletBill } from './statements/index.ts';
export { amountInWords, makeEInvoiceXml, makeEndlessPdf, makeInvoicePdf, makeInvoicePhoto, makeOfd, makeOfdSigner, makeRailXbrl, makeRideTablePdf, makeVoucherXbrl, qrTextOf, taxIdOf } from './invoices/index.ts';
export type { InvoicePlan, InvoicePlanItem, OfdOptions, OfdSigner, PdfOptions, PhotoOptions, RidePlan, VoucherPlan } from './invoices/index.ts';
