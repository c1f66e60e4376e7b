import type { Bilingual, CivilDate, Finding, InvoiceFacts, Money, PaymentChannel, PaymentFacts, Result } from '@roundtrip/kernel';
import type { MailRecord } from './mail.ts';

/** What a format may look at to say whether a file is its own: never the name, which anyone can write. */
export type Sniff = {
  /** The first 64 KiB. */
  readonly head: Uint8Array;
  readonly size: number;
  /** The entry names when the file is a zip (OFD, xlsx, delivered bundles), else absent. */
  readonly zipEntries?: readonly string[];
};

/** Where on a page a value stood, in fractions of the page (0 to 1, from the top left), so that a screen can draw a box. */
export type Place = { readonly page: number; readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const EVIDENCE_SOURCES = ['attachment', 'xml', 'tag', 'qr', 'text', 'ocr'] as const;
export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number];

/** One reading of one field. Rank 1 is the best source; the record takes the best-ranked reading, conflicts become findings. */
export type Evidence = {
  readonly field: string;
  readonly value: string;
  readonly source: EvidenceSource;
  readonly rank: number;
  readonly place?: Place;
};

export type InvoiceRecord = {
  readonly kind: 'invoice';
  readonly format: string;
  readonly invoice: InvoiceFacts;
  readonly evidence: readonly Evidence[];
  readonly findings: readonly Finding[];
};

/** A paper that belongs to an invoice without being one: a ride-hailing trip table, a hotel folio. */
export type SupportingRecord = {
  readonly kind: 'supporting';
  readonly format: string;
  readonly paper: 'ride-table' | 'hotel-folio';
  readonly total?: Money;
  readonly lines: readonly { readonly on?: CivilDate; readonly text: string; readonly amount?: Money }[];
  readonly findings: readonly Finding[];
};

export type StatementRecord = {
  readonly kind: 'statement';
  readonly format: string;
  readonly statementId?: string;
  readonly account: string;
  readonly holder?: string;
  readonly currency: string;
  readonly from?: CivilDate;
  readonly to?: CivilDate;
  readonly opening: Money | null;
  readonly closing: Money | null;
  readonly entries: readonly PaymentFacts[];
  /** opening + credits − debits = closing; null where the file does not carry both balances. */
  readonly balanced: boolean | null;
  /**
   * Counted as the source counts: one booked entry may stand for many payments in `entries`. The sums are plain decimals.
   * Absent: every one of `entries` counts by itself, with what its account was charged (`settled`, else `amount`).
   */
  readonly totals?: { readonly credits: { readonly count: number; readonly sum: string }; readonly debits: { readonly count: number; readonly sum: string } };
  readonly findings: readonly Finding[];
};

/** What a statement says of itself once it has been read to its end. */
export type StatementSummary = Omit<StatementRecord, 'entries'>;

/** A piece of a statement file, in the order of reading: entries as they come, and at last what their statement says of itself. `statement` counts within the file. */
export type StatementPart =
  | { readonly part: 'entries'; readonly statement: number; readonly entries: readonly PaymentFacts[] }
  | { readonly part: 'end'; readonly statement: number; readonly summary: StatementSummary };

/** The bytes of a file in the order of the file. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
export type PieceTaker = (part: StatementPart) => void | Promise<void>;

/** A pain.001 somebody made: shown and checked, never executed. */
export type PaymentOrderRecord = {
  readonly kind: 'payment-order';
  readonly format: string;
  readonly messageId: string;
  readonly count: number;
  /** The plain sum of the instructed amounts as a decimal string: an order may mix currencies. */
  readonly sum: string;
  /** Valid by its schema; null where no schema check was possible. */
  readonly valid: boolean | null;
  readonly findings: readonly Finding[];
};

/** The bank's word on an order of ours (pain.002). */
export type PayoutReportRecord = {
  readonly kind: 'payout-report';
  readonly format: string;
  readonly originalMessageId: string;
  readonly groupStatus: string;
  readonly payments: readonly { readonly endToEndId: string; readonly status: string; readonly reasons: readonly string[] }[];
  readonly findings: readonly Finding[];
};

export type FileRecord = InvoiceRecord | SupportingRecord | StatementRecord | PaymentOrderRecord | PayoutReportRecord | MailRecord;

/** Why a whole file was set aside. `place` names the line, element or byte; `remedy` says what the person can do. */
export type ReadError = {
  readonly kind:
    | 'file.unknown-format' | 'file.empty' | 'file.truncated' | 'file.malformed' | 'file.encrypted' | 'file.too-large'
    | 'file.unbalanced' | 'file.bad-amount' | 'file.bad-date' | 'file.unknown-currency' | 'file.unreadable';
  readonly message: Bilingual;
  readonly place?: string;
  readonly remedy: Bilingual;
};

/**
 * A company's own description of a table: the header name of each column it has (`id`, `date`, `amount`, `currency`,
 * `merchant`, `payer`, `type` …), and its habits. `date` and `amount` (or `credit` and `debit`) are needed.
 */
export type MappedTable = {
  readonly columns: Readonly<Record<string, string>>;
  readonly sign?: 'signed' | 'charged' | undefined;
  readonly channel?: PaymentChannel | undefined;
  readonly currency?: string | undefined;
  readonly zone?: string | undefined;
  readonly dateOrder?: 'ymd' | 'dmy' | 'mdy' | undefined;
  readonly decimal?: ',' | '.' | undefined;
  /** The card programme or account that the table reports on. */
  readonly account?: string | undefined;
};

/** A table of no known source: its columns, some of their cells, and a first guess of what they hold. */
export type TablePreview = {
  readonly columns: readonly { readonly header: string; readonly samples: readonly string[] }[];
  /** The rows that were seen: of a large file those at its beginning. */
  readonly rows: number;
  readonly mapping: MappedTable;
};

/** A file that is too large to be held: it is read as often as it must be. */
export type FileSource = { readonly size: number; pieces(): Pieces };

/**
 * One kind of file. Formats never throw on hostile bytes, never look at the file's name, and read all of a file or
 * none: a statement whose lines cannot all be understood is an error, not a shorter statement.
 */
export type FileFormat = {
  readonly id: string;
  readonly title: Bilingual;
  /** 0 to 100, or null for "not mine"; the highest wins. */
  sniff(file: Sniff): number | null;
  read(bytes: Uint8Array): Promise<Result<readonly FileRecord[], ReadError>>;
  /**
   * The same for a file of any size, whose memory does not grow with it: what `read` would give arrives in parts. An
   * error may come after parts, and then they count for nothing. Absent: such files are small.
   */
  stream?(pieces: Pieces, take: PieceTaker): Promise<Result<null, ReadError>>;
};
