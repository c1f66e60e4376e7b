import type { BookingView, DocumentView, MatchMarks, PaymentView } from '@roundtrip/contract';
import { FileText, type LucideIcon } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { cardTail, daySpan, fullMoment } from '../../parts/format.ts';
import { BOOKING_ICONS, CHANNEL_ICONS, channelName } from '../../parts/words.ts';
import { Marks } from './review-marks.tsx';

export type Side = { readonly payments: readonly PaymentView[]; readonly documents: readonly DocumentView[]; readonly bookings: readonly BookingView[]; readonly marks: readonly MatchMarks[] };

type FactProps = { readonly icon: LucideIcon; readonly kind: string; readonly source: string; readonly amount: ReactNode; readonly name: string; readonly lines: readonly (string | null | undefined)[]; readonly marks?: MatchMarks | undefined; readonly children?: ReactNode };

/** One thing that was put together with the others: what it is, what it cost, and how it stands to the payment. */
function Fact({ icon: Icon, kind, source, amount, name, lines, marks, children }: FactProps) {
  return (
    <div className="min-w-0 space-y-2 rounded-md border border-line bg-surface px-4 py-3">
      <p className="flex items-center gap-1.5 text-xs text-muted"><Icon size={14} aria-hidden className="shrink-0" /><span className="font-medium">{kind}</span><span className="ml-auto truncate">{source}</span></p>
      <p className="text-xl font-semibold tracking-[-0.01em]">{amount}</p>
      <p className="text-base leading-snug font-medium text-pretty break-words">{name}</p>
      <ul className="space-y-0.5 text-muted">{lines.filter(Boolean).map((line) => <li key={line} className="break-words">{line}</li>)}</ul>
      {children}
      {marks && <Marks marks={marks} />}
    </div>
  );
}

const PICTURE = /\.(png|jpe?g|webp)$/i;

/** The picture that was handed in, where it is one. Originals come as downloads, so it is read into the page. */
function Picture({ document }: { readonly document: DocumentView }) {
  const original = document.originals.find(({ fileName }) => PICTURE.test(fileName));
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!original) return;
    const stop = new AbortController();
    const type = /png$/i.test(original.fileName) ? 'image/png' : /webp$/i.test(original.fileName) ? 'image/webp' : 'image/jpeg';
    let made: string | null = null;
    void fetch(`/v1/documents/${document.id}/originals/${original.id}`, { signal: stop.signal }).then(async (answer) => {
      if (!answer.ok) return;
      made = URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type }));
      setUrl(made);
    }).catch(() => undefined);
    return () => { stop.abort(); if (made) URL.revokeObjectURL(made); };
  }, [document.id, original]);
  if (url) return <img src={url} alt={t('review.picture', { name: document.number })} className="max-h-40 w-full rounded-sm border border-line object-contain" />;
  const [first] = document.originals;
  return first ? <a href={`/v1/documents/${document.id}/originals/${first.id}`} download={first.fileName} className="inline-flex items-center gap-1 text-accent hover:underline pointer-coarse:min-h-11"><FileText size={13} aria-hidden />{t('review.original')} · {first.fileName}</a> : null;
}

const Payment = ({ payment, marks }: { readonly payment: PaymentView; readonly marks: MatchMarks | undefined }) => (
  <Fact icon={CHANNEL_ICONS[payment.channel]} kind={t('review.payment')} source={[channelName(payment.channel), cardTail(payment.account)].filter(Boolean).join(' · ')} name={payment.merchant}
    amount={<Amount value={payment.direction === 'in' ? { ...payment.amount, amount: `-${payment.amount.amount}` } : payment.amount} />} lines={[fullMoment(payment.paidAt), payment.payer?.name, payment.description, payment.orderNo]} marks={marks} />
);
const Invoice = ({ document, marks }: { readonly document: DocumentView; readonly marks: MatchMarks | undefined }) => (
  <Fact icon={FileText} kind={t('review.invoice')} source={document.number} name={document.seller} amount={<Amount value={document.total} />} lines={[document.issuedOn, document.submittedBy?.name, document.buyer]} marks={marks}>
    {document.findings.filter((finding) => finding.severity !== 'info').map((finding) => <p key={finding.code} className="text-warn">{say(finding.message)}</p>)}
    <Picture document={document} />
  </Fact>
);
const Booking = ({ booking, marks }: { readonly booking: BookingView; readonly marks: MatchMarks | undefined }) => (
  <Fact icon={BOOKING_ICONS[booking.kind]} kind={t('review.booking')} source={booking.orderNo ?? ''} name={booking.property ?? (booking.origin ? `${booking.origin} → ${booking.destination}` : booking.supplier)} amount={<Amount value={booking.amount} />}
    lines={[daySpan(booking.startsOn, booking.endsOn), booking.traveler.name, booking.supplier]} marks={marks} />
);

/** All of one combination, in the order of the story: paid, invoiced, booked. */
export function SideFacts({ side, skip, className }: { readonly side: Side; readonly skip?: Side; readonly className: string }) {
  const known = new Set([...(skip?.payments ?? []), ...(skip?.documents ?? []), ...(skip?.bookings ?? [])].map((one) => one.id));
  const marksOf = (id: string): MatchMarks | undefined => side.marks.find((marks) => marks.itemId === id);
  // Where the papers stand in the proposal already, what differs is said of the payment.
  const skipped = side.marks.find((marks) => known.has(marks.itemId));
  return (
    <div className={className}>
      {side.payments.filter((one) => !known.has(one.id)).map((one) => <Payment key={one.id} payment={one} marks={skipped} />)}
      {side.documents.filter((one) => !known.has(one.id)).map((one) => <Invoice key={one.id} document={one} marks={marksOf(one.id)} />)}
      {side.bookings.filter((one) => !known.has(one.id)).map((one) => <Booking key={one.id} booking={one} marks={marksOf(one.id)} />)}
    </div>
  );
}
