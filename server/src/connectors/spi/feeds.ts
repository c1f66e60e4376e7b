import type { Bilingual, BookingFacts, Instant, PaymentFacts, Result } from '@roundtrip/kernel';

/** The part of `fetch` that connectors use; the house adds time limits and the guard on addresses. */
export type Fetch = (
  url: string,
  init?: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string },
) => Promise<{
  readonly status: number;
  text(): Promise<string>;
  /** Vendors that sign their answers put the signature here; without headers such an answer counts as unverified. */
  readonly headers?: { get(name: string): string | null };
}>;

/** What a connector gets from the house. It has no database, clock, configuration or global fetch of its own. */
export type ConnectorContext = {
  readonly fetch: Fetch;
  readonly now: Instant;
};

/** One incoming call, as it came over the wire. */
export type WebhookCall = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
};

/** A record exactly as it arrived, before anyone has understood it. `reference` is the source's own id for it. */
export type RawRecord = { readonly reference: string; readonly body: string };

export type WebhookError = {
  readonly kind: 'webhook.bad-signature' | 'webhook.stale' | 'webhook.malformed';
  readonly message: Bilingual;
};

/** What goes back over the wire, word for word: vendors call again until they read what they expect. */
export type WebhookReply = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

export type TranslateError = { readonly kind: 'raw.not-understood'; readonly place: string; readonly message: Bilingual };

export type Capabilities = {
  readonly webhook: boolean;
  readonly pull: boolean;
  /** In words, what makes two records the same one. */
  readonly dedup: string;
};

export type PullPage = { readonly records: readonly RawRecord[]; readonly cursor: string; readonly more: boolean };

type Feed<Facts> = {
  readonly id: string;
  readonly title: Bilingual;
  readonly capabilities: Capabilities;
  /** Judges a configuration before it is stored; the message names the field that is wrong. */
  checkConfig(config: unknown): Result<Readonly<Record<string, string>>, { readonly kind: 'config.invalid'; readonly message: Bilingual }>;
  /** Verifies the signature over the raw body and cuts the call into records. Nothing of a refused call is kept as fact. */
  receive?(call: WebhookCall, config: Readonly<Record<string, string>>, now: Instant): Result<readonly RawRecord[], WebhookError>;
  /** What the vendor wants to read back; null: taken. Absent: the house answers in its own words. */
  reply?(refused: WebhookError | null): WebhookReply;
  /** Fetches the whole of a record whose call only named it; gives back a whole record as it is. I/O; throws where nobody answers. */
  complete?(ctx: ConnectorContext, config: Readonly<Record<string, string>>, raw: RawRecord): Promise<RawRecord>;
  /** The cursor is opaque to the house; '' starts from the beginning. I/O. */
  fetchPage?(ctx: ConnectorContext, config: Readonly<Record<string, string>>, cursor: string, limit: number): Promise<PullPage>;
  /** Pure and total, so that stored raw records can be replayed after a fix. */
  translate(raw: RawRecord): Result<readonly Facts[], TranslateError>;
};

export type PaymentFeed = Feed<PaymentFacts>;
export type TravelFeed = Feed<BookingFacts>;

/** A bank that hands over whole files (camt, pain.002): each raw record's body is one file, read by the file formats. */
export type BankFileFeed = Omit<Feed<never>, 'translate'>;
