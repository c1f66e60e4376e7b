import type { PolicyConcern } from '@roundtrip/contract';
import { Plus, Trash2 } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { colleaguesQuery } from '../../../api/queries.ts';
import { currentLanguage, say, t } from '../../../i18n/index.ts';
import { Button, IconButton } from '../../../parts/button.tsx';
import { CARD } from '../../../parts/card.tsx';
import { typedAmount } from '../../../parts/format.ts';
import { namesIn } from './edit.ts';
import { addRoute, addStep, isAt, removeRoute, removeStep, ROLES, setRow, setStep, setWhen, WHO_KINDS, whoOf, type RouteDocument, type RouteRow, type RouteStep, type Who } from './route-document.ts';
import { Concern } from './rule-editor.tsx';

const FIELD = 'h-8 rounded-sm border border-line-strong bg-surface px-2 pointer-coarse:h-11';
const OUTCOMES = ['pass', 'warn', 'cut', 'refuse'] as const;
type Change<T> = (value: T) => void;

/** Typed in place, kept when it is left. */
function Text({ label, value, onValue, className = '' }: { readonly label: string; readonly value: string; readonly onValue: Change<string>; readonly className?: string }) {
  return <input key={value} aria-label={label} placeholder={label} defaultValue={value} onBlur={(event) => { if (event.currentTarget.value !== value) onValue(event.currentTarget.value); }} onKeyDown={(event) => { if (event.key === 'Enter') event.currentTarget.blur(); }} className={`${FIELD} placeholder:text-faint ${className}`} />;
}

/** Who is asked: the kind, and what the kind needs to know. */
function WhoFields({ label, who, none, onWho }: { readonly label: string; readonly who: Who | undefined; readonly none?: boolean; readonly onWho: Change<Who | undefined> }) {
  const { data } = useQuery(colleaguesQuery);
  const upTo = who?.kind === 'manager-chain' ? who.upTo : undefined;
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <select aria-label={label} value={who?.kind ?? ''} className={FIELD} onChange={(event) => onWho(event.target.value === '' ? undefined : whoOf(event.target.value))}>
        {none && <option value="">{t('route.or-else.none')}</option>}
        {WHO_KINDS.map((kind) => <option key={kind} value={kind}>{t(`route.who.${kind}`)}</option>)}
      </select>
      {who?.kind === 'manager' && <select aria-label={t('route.level')} value={who.level ?? 1} className={FIELD} onChange={(event) => onWho({ ...who, level: Number(event.target.value) })}>{[1, 2, 3, 4].map((level) => <option key={level} value={level}>{t('route.level-n', { n: level })}</option>)}</select>}
      {who?.kind === 'manager-chain' && <Text label={t('route.up-to')} value={typeof upTo === 'object' ? upTo.grade.join(t('policy.and')) : upTo === 'amount' ? '*' : ''} className="w-40" onValue={(text) => onWho({ ...who, upTo: text.trim() === '' ? 'top' : text.trim() === '*' ? 'amount' : { grade: namesIn(text) } })} />}
      {who?.kind === 'role' && <select aria-label={t('route.who.role')} value={who.role} className={FIELD} onChange={(event) => onWho({ ...who, role: event.target.value })}>{ROLES.map((role) => <option key={role} value={role}>{t(`role.${role}`)}</option>)}</select>}
      {who?.kind === 'person' && <select aria-label={t('route.who.person')} value={who.id} className={FIELD} onChange={(event) => onWho({ ...who, id: event.target.value })}><option value="">—</option>{(data?.items ?? []).map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select>}
    </span>
  );
}

const modeOf = (step: RouteStep): string => step.mode ?? (step.who.kind === 'manager-chain' ? 'turn' : 'any');

function StepFields({ step, onStep, onRemove }: { readonly step: RouteStep; readonly onStep: Change<RouteStep>; readonly onRemove: (() => void) | undefined }) {
  const language = currentLanguage() === 'en' ? 'en' : 'zh';
  const orElse = (who: Who | undefined): void => { const { orElse: _, ...rest } = step; onStep(who ? { ...rest, orElse: who } : rest); };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Text label={t('route.step')} value={step.title[language]} className="w-44 font-medium" onValue={(text) => onStep({ ...step, title: { ...step.title, [language]: text } })} />
      <WhoFields label={t('route.who')} who={step.who} onWho={(who) => { if (who) onStep({ ...step, who }); }} />
      <select aria-label={t('hand-on.mode')} value={modeOf(step)} className={FIELD} onChange={(event) => onStep({ ...step, mode: event.target.value })}>{(['any', 'all', 'turn'] as const).map((mode) => <option key={mode} value={mode}>{t(`route.mode.${mode}`)}</option>)}</select>
      <span className="flex flex-wrap items-center gap-1.5 text-muted">{t('route.or-else')}<WhoFields label={t('route.or-else')} who={step.orElse} none onWho={orElse} /></span>
      {onRemove && <IconButton icon={Trash2} label={t('route.remove-step', { step: say(step.title) })} className="ml-auto" onClick={onRemove} />}
    </div>
  );
}

