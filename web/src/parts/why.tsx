import type { DocumentView, MatchView, PaymentView, BookingView } from '@roundtrip/contract';
import { Link } from '@tanstack/react-router';
import { Check, FileText, Minus, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
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
    {plainMoney(each.total)} · <Link to="/documents/$id" params={{ id: each.id }} className="break-all text-accent hover:underline pointer-coarse:inline-block pointer-coarse:py-1">{each.number}</Link>
    {each.findings.filter((f) => f.severity !== 'info').map((f) => <span key={f.code} className="block text-warn">{say(f.message)}</span>)}
  </Fact>
);
const booking = (each: BookingView): ReactNode => (
  <Fact key={each.id} icon={BOOKING_ICONS[each.kind]} source={t('why.booking')}>
    {each.origin ? `${each.origin} → ${each.destination}` : each.property ?? each.destination}<span className="text-muted"> · {daySpan(each.startsOn, each.endsOn)} · {each.supplier}</span>
  </Fact>
);

type Reason = MatchView['reasons'][number];
const REASONS_SHOWN = 3;
const signed = (weight: number): string => `${weight >= 0 ? '+' : '−'}${Math.abs(weight).toFixed(2)}`;

/** The same reason given for each pair of a group is one reason to a reader; the weightiest come first. */
function gather(reasons: readonly Reason[]): Reason[] {
  const byText = new Map<string, Reason>();
  for (const reason of reasons) {
    const before = byText.get(reason.text.en);
    byText.set(reason.text.en, before ? { ...reason, weight: before.weight + reason.weight } : reason);
  }
  // The prior is the same for every match and tells nothing of this one.
  const rank = ({ code, weight }: Reason): number => (code === 'prior' ? 0 : Math.abs(weight));
  return [...byText.values()].sort((a, b) => rank(b) - rank(a));
}

/** What speaks for a match and against it: the three that weigh most, the rest when asked for. */
function Reasons({ reasons, sure }: { readonly reasons: readonly Reason[]; readonly sure: string | undefined }) {
  const [all, setAll] = useState(false);
  const gathered = gather(reasons);
  const shown = all ? gathered : gathered.slice(0, REASONS_SHOWN);
  return (
    <ul className="border-t border-line pt-2">
      {sure && <li className="flex justify-between py-1 text-muted"><span>{t('why.sure')}</span><span className="num font-medium text-ink">{sure}</span></li>}
      {shown.map((reason) => <Fact key={reason.text.en} icon={reason.weight > 0 ? Check : Minus} tone={reason.weight > 0 ? 'text-ok' : reason.weight < 0 ? 'text-warn' : 'text-muted'} source={reason.weight === 0 ? '' : signed(reason.weight)}>{say(reason.text)}</Fact>)}
      {gathered.length > shown.length && <li><button type="button" className="-mx-1 rounded-sm px-1 py-1 text-accent hover:underline pointer-coarse:min-h-11" onClick={() => setAll(true)}>{t('why.all', { count: gathered.length })}</button></li>}
    </ul>
  );
}

/** The facts that were put together, each with where it came from; then what speaks for it and against it. */
export function Why({ match, sure }: { readonly match: MatchView; readonly sure?: string }) {
  return (
    <div className="space-y-2">
      <ul>{match.payments.map(payment)}{match.documents.map(invoice)}{match.bookings.map(booking)}</ul>
      {match.reasons.length > 0 && <Reasons reasons={match.reasons} sure={sure} />}
      {match.runnerUp && (
        <p className="border-t border-line pt-2 text-muted text-pretty">{t('why.runner-up', { what: match.runnerUp.summary, confidence: percent(match.runnerUp.confidence) })} {say(match.runnerUp.lacked)}</p>
      )}
    </div>
  );
}
