import type { AutomationView } from '@roundtrip/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck, ShieldOff, type LucideIcon } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { send } from '../../api/client.ts';
import { automationQuery } from '../../api/queries.ts';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { Chip, type Tone } from '../../parts/chip.tsx';
import { fullMoment, typedAmount } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { tell } from '../../parts/toast.tsx';
import { Meter } from './automation-meter.tsx';
import { Samples } from './automation-samples.tsx';

type Level = AutomationView['level'];
const LOOKS: Record<Level, { readonly tone: Tone; readonly icon: LucideIcon }> = { whole: { tone: 'ok', icon: ShieldCheck }, lowered: { tone: 'warn', icon: ShieldAlert }, stopped: { tone: 'bad', icon: ShieldOff } };
const FIELD = 'h-9 w-full rounded-sm border border-line-strong bg-surface px-2.5 pointer-coarse:h-11';
const rate = (share: number): string => `${Number((share * 100).toPrecision(2))}%`;

function useMoves() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body: unknown }) => send(path, { body }),
    onSuccess: () => tell(t('automation.told')), onSettled: () => queries.invalidateQueries({ queryKey: ['automation'] }),
  });
}

/** Turning it by hand: only with a reason, since it stands on the trail. */
function Turn({ scope, level }: { readonly scope: string; readonly level: Level }) {
  const [reason, setReason] = useState('');
  const moves = useMoves();
  return (
    <div className="flex flex-wrap items-end gap-2">
      <label className="min-w-[180px] flex-1"><span className="mb-1 block text-muted">{t('automation.reason')}</span><input className={FIELD} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} /></label>
      {(['whole', 'lowered', 'stopped'] as const).filter((other) => other !== level).map((to) => (
        <Button key={to} look={to === 'whole' ? 'plain' : 'danger'} disabled={reason.trim() === '' || moves.isPending} onClick={() => moves.mutate({ path: '/v1/automation/fuse', body: { scope, level: to, reason } })}>{t(`automation.set.${to}`)}</Button>
      ))}
    </div>
  );
}

function Fuse({ automation }: { readonly automation: AutomationView }) {
  return (
    <Section title={t('automation.fuses')} id="automation-fuse">
      <div className={`${CARD} space-y-4 p-5`}>
        <Chip tone={LOOKS[automation.level].tone} icon={LOOKS[automation.level].icon}>{t(`automation.fuse.${automation.level}`)}</Chip>
        {automation.fuses.length === 0 && <p className="text-pretty">{t('automation.fuses.none')}</p>}
        {automation.fuses.filter((fuse) => fuse.scope !== 'all').map((fuse) => <div key={fuse.scope} className="space-y-2 border-t border-line pt-3"><p className="text-pretty"><span className="font-medium">{say(fuse.name)}</span> · {say(fuse.text)}</p><Turn scope={fuse.scope} level={fuse.level} /></div>)}
        <ul className="space-y-1 border-t border-line pt-3 text-muted">{automation.loss.map((one) => <li key={one.rate} className="text-pretty">{one.claims === null ? t('automation.loss.never', { rate: rate(one.rate) }) : t('automation.loss', { rate: rate(one.rate), claims: one.claims })}</li>)}</ul>
        <div className="border-t border-line pt-3"><Turn scope="all" level={automation.level} /></div>
        {automation.history.length > 0 && <div className="border-t border-line pt-3"><h3 className="mb-1 text-xs font-medium text-muted">{t('automation.history')}</h3><ul className="space-y-1.5">{automation.history.map((fuse) => <li key={`${fuse.at} ${fuse.scope}`} className="text-pretty">{say(fuse.text)} <span className="num text-muted">{fullMoment(fuse.at)}</span></li>)}</ul></div>}
      </div>
    </Section>
  );
}

const MONEY = [['amountMax', 'automation.amount-max'], ['dayMax', 'automation.day-max'], ['personDayMax', 'automation.person-day-max'], ['ruleDayMax', 'automation.rule-day-max']] as const;
const SHARES = [['allowedError', 'automation.allowed'], ['sampleRate', 'automation.sample']] as const;

function Settings({ settings }: { readonly settings: AutomationView['settings'] }) {
  const moves = useMoves();
  const [text, setText] = useState<Readonly<Record<string, string>>>({
    ...Object.fromEntries(MONEY.map(([key]) => [key, settings[key].amount])), ...Object.fromEntries(SHARES.map(([key]) => [key, String(Number((settings[key] * 100).toPrecision(6)))])),
  });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    moves.mutate({ path: '/v1/automation/settings', body: { ...Object.fromEntries(MONEY.map(([key]) => [key, { amount: typedAmount(text[key] ?? '', settings[key].currency), currency: settings[key].currency }])), ...Object.fromEntries(SHARES.map(([key]) => [key, Number(text[key]) / 100])) } });
  };
  const field = (key: string, label: string, unit: string) => (
    <label key={key}><span className="mb-1 block text-muted">{label} ({unit})</span><input className={`${FIELD} num text-right`} inputMode="decimal" value={text[key] ?? ''} onChange={(event) => setText({ ...text, [key]: event.target.value })} /></label>
  );
  return (
    <Section title={t('automation.settings')} id="automation-settings">
      <form onSubmit={save} className={`${CARD} grid gap-3 p-5 sm:grid-cols-2`}>
        {MONEY.map(([key, label]) => field(key, t(label), settings[key].currency))}
        {SHARES.map(([key, label]) => field(key, t(label), '%'))}
        <Button type="submit" disabled={moves.isPending}>{t('automation.save')}</Button>
      </form>
    </Section>
  );
}

function Wrongs({ wrongs }: { readonly wrongs: AutomationView['wrongs'] }) {
  const moves = useMoves();
  if (wrongs.length === 0) return null;
  return (
    <Section title={t('automation.wrongs')} id="automation-wrongs">
      <ul className={`${CARD} divide-y divide-line`}>
        {wrongs.map((wrong) => (
          <li key={wrong.id} className="flex flex-wrap items-center gap-3 px-4 py-2.5">
            <span className="min-w-0 flex-1 text-pretty">{wrong.employee.name} · <span className="num">{wrong.number}</span> · {wrong.reason}</span><Amount value={wrong.amount} size="strong" />
            <Button look="quiet" disabled={moves.isPending} onClick={() => moves.mutate({ path: `/v1/automation/wrongs/${wrong.id}/close`, body: { note: t('automation.close') } })}>{t('automation.close')}</Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** How far approvals run by themselves, what they get wrong, and what people are to look at. */
export function AutomationTab() {
  return (
    <Loaded query={useQuery(automationQuery)}>
      {(automation) => (
        <div className="space-y-6">
          {automation.level !== 'whole' && <p role="status" className={`flex items-start gap-2 rounded-md px-3 py-2 text-pretty ${automation.level === 'stopped' ? 'bg-bad-soft text-bad' : 'bg-warn-soft text-warn'}`}><ShieldAlert size={16} aria-hidden className="mt-0.5 shrink-0" />{automation.fuses.filter((fuse) => fuse.scope === 'all').map((fuse) => say(fuse.text))}</p>}
          <Meter automation={automation} />
          <Samples />
          <Wrongs wrongs={automation.wrongs} />
          <div className="grid items-start gap-6 lg:grid-cols-2"><Fuse automation={automation} /><Settings key={JSON.stringify(automation.settings)} settings={automation.settings} /></div>
        </div>
      )}
    </Loaded>
  );
}
