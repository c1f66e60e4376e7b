import type { MatchView } from '@roundtrip/contract';
import { Link } from '@tanstack/react-router';
import { ChevronDown, Lock } from 'lucide-react';
import { isFresh } from '../../api/events.ts';
import { useSession } from '../../app/session.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Expand } from '../../parts/expand.tsx';
import { cardTail, daySpan, percent, shortMoment } from '../../parts/format.ts';
import { amountOf, isOffset, lookOf, titleOf } from '../../parts/match.ts';
import { useDecide } from '../../parts/use-decide.ts';
import { PickFiles } from '../../parts/upload.tsx';
import { Why } from '../../parts/why.tsx';
import { categoryIcon, categoryName, channelName } from '../../parts/words.ts';

type RowProps = { readonly match: MatchView; readonly open: boolean; readonly toggle: () => void; readonly upload: (files: readonly File[]) => void };

function subtitleOf(match: MatchView): string {
  const [payment] = match.payments;
  if (payment) return [shortMoment(payment.paidAt), channelName(payment.channel), cardTail(payment.account)].filter(Boolean).join(' · ');
  const [invoice] = match.documents;
  if (invoice) return `${t('why.invoice')} · ${invoice.number}`;
  const [booking] = match.bookings;
  return booking ? `${t('why.booking')} · ${daySpan(booking.startsOn, booking.endsOn)}` : categoryName(match.category);
}

/** What lacks, in the server's order: the first is the one tap that mends it. */
function Mend({ match, upload }: Pick<RowProps, 'match' | 'upload'>) {
  const decide = useDecide();
  const lacks = isOffset(match) ? undefined : match.missing[0];
  const open = match.answer === null && match.claimId === null;
  const waits = lacks === 'payment' ? t('missing.payment') : lacks === 'rate' ? t('missing.rate') : null;
  return (
    <div className="space-y-3">
      {waits && <p className="rounded-md bg-sunk px-3 py-2 text-muted text-pretty">{waits}</p>}
      <div className="flex flex-wrap gap-2">
        {lacks === 'invoice' && <PickFiles onPick={upload} className={`${buttonClass('primary', 'thumb')} flex-1`}>{t('missing.invoice.mend')}</PickFiles>}
        {lacks === 'decision' && (
          <>
            <Button look="primary" size="thumb" className="flex-1" onClick={() => decide(match, 'confirm')}>{t('match.confirm')}</Button>
            <Button size="thumb" onClick={() => decide(match, 'refuse')}>{t('match.refuse')}</Button>
          </>
        )}
        {open && match.payments.length > 0 && <Button look="quiet" size="thumb" icon={Lock} onClick={() => decide(match, 'private')}>{t('match.make-private')}</Button>}
        {match.claimId && <Link to="/claims/$id" params={{ id: match.claimId }} className={buttonClass('plain', 'thumb')}>{t('match.to-claim')}</Link>}
      </div>
    </div>
  );
}

export function MatchRow({ match, open, toggle, upload }: RowProps) {
  const { company } = useSession();
  const amount = amountOf(match);
  const Icon = categoryIcon(match.category);
  const look = lookOf(match);
  const quiet = match.answer === 'private';
  const sure = !quiet && match.documents.length + match.bookings.length > 0 && match.confidence > 0;
  return (
    <li className={isFresh(match.id) || match.payments.some((p) => isFresh(p.id)) ? 'animate-arrive' : ''}>
      <button type="button" aria-expanded={open} aria-controls={`why-${match.id}`} onClick={toggle} className="flex w-full items-center gap-3 px-4 py-3 text-left transition-colors -outline-offset-2! hover:bg-hover">
        <span className={`grid size-9 shrink-0 place-items-center rounded-md bg-sunk text-muted ${quiet ? 'opacity-60' : ''}`}><Icon size={18} strokeWidth={1.8} aria-hidden /></span>
        <span className="min-w-0 flex-1">
          <span className={`block truncate text-base font-medium ${quiet ? 'text-muted' : ''}`}>{titleOf(match)}</span>
          <span className="num block truncate text-muted">{subtitleOf(match)}</span>
        </span>
        <span className="flex shrink-0 flex-col items-end gap-1">
          <span className="text-base"><Amount value={amount} size="strong" code={amount.currency !== company.currency} struck={quiet} /></span>
          <span className="flex items-center gap-1.5">
            <Chip tone={look.tone} icon={look.icon} figure={sure ? percent(match.confidence) : undefined}>{t(look.label)}</Chip>
            <ChevronDown size={15} aria-hidden className={`text-faint transition-transform duration-200 ${open ? 'rotate-180' : ''}`} />
          </span>
        </span>
      </button>
      <Expand open={open} id={`why-${match.id}`}>
        <div className="space-y-3 px-4 pb-4 md:pl-16"><div className="border-t border-line pt-2"><Why match={match} /></div><Mend match={match} upload={upload} /></div>
      </Expand>
    </li>
  );
}
