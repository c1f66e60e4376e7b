import type { DocumentDetail, FindingWire } from '@roundtrip/contract';
import { CircleAlert, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import { t, type MessageId } from '../../i18n/index.ts';

export const SEVERITY_LOOKS: Record<FindingWire['severity'], { readonly icon: LucideIcon; readonly tone: string }> = {
  info: { icon: Info, tone: 'text-muted' }, warning: { icon: TriangleAlert, tone: 'text-warn' }, error: { icon: CircleAlert, tone: 'text-bad' },
};

/** How a finding is mended, by what it is about. */
const REMEDIES: Readonly<Record<string, MessageId>> = {
  BUYER_TITLE: 'document.remedy.buyer', BUYER_TAX_ID: 'document.remedy.buyer', BUYER_MISSING: 'document.remedy.buyer',
  LIST_MISSING: 'document.remedy.list', SENSITIVE_GOODS: 'document.remedy.goods', CONSECUTIVE_NUMBERS: 'document.remedy.goods', STALE_DATE: 'document.remedy.stale', FUTURE_DATE: 'document.remedy.field',
  OFD_REF_TAMPERED: 'document.remedy.original', OFD_SIGNATURE_BROKEN: 'document.remedy.original', TEST_CA: 'document.remedy.original', RED_WITHOUT_ORIGINAL: 'document.remedy.seller', RED_ITSELF: 'document.remedy.seller', RED_SIGN: 'document.remedy.seller',
  QR_MISMATCH: 'document.remedy.original', OCR_ABSENT: 'document.remedy.file', NUMBER_MADE: 'document.remedy.file',
};
/** Without a way of its own a doubt about what was read is mended where it was read; what is only said needs nothing. */
export const remedyOf = ({ code, severity }: FindingWire): string | null => (REMEDIES[code] ? t(REMEDIES[code]) : severity === 'info' ? null : t('document.remedy.field'));

/** Where a value came from, in a word. */
const SOURCES = ['attachment', 'xml', 'tag', 'qr', 'text', 'ocr'] as const;
export const sourceName = (source: string): string => { const known = SOURCES.find((one) => one === source); return known ? t(`document.source.${known}`) : source; };

/** A field of the verifier's answer by the name that the paper gives it. */
export const fieldNamed = (detail: DocumentDetail, name: string | null): DocumentDetail['fields'][number]['label'] | null => detail.fields.find((field) => field.name === name)?.label ?? null;
