import type { CorrectableField, DocumentDetail, FieldView } from '@roundtrip/contract';

type Evidence = FieldView['evidence'][number];
export type Page = DocumentDetail['pages'][number];
type Place = NonNullable<Evidence['place']>;
/** One place on a page and the fields that were read there; a QR code tells several at once. */
export type Spot = { readonly place: Place; readonly fields: readonly FieldView[] };

/** What two spellings of one value have in common: `¥1,234.50` and `1234.50`, `2026年11月20日` and `2026-11-20`. */
const plain = (text: string, form: FieldView['form']): string => text.normalize('NFKC').replaceAll(form === 'text' ? /[^\p{L}\p{N}]/gu : /\D/g, '').toUpperCase();

/** The reading to show for a field on an original: one that agrees with the record, printed rather than coded, best rank first. */
function shownReading(field: FieldView, originalId: string): (Evidence & { readonly place: Place }) | undefined {
  const machine = plain(field.machine ?? '', field.form);
  const badness = ({ value, source, rank }: Evidence): number => (plain(value, field.form) === machine ? 0 : 100) + (source === 'qr' ? 50 : 0) + rank;
  return field.evidence
    .flatMap((one) => (one.place && one.originalId === originalId ? [{ ...one, place: one.place }] : []))
    .sort((a, b) => badness(a) - badness(b))[0];
}

/** The boxes of a page. */
export function spotsOn(fields: readonly FieldView[], { originalId, page }: Page): Spot[] {
  const spots = new Map<string, Spot>();
  for (const field of fields) {
    const place = shownReading(field, originalId)?.place;
    if (place?.page !== page) continue;
    const key = [place.x, place.y, place.width, place.height].join(' ');
    spots.set(key, { place, fields: [...(spots.get(key)?.fields ?? []), field] });
  }
  return [...spots.values()];
}

/** The page on which a field stands; the one in sight where it stands on that as well. */
export function pageOfField(detail: DocumentDetail, name: CorrectableField, inSight: number): number {
  const field = detail.fields.find((one) => one.name === name);
  const isOn = (page: Page | undefined): boolean => field !== undefined && page !== undefined && spotsOn([field], page).length > 0;
  if (isOn(detail.pages[inSight])) return inSight;
  const at = detail.pages.findIndex(isOn);
  return at < 0 ? inSight : at;
}
