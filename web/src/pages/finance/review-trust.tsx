import type { FuseView, TrustView } from '@roundtrip/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, GraduationCap, ShieldAlert, ShieldCheck, ShieldOff, type LucideIcon } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { getJson, send } from '../../api/client.ts';
import { trustQuery } from '../../api/queries.ts';
import { say, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { Chip, type Tone } from '../../parts/chip.tsx';
import { fullMoment } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { tell } from '../../parts/toast.tsx';

const LOOKS: Record<FuseView['level'], { readonly tone: Tone; readonly icon: LucideIcon }> = { whole: { tone: 'ok', icon: ShieldCheck }, lowered: { tone: 'warn', icon: ShieldAlert }, stopped: { tone: 'bad', icon: ShieldOff } };
const rate = (share: number): string => `${Number((share * 100).toPrecision(2))}%`;
/** Who turned it stands in the words themselves. */
const when = (state: FuseView): string => (state.at ? fullMoment(state.at) : '');

/** Says that the fuse has gone, wherever finance works the queue. */
export function FuseNotice({ fuse }: { readonly fuse: FuseView | null }) {
  if (!fuse || fuse.level === 'whole') return null;
  const Icon = LOOKS[fuse.level].icon;
  return <p role="status" className={`mb-3 flex items-start gap-2 rounded-md px-3 py-2 text-pretty ${fuse.level === 'stopped' ? 'bg-bad-soft text-bad' : 'bg-warn-soft text-warn'}`}><Icon size={16} aria-hidden className="mt-0.5 shrink-0" /><span>{say(fuse.text)} <span className="num">{when(fuse)}</span></span></p>;
}

function useTrustMoves() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body: unknown }) => send(path, { body }),
    onSuccess: () => tell(t('trust.told.saved')), onSettled: () => queries.invalidateQueries({ queryKey: ['matches'] }),
  });
}

const FIELD = 'h-9 w-full rounded-sm border border-line-strong bg-surface px-2.5 pointer-coarse:h-11';

/** Turning it by hand: only with a reason, since it stands on the trail. */
function Turn({ trust }: { readonly trust: TrustView }) {
  const [reason, setReason] = useState('');
  const moves = useTrustMoves();
  const levels = (['whole', 'lowered', 'stopped'] as const).filter((level) => level !== trust.fuse.level);
  const turn = (level: FuseView['level']): void => moves.mutate({ path: '/v1/matches/fuse', body: { level, reason } }, { onSuccess: () => setReason('') });
  return (
    <div className="space-y-2 border-t border-line pt-3">
      <label className="block"><span className="mb-1 block text-muted">{t('trust.reason')}</span><input className={FIELD} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} /></label>
      <div className="flex flex-wrap gap-2">{levels.map((level) => <Button key={level} look={level === 'whole' ? 'plain' : 'danger'} disabled={reason.trim() === '' || moves.isPending} onClick={() => turn(level)}>{t(`trust.set.${level}`)}</Button>)}</div>
    </div>
  );
}

function Fuse({ trust }: { readonly trust: TrustView }) {
  const { fuse } = trust;
  return (
    <Section title={t('trust.fuse')} id="trust-fuse">
      <div className={`${CARD} space-y-3 p-5`}>
        <div className="flex items-center gap-2"><Chip tone={LOOKS[fuse.level].tone} icon={LOOKS[fuse.level].icon}>{t(`trust.fuse.${fuse.level}`)}</Chip><span className="num text-muted">{when(fuse)}</span></div>
        {fuse.level !== 'whole' && <p className="text-pretty">{say(fuse.text)}</p>}
        <p className="text-pretty">{trust.judged === 0 ? t('trust.seen.none') : t('trust.seen', { judged: trust.judged, wrong: trust.wrong, rate: rate(trust.atMost) })}</p>
        {fuse.level !== 'whole' && <p className="text-muted text-pretty">{t('trust.recovery', { done: trust.cleanSoFar, needed: trust.cleanNeeded })}</p>}
        <ul className="space-y-1 border-t border-line pt-3 text-muted">{trust.loss.map((one) => <li key={one.rate} className="text-pretty">{one.groups === null ? t('trust.loss.never', { rate: rate(one.rate) }) : t('trust.loss', { rate: rate(one.rate), groups: one.groups })}</li>)}</ul>
        <Turn trust={trust} />
        {trust.history.length > 0 && <div className="border-t border-line pt-3"><h3 className="mb-1 text-xs font-medium text-muted">{t('trust.history')}</h3><ul className="space-y-1.5">{trust.history.map((state) => <li key={state.at} className="text-pretty">{say(state.text)} <span className="num text-muted">{when(state)}</span></li>)}</ul></div>}
      </div>
    </Section>
  );
}

