export { makeAlipayBill, makeCamt053, makeCamt054, makeCardCsv, makePain002, makeWechatBill } from './statements/index.ts';
export type { CamtAccount, CamtDetail, CamtEntry, CamtNotice, CamtStatement, PainAnswer, WalletBill } from './statements/index.ts';
export { LAYOUTS, PHOTO_LAYOUTS, TRUTH_FIELDS, amountInWords, makeEInvoiceXml, makeEndlessPdf, makeInvoicePdf, makeInvoicePhoto, makeOfd, makeOfdSigner, makePaper, makeRailXbrl, makeRideTablePdf, makeVoucherXbrl, qrTextOf, taxIdOf } from './invoices/index.ts';
export type { CorpusFormat, InvoicePlan, InvoicePlanItem, Layout, OfdOptions, OfdSigner, Paper, PdfOptions, PhotoOptions, RidePlan, SupportingTruth, Truth, TruthField, VoucherPlan } from './invoices/index.ts';
export { makeMail } from './mail/index.ts';
export type { MailPlan } from './mail/index.ts';
export { repack } from './repack.ts';
