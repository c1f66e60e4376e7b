import type { Result } from '@roundtrip/kernel';
import type { BankFileFeed, PaymentFeed, TravelFeed } from './feeds.ts';
import type { BookExporter } from './exports.ts';
import type { FileRecord, FileSource, MappedTable, PieceTaker, ReadError, StatementRecord, TablePreview } from './files.ts';
import type { MailConnectors } from './mail.ts';
import type { PayoutRail } from './payouts.ts';
import type { BookedInvoice, InvoiceVerifier, Verdict } from './verification.ts';

/** All connectors of the house, handed to the flows by apps. */
export type Connectors = {
  readonly paymentFeeds: readonly PaymentFeed[];
  readonly travelFeeds: readonly TravelFeed[];
  readonly bankFileFeeds: readonly BankFileFeed[];
  readonly rails: readonly PayoutRail[];
  /** Files for other bookkeeping systems. Absent: none are made. */
  readonly exporters?: readonly BookExporter[];
  readonly verifiers: readonly InvoiceVerifier[];
  /** A list of verification results that a person brings. */
  readVerdicts(bytes: Uint8Array): Result<readonly Verdict[], ReadError>;
  readonly mail?: MailConnectors;
  readFile(bytes: Uint8Array): Promise<Result<readonly FileRecord[], ReadError>>;
  /** Statements of any size in parts, as `FileFormat.stream` gives them. Absent: files are read as a whole. */
  readStream?(source: FileSource, take: PieceTaker): Promise<Result<null, ReadError>>;
  /** The receiver-side XBRL of a booked invoice. */
  renderBooking(booked: BookedInvoice): Uint8Array;
  /** One page of an original as a PNG; pages count from 1. */
  drawPage(bytes: Uint8Array, page: number): Promise<Result<Uint8Array, ReadError>>;
  /** A table of no known source, for a person to say what its columns hold. Absent: none is shown. */
  previewTable?(bytes: Uint8Array): Result<TablePreview, ReadError>;
  /** A table that the company describes by itself: which of its columns holds what. */
  readTable(bytes: Uint8Array, mapping: MappedTable): Promise<Result<readonly StatementRecord[], ReadError>>;
};
