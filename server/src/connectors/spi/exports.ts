import type { Bilingual, CivilDate } from '@roundtrip/kernel';

/** One line of a journal entry: a debit is positive, a credit negative, in minor units. */
export type ExportPosting = {
  readonly account: string; readonly minor: bigint; readonly currency: string;
  /** Where it stands; without it the sign says so. A negative amount on its own side is a red one. */
  readonly side?: 'debit' | 'credit';
  readonly title?: string; readonly text?: string;
  /** Auxiliary items: whose, of which department, with which supplier. */
  readonly dims?: Readonly<Partial<Record<'employee' | 'department' | 'supplier', string>>>;
};

export type ExportEntry = {
  readonly id: string;
  /** Gapless within company and period: `2026-11/000042`. */
  readonly voucher: string;
  readonly on: CivilDate;
  readonly text: string;
  readonly postings: readonly ExportPosting[];
  /** Of a formal voucher: its word, and how many originals it carries. */
  readonly word?: string; readonly attachments?: number; readonly maker?: string;
};

export type BookExporter = {
  readonly id: string;
  readonly title: Bilingual;
  readonly extension: string;
  /** The house's own double entry whole, or the formal vouchers made of it. */
  readonly takes: 'entries' | 'vouchers';
  /** Files for one system share this name: what one of them handed over, the others do not hand over again. */
  readonly system: string;
  /** Pure and byte-stable: the same entries give the same file. */
  render(company: string, entries: readonly ExportEntry[]): Uint8Array;
};

/** An amount as its two columns: what is not on a side is null there, red is negative. */
export function columnsOf({ minor, side }: Pick<ExportPosting, 'minor' | 'side'>): { readonly debit: bigint | null; readonly credit: bigint | null } {
  return (side ?? (minor > 0n ? 'debit' : 'credit')) === 'debit' ? { debit: minor, credit: null } : { debit: null, credit: -minor };
}

/** `2026-11/000042` as year, month and number. */
export function voucherParts(voucher: string): { readonly year: string; readonly month: string; readonly number: string } {
  const [period = '', number = ''] = voucher.split('/');
  return { year: period.slice(0, 4), month: String(Number(period.slice(5, 7))), number: String(Number(number)) };
}
