import type { Bilingual, CivilDate } from '@roundtrip/kernel';

/** One line of a journal entry: a debit is positive, a credit negative, in minor units. */
export type ExportPosting = { readonly account: string; readonly minor: bigint; readonly currency: string };

export type ExportEntry = {
  readonly id: string;
  /** Gapless within company and period: `2026-11/000042`. */
  readonly voucher: string;
  readonly on: CivilDate;
  readonly text: string;
  readonly postings: readonly ExportPosting[];
};

export type BookExporter = {
  readonly id: string;
  readonly title: Bilingual;
  readonly extension: string;
  /** Pure and byte-stable: the same entries give the same file. */
  render(company: string, entries: readonly ExportEntry[]): Uint8Array;
};
