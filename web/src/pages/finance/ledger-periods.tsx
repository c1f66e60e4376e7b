import type { ClosingView, PeriodView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { CalendarCheck, CircleAlert, CircleCheck, CircleDot, Lock, LockOpen } from 'lucide-react';
import { useState } from 'react';
import { closingQuery, exportsQuery, periodsQuery } from '../../api/books.ts';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { fullMoment } from '../../parts/format.ts';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { useBookMoves } from './use-book-moves.ts';

const bones = <div className={CARD}><SkeletonRows rows={6} tall={false} /></div>;
const SHOWN_MAX = 8;

function Check({ check }: { readonly check: ClosingView['checks'][number] }) {
  const Icon = check.holds ? CircleCheck : check.stops ? CircleAlert : CircleDot;
  return (
    <li className="py-2">
      <p className="flex items-center gap-2 font-medium"><Icon size={16} aria-hidden className={check.holds ? 'text-ok' : check.stops ? 'text-bad' : 'text-warn'} />{t(`closing.${check.code}`)}
        <span className="font-normal text-muted">{check.holds ? t('closing.holds') : check.stops ? t('closing.stops') : t('closing.carried')}</span></p>
      {check.open.length > 0 && <ul className="mt-1 ml-6 text-muted">{check.open.slice(0, SHOWN_MAX).map((one, i) => <li key={i} className="flex justify-between gap-4"><span className="truncate">{one.name}</span>{one.amount && <Amount value={one.amount} />}</li>)}
        {check.open.length > SHOWN_MAX && <li>{t('closing.more', { count: check.open.length - SHOWN_MAX })}</li>}</ul>}
    </li>
  );
}

function Closing({ period }: { readonly period: PeriodView }) {
  const query = useQuery(closingQuery(period.period));
  const [reason, setReason] = useState('');
  const { move, moving } = useBookMoves();
  const at = `/v1/periods/${period.period}`;
  return (
    <Loaded query={query} skeleton={bones}>{({ checks }) => (
      <div className="border-t border-line px-4 py-3">
        <ul className="divide-y divide-line">{checks.map((check) => <Check key={check.code} check={check} />)}</ul>
        {period.closedAt === null
          ? <Button className="mt-3" look="primary" icon={Lock} disabled={moving || checks.some((check) => check.stops && !check.holds)} onClick={() => move({ path: `${at}/close` })}>{t('closing.close')}</Button>
          : <p className="mt-3 flex flex-wrap items-center gap-3"><label className="flex items-center gap-2 text-muted">{t('closing.reason')}<input value={reason} onChange={(event) => setReason(event.target.value)} className="h-8 w-64 rounded-sm border border-line-strong bg-surface px-2 text-ink pointer-coarse:h-11" /></label>
            <Button icon={LockOpen} disabled={moving || reason.trim().length < 2} onClick={() => move({ path: `${at}/reopen`, body: { reason } })}>{t('closing.reopen')}</Button></p>}
      </div>
    )}</Loaded>
  );
}

export function Periods() {
  const query = useQuery(periodsQuery);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Loaded query={query} skeleton={bones}>{({ items }) => items.length === 0 ? <div className={CARD}><Empty icon={CalendarCheck} title={t('finance.ledger.empty')}>{t('finance.ledger.empty-text')}</Empty></div> : (
      <ul className="space-y-3">
        {items.map((period) => (
          <li key={period.id} className={CARD}>
            <button type="button" aria-expanded={open === period.id} onClick={() => setOpen(open === period.id ? null : period.id)} className="flex w-full flex-wrap items-center gap-x-4 px-4 py-3 text-left -outline-offset-2! hover:bg-hover">
              <span className="num font-semibold">{period.period}</span><span className="text-muted">{t('closing.counts', { entries: period.entries, vouchers: period.vouchers })}</span>
              <span className="ml-auto">{period.closedAt === null ? t('closing.open') : t('closing.closed', { at: fullMoment(period.closedAt) })}</span>
            </button>
            {open === period.id && <Closing period={period} />}
          </li>
        ))}
      </ul>
    )}</Loaded>
  );
}

/** Vouchers on their way into the other system. */
export function Exports() {
  const query = useQuery(exportsQuery);
  const periods = useQuery(periodsQuery);
  const [format, setFormat] = useState('kingdee');
  const [period, setPeriod] = useState('');
  const { move, moving } = useBookMoves();
  const months = periods.data?.items.map((one) => one.period) ?? [];
  const chosen = period || months[0] || '';
  const select = 'h-8 rounded-sm border border-line-strong bg-surface px-2 pointer-coarse:h-11';
  return (
    <Loaded query={query} skeleton={bones}>{({ items, formats }) => (
      <>
        <div className={`${CARD} mb-4 flex flex-wrap items-center gap-3 p-4`}>
          <label className="flex items-center gap-2 text-muted">{t('exports.system')}<select value={format} onChange={(event) => setFormat(event.target.value)} className={select}>{formats.map((one) => <option key={one.id} value={one.id}>{say(one.title)}</option>)}</select></label>
          <label className="flex items-center gap-2 text-muted">{t('exports.period')}<select value={chosen} onChange={(event) => setPeriod(event.target.value)} className={select}>{months.map((one) => <option key={one}>{one}</option>)}</select></label>
          <Button look="primary" disabled={moving || chosen === ''} onClick={() => move({ path: '/v1/exports', body: { format, period: chosen } })}>{t('exports.make')}</Button>
        </div>
        {items.length === 0 ? <div className={CARD}><Empty icon={CalendarCheck} title={t('exports.none')}>{t('exports.none-text')}</Empty></div> : (
          <ul className={`${CARD} divide-y divide-line`}>
            {items.map((batch) => (
              <li key={batch.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
                <span className="num font-medium">{batch.period}</span><span>{say(batch.title)}</span><span className="text-muted">{t('exports.count', { count: batch.vouchers })} · {batch.madeBy} · {fullMoment(batch.madeAt)}</span>
                <span className="ml-auto font-medium">{t(`exports.state.${batch.state}`)}</span>
                <a className={buttonClass('quiet')} href={`/v1/exports/${batch.id}/file`} download>{t('exports.file')}</a>
                {batch.state === 'made' && <><Button disabled={moving} onClick={() => move({ path: `/v1/exports/${batch.id}/answer`, body: { state: 'acknowledged' } })}>{t('exports.acknowledge')}</Button><Button look="danger" disabled={moving} onClick={() => move({ path: `/v1/exports/${batch.id}/answer`, body: { state: 'refused' } })}>{t('exports.refuse')}</Button></>}
              </li>
            ))}
          </ul>
        )}
      </>
    )}</Loaded>
  );
}
