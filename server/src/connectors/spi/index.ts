export { WEB_ADDRESS, checkFields } from './config.ts';
export type { ConfigError, ConfigField } from './config.ts';
export { columnsOf, voucherParts } from './exports.ts';
export type { BookExporter, ExportEntry, ExportPosting } from './exports.ts';
export type {
  BankFileFeed, Capabilities, ConnectorContext, Fetch, PaymentFeed, PullPage, RawRecord, TranslateError, TravelFeed, WebhookCall, WebhookError,
  WebhookReply,
} from './feeds.ts';
export { EVIDENCE_SOURCES } from './files.ts';
export type {
  Evidence, EvidenceSource, FileFormat, FileRecord, FileSource, InvoiceRecord, MappedTable, PaymentOrderRecord, PayoutReportRecord, Pieces, PieceTaker, Place,
  ReadError, Sniff, StatementPart, StatementRecord, StatementSummary, SupportingRecord, TablePreview,
} from './files.ts';
export type { Mail, MailConnectors, MailRecord, Mailbox, MailboxError, MailboxMessage, MailboxPage } from './mail.ts';
export type { Connectors } from './registry.ts';
export type { OrderAnswer, OrderStanding, Payee, PayoutBatch, PayoutOrder, PayoutRail, RailLimits, SendAnswer } from './payouts.ts';
export type { BookedEntry, BookedInvoice, InvoiceVerifier, Verdict, VerifyAnswer, VerifyQuestion, VerifyState } from './verification.ts';
