import type { MatchView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Sparkles } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { myMatchesQuery } from '../../api/queries.ts';
import { useSession } from '../../app/session.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { CARD, PageHead } from '../../parts/card.tsx';
import { dayName, isZero, plainMoney, sumOf, today } from '../../parts/format.ts';
import { amountOf, isOffset } from '../../parts/match.ts';
import { Segments } from '../../parts/segments.tsx';
import { Bone, Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { UploadBox, useUploads } from '../../parts/upload.tsx';
import { byDay, needsPerson, type Day } from './days.ts';
import { MatchRow } from './match-row.tsx';
import { MyClaims } from './my-claims.tsx';
import { MyTrips } from './my-trips.tsx';

const DAYS_FIRST = 5;

/** What was paid for the company; private payments are nobody's business here. */
const spentOf = (matches: readonly MatchView[], currency: string) => sumOf(matches.filter((m) => m.payments.length > 0 && m.answer !== 'private').map(amountOf), currency);

/** The day's figure, and how much of it found its place without anybody. */
function Today({ matches }: { readonly matches: readonly MatchView[] }) {
  const { company } = useSession();
  const counted = matches.filter((m) => m.payments.length > 0 && m.answer !== 'private');
  const auto = counted.filter((m) => (m.decision === 'auto' && m.missing.length === 0) || isOffset(m)).length;
  return (
    <div className="mb-3 flex items-end justify-between gap-4 px-1">
      <div><p className="text-muted">{t('expenses.today')}</p><Amount value={spentOf(matches, company.currency)} size="hero" /></div>
      {counted.length > 0 && (
        <div className="pb-1 text-right text-muted">
          <div aria-hidden className="mb-1.5 flex justify-end gap-1">{counted.slice(0, 12).map((m, index) => <span key={m.id} className={`h-1.5 w-4 rounded-full ${index < auto ? 'bg-ok' : 'bg-line-strong'}`} />)}</div>
          {t('expenses.matched-of', { auto, count: counted.length })}
        </div>
      )}
    </div>
  );
}

type DaysProps = { readonly days: readonly Day[]; readonly upload: (files: readonly File[]) => void };

function DaySum({ matches }: { readonly matches: readonly MatchView[] }) {
  const total = spentOf(matches, useSession().company.currency);
  return isZero(total) ? null : <span>{plainMoney(total)}</span>;
}

function Days({ days, upload }: DaysProps) {
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [all, setAll] = useState(false);
  // Only the doubtful item opens by itself: the first of the newest day that asks for a decision.
  const doubtful = days[0]?.matches.find((m) => m.missing[0] === 'decision' && m.answer === null)?.id;
  const isOpen = (id: string): boolean => opened.get(id) ?? id === doubtful;
  const shown = all ? days : days.slice(0, DAYS_FIRST);
  return (
    <div className="space-y-4">
      {shown.map(({ day, matches }) => (
        <section key={day} aria-label={dayName(day)}>
          {day !== today() && <h2 className="num mb-1.5 flex justify-between px-1 text-muted"><span>{dayName(day)}</span><DaySum matches={matches} /></h2>}
          <ul className={`${CARD} divide-y divide-line`}>
            {matches.map((match) => <MatchRow key={match.id} match={match} upload={upload} open={isOpen(match.id)} toggle={() => setOpened(new Map(opened).set(match.id, !isOpen(match.id)))} />)}
          </ul>
        </section>
      ))}
      {days.length > shown.length && <Button className="w-full" size="thumb" onClick={() => setAll(true)}>{t('expenses.earlier')}</Button>}
    </div>
  );
}

function Arrivals({ matches, upload, box }: { readonly matches: readonly MatchView[]; readonly upload: DaysProps['upload']; readonly box: ReactNode }) {
  const [show, setShow] = useState<'all' | 'mine'>('all');
  const waiting = matches.filter(needsPerson);
  const days = byDay(show === 'mine' ? waiting : matches);
  const todays = byDay(matches).find(({ day }) => day === today())?.matches ?? [];
  return (
    <>
      <Today matches={todays} />
      <div className="mb-4 lg:hidden">{box}</div>
      <div className="mb-3 flex flex-wrap items-center gap-2"><Segments label={t('expenses.show')} value={show} onChange={setShow} options={[{ value: 'all', label: t('expenses.show.all') }, { value: 'mine', label: t('expenses.show.waiting'), count: waiting.length }]} />{matches.some((m) => m.missing.includes('decision')) && <Link to="/review" className={buttonClass('quiet')}>{t('review.go')}</Link>}</div>
      {days.length > 0 ? <Days days={days} upload={upload} /> : <div className={CARD}><Empty icon={Sparkles} title={t(show === 'mine' ? 'expenses.done' : 'expenses.empty')}>{t(show === 'mine' ? 'expenses.done-text' : 'expenses.empty-text')}</Empty></div>}
    </>
  );
}

/** The page in outline, tall enough that what stands below the list does not show and then jump away. */
function Waiting({ box }: { readonly box: ReactNode }) {
  return (
    <>
      <div className="mb-3 h-14 animate-breathe px-1"><Bone className="h-3 w-16" /><Bone className="mt-3 h-7 w-36" /></div>
      <div className="mb-4 lg:hidden">{box}</div>
      <Bone className="mb-3 h-8 w-40 animate-breathe pointer-coarse:h-[42px]" />
      <div className={CARD}><SkeletonRows rows={9} /></div>
    </>
  );
}

export function ExpensesPage() {
  const query = useQuery(myMatchesQuery);
  const uploads = useUploads('/v1/documents');
  const box = <UploadBox uploads={uploads} camera title={t('upload.invoices')} hint={t('upload.invoices-hint')} />;
  return (
    <div className="mx-auto max-w-[1080px]">
      <PageHead title={t('nav.expenses')} />
      <div className="grid grid-cols-1 gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_400px]">
        <div className="min-w-0">
          <Loaded query={query} skeleton={<Waiting box={box} />}>{({ items }) => <Arrivals matches={items} upload={(files) => uploads.add(files, true)} box={box} />}</Loaded>
        </div>
        <div className="min-w-0 space-y-6"><div className="max-lg:hidden">{box}</div><MyClaims /><MyTrips /></div>
      </div>
    </div>
  );
}