/** When a row holds: an amount, a verdict, a department. The last has none and takes the rest. */
function Condition({ row, currency, last, onRow }: { readonly row: RouteRow; readonly currency: string; readonly last: boolean; readonly onRow: Change<RouteRow> }) {
  if (last && !row.when) return <p className="text-muted">{t('route.rest')}</p>;
  const { amount = {}, outcome = [], department = [] } = row.when ?? {};
  const end = (name: 'from' | 'to') => (text: string): void => { const { [name]: _, ...other } = amount; onRow(setWhen(row, { amount: text.trim() === '' ? other : { ...other, [name]: typedAmount(text, currency) } })); };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-muted">
      <span className="flex items-center gap-1.5">{t('route.amount', { currency })}<Text label={t('route.from')} value={amount.from ?? ''} className="num w-28 text-right text-ink" onValue={end('from')} />–<Text label={t('route.to')} value={amount.to ?? ''} className="num w-28 text-right text-ink" onValue={end('to')} /></span>
      <span className="flex flex-wrap items-center gap-2.5">{OUTCOMES.map((one) => <label key={one} className="flex items-center gap-1.5 text-ink"><input type="checkbox" checked={outcome.includes(one)} onChange={() => onRow(setWhen(row, { outcome: OUTCOMES.filter((each) => (each === one ? !outcome.includes(one) : outcome.includes(each))) }))} />{t(`route.outcome.${one}`)}</label>)}</span>
      <Text label={t('route.department')} value={department.join(t('policy.and'))} className="w-44 text-ink" onValue={(text) => onRow(setWhen(row, { department: namesIn(text) }))} />
    </div>
  );
}

/** Who must say yes, as it is being written: rows of conditions and steps, with what is wrong where it is. */
export function RouteEditor({ document, concerns, onEdit }: { readonly document: RouteDocument; readonly concerns: readonly PolicyConcern[]; readonly onEdit: Change<RouteDocument> }) {
  const language = currentLanguage() === 'en' ? 'en' : 'zh';
  const rows = document.routes;
  const elsewhere = concerns.filter((one) => !rows.some((row, at) => isAt(one.place, document, [at, null]) || row.steps.some((_, step) => isAt(one.place, document, [at, step]))));
  const said = (at: readonly [number, number | null]) => { const found = concerns.filter((one) => isAt(one.place, document, at)); return found.length > 0 && <ul className="mt-2">{found.map((one) => <Concern key={one.place + one.kind} concern={one} />)}</ul>; };
  return (
    <div className="min-w-0 space-y-3">
      {elsewhere.length > 0 && <ul className={CARD}>{elsewhere.map((one) => <Concern key={one.place + one.kind} concern={one} />)}</ul>}
      {rows.map((row, at) => (
        <section key={row.id} aria-label={say(row.title)} className={CARD}>
          <div className="flex flex-wrap items-center gap-3 px-4 pt-3">
            <span className="grid size-6 place-items-center rounded-full bg-sunk text-xs" aria-hidden>{at + 1}</span>
            <Text label={t('route.name')} value={row.title[language]} className="w-52 text-base font-medium" onValue={(text) => onEdit(setRow(document, at, { ...row, title: { ...row.title, [language]: text } }))} />
            {at < rows.length - 1 && <IconButton icon={Trash2} label={t('route.remove', { route: say(row.title) })} className="ml-auto" onClick={() => onEdit(removeRoute(document, at))} />}
          </div>
          <div className="px-4 py-3"><Condition row={row} currency={document.currency} last={at === rows.length - 1} onRow={(next) => onEdit(setRow(document, at, next))} />{said([at, null])}</div>
          <ol className="divide-y divide-line border-t border-line">
            {row.steps.map((step, n) => <li key={step.id} className="px-4 py-2.5"><StepFields step={step} onStep={(next) => onEdit(setStep(document, [at, n], next))} onRemove={row.steps.length > 1 ? () => onEdit(removeStep(document, [at, n])) : undefined} />{said([at, n])}</li>)}
          </ol>
          <div className="border-t border-line px-2 py-1.5"><Button look="quiet" icon={Plus} onClick={() => onEdit(addStep(document, at))}>{t('route.add-step')}</Button></div>
        </section>
      ))}
      <Button icon={Plus} onClick={() => onEdit(addRoute(document))}>{t('route.add')}</Button>
    </div>
  );
}
