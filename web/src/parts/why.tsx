import type { DocumentView, MatchView, PaymentView, BookingView } from '@roundtrip/contract';
import { Check, FileText, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { say, t } from '../i18n/index.ts';
import { cardTail, daySpan, percent, plainMoney, shortMoment } from './format.ts';
import { BOOKING_ICONS, CHANNEL_ICONS, channelName } from './words.ts';

function Fact({ icon: Icon, children, source, tone = 'text-muted' }: { readonly icon: LucideIcon; readonly children: ReactNode; readonly source: string; readonly tone?: string }) {
  return (
    <li className="flex items-start gap-2.5 py-1">
      <Icon size={15} aria-hidden className={`mt-[3px] shrink-0 ${tone}`} />
      <span className="min-w-0 flex-1 text-pretty">{children}</span>
      <span className="shrink-0 pl-2 text-muted">{source}</span>
    </li>
  );
}

const payment = (each: PaymentView): ReactNode => (
  <Fact key={each.id} icon={CHANNEL_ICONS[each.channel]} source={channelName(each.channel)}>
    {each.direction === 'in' ? t('why.refund', { amount: plainMoney(each.amount) }) : plainMoney(each.amount)}<span className="text-muted"> · {shortMoment(each.paidAt)}{cardTail(each.account) ? ` · ${cardTail(each.account)}` : ''}</span>
  </Fact>
);
const invoice = (each: DocumentView): ReactNode => (
  <Fact key={each.id} icon={FileText} source={t('why.invoice')}>
    {plainMoney(each.total)}<span className="break-all text-muted"> · {each.number}</span>
    {each.findings.filter((f) => f.severity !== 'info').map((f) => <span key={f.code} className="block text-warn">{say(f.message)}</span>)}
  </Fact>
);
const booking = (each: BookingView): ReactNode => (
  <Fact key={each.id} icon={BOOKING_ICONS[each.kind]} source={t('why.booking')}>
    {each.origin ? `${each.origin} → ${each.destination}` : each.property ?? each.destination}<span className="text-muted"> · {daySpan(each.startsOn, each.endsOn)} · {each.supplier}</span>
  </Fact>
);

/** The facts that were put together, each with where it came from; then what speaks for it and against it. */
export function Why({ match, sure }: { readonly match: MatchView; readonly sure?: string }) {
  return (
    <div className="space-y-2">
      <ul>{match.payments.map(payment)}{match.documents.map(invoice)}{match.bookings.map(booking)}</ul>
      {match.reasons.length > 0 && (
        <ul className="border-t border-line pt-2">
          {sure && <li className="flex justify-between py-1 text-muted"><span>{t('why.sure')}</span><span className="num font-medium text-ink">{sure}</span></li>}
          {match.reasons.map((reason) => (
            <Fact key={reason.code} icon={reason.weight >= 0 ? Check : TriangleAlert} tone={reason.weight >= 0 ? 'text-ok' : 'text-warn'} source={`${reason.weight >= 0 ? '+' : '−'}${Math.abs(reason.weight).toFixed(2)}`}>{say(reason.text)}</Fact>
          ))}
        </ul>
      )}
      {match.runnerUp && (
        <p className="border-t border-line pt-2 text-muted text-pretty">{t('why.runner-up', { what: match.runnerUp.summary, confidence: percent(match.runnerUp.confidence) })} {say(match.runnerUp.lacked)}</p>
      )}
    </div>
  );
}
