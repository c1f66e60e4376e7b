import type { RouteTrialView } from '@roundtrip/contract';
import { useMutation } from '@tanstack/react-query';
import { ChevronRight, CircleAlert, Zap } from 'lucide-react';
import { Fragment, useState } from 'react';
import { send } from '../../../api/client.ts';
import { say, t } from '../../../i18n/index.ts';
import { Button } from '../../../parts/button.tsx';
import { PersonPicker } from '../../../parts/person-picker.tsx';
import { categoryName, CATEGORY_CODES } from '../../../parts/words.ts';
import { typedAmount } from '../../../parts/format.ts';
import type { RouteDocument } from './route-document.ts';

const INPUT = 'mt-0.5 block h-8 w-full rounded-sm border border-line-strong bg-surface px-2 text-ink pointer-coarse:h-11';
const OUTCOMES = ['pass', 'warn', 'cut', 'refuse'] as const;
type Named = Parameters<Parameters<typeof PersonPicker>[0]['onPick']>[0];

/** Who is asked, one step after the other; nobody at all where it passes by rule. */
function Asked({ view }: { readonly view: RouteTrialView }) {
  if (view.automatic) return <p className="flex gap-1.5 text-accent"><Zap size={15} aria-hidden className="mt-[3px] shrink-0" />{t('route.try.nobody-asked')}</p>;
  return (
    <ol className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
      {view.steps.map((step, index) => (
        <Fragment key={step.id}>
          {index > 0 && <ChevronRight size={13} aria-hidden className="text-muted" />}
          <li><span className="text-muted">{say(step.title)}{step.approvers.length > 1 ? ` · ${t(`route.mode.${step.mode}`)}` : ''}</span> {step.approvers.map(({ person, onBehalfOf }) => (onBehalfOf ? `${person.name}（${t('approval.for', { name: onBehalfOf.name })}）` : person.name)).join(t('policy.and'))}</li>
        </Fragment>
      ))}
    </ol>
  );
}

/** A case to try the route with, before it is published: for one person, or for everybody. */
export function RouteTrial({ route }: { readonly route: RouteDocument }) {
  const [person, setPerson] = useState<Named>([]);
  const [asked, setAsked] = useState({ amount: '8000.00', category: 'hotel', outcome: 'warn' });
  const set = (key: keyof typeof asked) => (event: { readonly target: { readonly value: string } }): void => setAsked((old) => ({ ...old, [key]: event.target.value }));
  const body = { amount: { amount: typedAmount(asked.amount, route.currency), currency: route.currency }, categories: [asked.category], outcome: asked.outcome, route };
  const one = useMutation({ mutationFn: () => send('/v1/approvals/try', { body: { ...body, employeeId: person[0]?.id }, shape: (c) => c.routeTrialView }) });
  const all = useMutation({ mutationFn: () => send('/v1/approvals/try-everybody', { body, shape: (c) => c.routeTrialWide }) });
  return (
    <form className="space-y-3" onSubmit={(event) => { event.preventDefault(); if (person.length > 0) one.mutate(); }}>
      <PersonPicker label={t('route.try.who')} picked={person} onPick={setPerson} />
      <div className="grid grid-cols-2 gap-3 text-muted">
        <label>{t('route.amount', { currency: route.currency })}<input inputMode="decimal" className={`num ${INPUT}`} value={asked.amount} onChange={set('amount')} /></label>
        <label>{t('draft.try.category')}<select className={INPUT} value={asked.category} onChange={set('category')}>{CATEGORY_CODES.map((code) => <option key={code} value={code}>{categoryName(code)}</option>)}</select></label>
        <label>{t('route.try.outcome')}<select className={INPUT} value={asked.outcome} onChange={set('outcome')}>{OUTCOMES.map((code) => <option key={code} value={code}>{t(`route.outcome.${code}`)}</option>)}</select></label>
      </div>
      <div className="flex flex-wrap gap-2"><Button type="submit" disabled={person.length === 0 || one.isPending}>{t('route.try.run')}</Button><Button disabled={all.isPending} onClick={() => all.mutate()}>{t('route.try.all')}</Button></div>
      {one.data && <div role="status" className="border-t border-line pt-3"><Asked view={one.data} /></div>}
      {all.data && (
        <ul aria-label={t('route.try.all')} className="divide-y divide-line border-t border-line">
          {all.data.items.map((row) => (
            <li key={`${row.department}${row.people[0]?.id ?? ''}`} className="py-2">
              <p className="font-medium">{row.department || '—'}<span className="ml-2 font-normal text-muted">{row.people.map((each) => each.name).join(t('policy.and'))}</span></p>
              {row.asked ? <Asked view={row.asked} /> : <p className="flex gap-1.5 text-bad"><CircleAlert size={15} aria-hidden className="mt-[3px] shrink-0" />{t('route.try.nobody')}</p>}
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
