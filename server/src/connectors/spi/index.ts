export { WEB_ADDRESS, checkFields } from './config.ts';
export type { ConfigError, ConfigField } from './config.ts';
export type { BookExporter, ExportEntry, ExportPosting } from './exports.ts';
export type {
  BankFileFeed, Capabilities, ConnectorContext, Fetch, PaymentFeed, PullPage, RawRecord, TranslateError, TravelFeed, WebhookCall, WebhookError,
  WebhookReply,
} from './feeds.ts';
export { EVIDENCE_SOURCES } from './files.ts';
export type {
  Evidence, EvidenceSource, FileFormat, FileRecord, InvoiceRecord, MappedTable, PaymentOrderRecord, PayoutReportRecord, Place, ReadError, Sniff,
  StatementRecord, SupportingRecord,
} from './files.ts';
export type { Connectors } from './registry.ts';
export type { OrderAnswer, OrderStanding, Payee, PayoutBatch, PayoutOrder, PayoutRail, SendAnswer } from './payouts.ts';
