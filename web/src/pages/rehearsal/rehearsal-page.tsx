import { Switch } from '@base-ui/react/switch';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FastForward, FlaskConical, Play } from 'lucide-react';
import { useState } from 'react';
import { send } from '../../api/client.ts';
import { rehearsalQuery, type RehearsalState } from '../../api/queries.ts';
import { say, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { CARD, PageHead, Section } from '../../parts/card.tsx';
import { clockTime, dayOf, fullMoment } from '../../parts/format.ts';
import { Segments } from '../../parts/segments.tsx';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';

const FAULTS = ['duplicate', 'delay', 'reorder', 'drop', 'fail-after-success', 'timeout', 'return-payment', 'bad-signature'] as const;
const SPEEDS = ['120', '600', '3600'] as const;
/** A story takes twelve simulated hours to be told. */
const TELLING_SECONDS = 43_200;

function DayControls({ state }: { readonly state: RehearsalState }) {
  const queries = useQueryClient();
  const [speed, setSpeed] = useState<string>(SPEEDS.find((each) => Number(each) === state.speed) ?? '600');
  const [seed, setSeed] = useState('');
  const start = useMutation({
    mutationFn: () => send('/rehearsal/day', { body: { speed: Number(speed), ...(seed === '' ? {} : { seed: Number(seed) }) } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['rehearsal'] }),
  });
  const turn = useMutation({
    mutationFn: () => send('/rehearsal/tick', { body: { days: 1 } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['rehearsal'] }),
  });
  const seconds = TELLING_SECONDS / Number(speed);
  return (
    <div className={`${CARD} p-4`}>
      <div className="flex items-start justify-between gap-4">
        <div><p className="text-muted">{t('rehearsal.clock')}</p><p className="num text-3xl font-semibold tracking-[-0.02em]">{clockTime(state.now)}</p><p className="num text-muted">{[fullMoment(state.now).slice(0, 10), t('rehearsal.days', { count: state.days }), t('rehearsal.seed-is', { seed: state.seed })].join(' · ')}</p>{state.waiting > 0 && <p className="num text-warn">{t('rehearsal.waiting', { count: state.waiting })}</p>}</div>
        <span className={`mt-1 flex shrink-0 items-center gap-2 ${state.running ? 'text-ok' : 'text-muted'}`}><span aria-hidden className={`size-2 rounded-full ${state.running ? 'animate-breathe bg-ok' : 'bg-line-strong'}`} />{t(state.running ? 'rehearsal.running' : 'rehearsal.resting')}</span>
      </div>
      <div className="mt-4 flex flex-wrap items-end gap-3">
        <div><p className="mb-1 text-xs text-muted">{t('rehearsal.speed')}</p><Segments label={t('rehearsal.speed')} value={speed} onChange={setSpeed} options={SPEEDS.map((value) => ({ value, label: `×${value}` }))} /></div>
        <label className="block"><span className="mb-1 block text-xs text-muted">{t('rehearsal.seed')}</span><input inputMode="numeric" pattern="[0-9]*" value={seed} placeholder={t('rehearsal.seed-any')} onChange={(event) => setSeed(event.target.value.replace(/\D/g, ''))} className="num h-8 w-24 rounded-sm border border-line-strong bg-surface px-2.5 placeholder:text-faint pointer-coarse:h-11" /></label>
<p className="pb-1.5 text-muted">{seconds < 120 ? t('rehearsal.takes-seconds', { seconds: Math.round(seconds) }) : t('rehearsal.takes-minutes', { minutes: Math.round(seconds / 60) })}</p>
        <div className="flex w-full gap-2">
          <Button look="primary" size="thumb" icon={Play} className="flex-1" disabled={state.running || start.isPending} onClick={() => start.mutate()}>{t('rehearsal.start')}</Button>
          <Button size="thumb" icon={FastForward} disabled={turn.isPending} title={t('rehearsal.turn.text')} onClick={() => turn.mutate()}>{t('rehearsal.turn')}</Button>
        </div>
      </div>
    </div>
  );
}

function FaultSwitch({ kind, on }: { readonly kind: (typeof FAULTS)[number]; readonly on: boolean }) {
  const queries = useQueryClient();
  const { mutate, isPending, variables } = useMutation({
    mutationFn: (next: boolean) => send('/rehearsal/fault', { body: { kind, on: next } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['rehearsal'] }),
  });
  const shown = isPending ? variables : on;
  return (
    <li>
      <label className="flex min-h-14 cursor-pointer items-center gap-4 px-4 py-2 transition-colors hover:bg-hover">
        <span className="min-w-0 flex-1"><span className="block font-medium">{t(`fault.${kind}`)}</span><span className="block text-muted text-pretty">{t(`fault.${kind}.text`)}</span></span>
        <Switch.Root checked={shown} onCheckedChange={(next) => mutate(next)} aria-label={t(`fault.${kind}`)} className="flex h-5 w-9 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors data-checked:bg-warn"><Switch.Thumb className="size-4 rounded-full bg-white transition-transform data-checked:translate-x-4" /></Switch.Root>
      </label>
    </li>
  );
}

function Log({ state }: { readonly state: RehearsalState }) {
  // The newest line came last: a story may tell of yesterday, so its own times do not order it.
  const lines = state.log.toReversed();
  return (
    <Section id="log" title={t('rehearsal.log')} aside={<span className="num">{lines.length}</span>}>
      <div className={CARD}>
        {lines.length === 0 ? <Empty icon={FlaskConical} title={t('rehearsal.log.empty')}>{t('rehearsal.log.empty-text')}</Empty> : (
          <ol aria-live="off" tabIndex={0} aria-label={t('rehearsal.log')} className="max-h-[70dvh] divide-y divide-line overflow-y-auto -outline-offset-2!">
            {lines.map((line, index) => <li key={lines.length - index} className="grid animate-rise grid-cols-[80px_minmax(64px,112px)_1fr] max-sm:grid-cols-[80px_1fr] gap-3 px-4 py-2"><time dateTime={line.at} className="num text-muted">{dayOf(line.at).slice(5)} {clockTime(line.at)}</time><span className="truncate font-medium">{line.who}</span><span className="text-pretty max-sm:col-start-2">{say(line.what)}</span></li>)}
          </ol>
        )}
      </div>
    </Section>
  );
}

export function RehearsalPage() {
  const query = useQuery(rehearsalQuery);
  return (
    <div className="mx-auto max-w-[1080px]">
      <PageHead title={t('nav.rehearsal')} />
      <p className="-mt-2 mb-5 max-w-[100ch] text-muted text-pretty">{t('rehearsal.text')}</p>
      <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={3} /></div>}>
        {(state) => (
          <div className="grid grid-cols-1 gap-x-8 gap-y-6 lg:grid-cols-[400px_minmax(0,1fr)]">
            <div className="space-y-6"><DayControls state={state} /><Section id="faults" title={t('rehearsal.faults')}><ul className={`${CARD} divide-y divide-line`}>{FAULTS.map((kind) => <FaultSwitch key={kind} kind={kind} on={state.faults.includes(kind)} />)}</ul></Section></div>
            <div className="min-w-0"><Log state={state} /></div>
          </div>
        )}
      </Loaded>
    </div>
  );
}