const ALLOWED = [200, 500, 1000, 2000, 5000, 10_000];
const SAMPLES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
const withOwn = (choices: readonly number[], own: number): number[] => [...new Set([...choices, own])].sort((a, b) => a - b);

function Settings({ trust }: { readonly trust: TrustView }) {
  const moves = useTrustMoves();
  const [oneIn, setOneIn] = useState(Math.round(1 / trust.allowedError));
  const [sample, setSample] = useState(trust.sampleRate);
  const save = (event: FormEvent): void => { event.preventDefault(); moves.mutate({ path: '/v1/matches/trust', body: { allowedError: 1 / oneIn, sampleRate: sample } }); };
  return (
    <Section title={t('trust.settings')} id="trust-settings">
      <form onSubmit={save} className={`${CARD} grid gap-3 p-5 sm:grid-cols-[1fr_1fr_auto] sm:items-end`}>
        <label><span className="mb-1 block text-muted">{t('trust.allowed')}</span><select className={FIELD} value={oneIn} onChange={(event) => setOneIn(Number(event.target.value))}>{withOwn(ALLOWED, Math.round(1 / trust.allowedError)).map((count) => <option key={count} value={count}>{t('trust.allowed.one-in', { count })}</option>)}</select></label>
        <label><span className="mb-1 block text-muted">{t('trust.sample')}</span><select className={FIELD} value={sample} onChange={(event) => setSample(Number(event.target.value))}>{withOwn(SAMPLES, trust.sampleRate).map((share) => <option key={share} value={share}>{rate(share)}</option>)}</select></label>
        <Button type="submit" disabled={moves.isPending}>{t('trust.save')}</Button>
      </form>
    </Section>
  );
}

function Learned({ trust }: { readonly trust: TrustView }) {
  const moves = useTrustMoves();
  return (
    <Section title={t('trust.aliases')} aside={t('trust.version', { version: trust.learned.version })} id="trust-learned">
      <div className={CARD}>
        {trust.learned.aliases.length === 0 ? <Empty icon={GraduationCap} title={t('trust.aliases.empty')}>{t('trust.aliases.empty-text')}</Empty> : (
          <ul className="divide-y divide-line">
            {trust.learned.aliases.map(({ merchant, seller, words, by, at, merchantShown }) => (
              <li key={`${merchant} ${seller}`} className="flex items-start gap-3 px-4 py-2.5">
                <GraduationCap size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
                <span className="min-w-0 flex-1"><span className="block text-pretty">{say(words)}</span>{by && at && <span className="num text-xs text-muted">{t('trust.by', { name: by.name, at: fullMoment(at) })}</span>}</span>
                <Button look="quiet" aria-label={`${t('trust.forget')}: ${merchantShown}`} disabled={moves.isPending} onClick={() => moves.mutate({ path: '/v1/matches/learned/forget', body: { merchant, seller } })}>{t('trust.forget')}</Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

/** Decides everything again from what was kept, before the reader's eyes. */
function Replay() {
  const replay = useMutation({ mutationFn: () => getJson('/v1/matches/replay', (c) => c.matchReplay) });
  const { data } = replay;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button icon={CircleCheck} disabled={replay.isPending} onClick={() => replay.mutate()}>{t('trust.replay')}</Button>
      <p role="status" className={data && data.differing.length > 0 ? 'text-bad' : 'text-ok'}>{data ? (data.differing.length > 0 ? t('trust.replay.differs', { count: data.differing.length }) : t('trust.replay.same', { runs: data.replayed, groups: data.groups })) : ''}</p>
    </div>
  );
}

/** How far the matcher is let, on what grounds, and what it has been taught. */
export function ReviewTrust() {
  return (
    <Loaded query={useQuery(trustQuery)}>
      {(trust) => (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <div className="min-w-0 space-y-6"><Fuse trust={trust} /><Settings key={`${trust.allowedError} ${trust.sampleRate}`} trust={trust} /></div>
          <div className="min-w-0 space-y-6"><Learned trust={trust} /><Replay /></div>
        </div>
      )}
    </Loaded>
  );
}
