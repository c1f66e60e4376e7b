import type { CorrectableField, DocumentDetail, FieldView } from '@roundtrip/contract';
import { ChevronDown, PenLine, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { say, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { Expand } from '../../parts/expand.tsx';
import { digitsOf, fullMoment } from '../../parts/format.ts';
import { tellProblem } from '../../parts/toast.tsx';
import { CorrectForm, useCorrect } from './correct-form.tsx';
import { sourceName } from './looks.ts';

type ListProps = {
  readonly detail: DocumentDetail; readonly mayCorrect: boolean; readonly chosen: CorrectableField | null; readonly hovered: CorrectableField | null;
  readonly choose: (name: CorrectableField | null) => void; readonly hover: (name: CorrectableField | null) => void;
};

const shown = (value: string | null, form: FieldView['form']): string => (value === null || value === '' ? t('document.not-read') : form === 'amount' ? digitsOf(value) : value);
const isCorrected = ({ corrected, value, machine }: FieldView): boolean => corrected !== null && value !== machine;

/** What a person said, with what the machine had read kept beside it. */
function Corrected({ detail, field, mayCorrect }: { readonly detail: DocumentDetail; readonly field: FieldView; readonly mayCorrect: boolean }) {
  const { mutate, isPending } = useCorrect(detail);
  if (!field.corrected) return null;
  return (
    <div className="rounded-md bg-accent-soft px-3 py-2">
      <p className="text-pretty">{t('document.corrected-by', { by: field.corrected.by, at: fullMoment(field.corrected.at) })} · {field.corrected.reason}</p>
      <p className="text-muted">{t('document.machine-read')} <span className={`num [white-space:normal] break-all ${isCorrected(field) ? 'line-through' : ''}`}>{shown(field.machine, field.form)}</span></p>
      {mayCorrect && isCorrected(field) && (
        <button type="button" disabled={isPending} className="mt-0.5 inline-flex min-h-8 items-center gap-1.5 font-medium text-accent hover:underline pointer-coarse:min-h-11"
          onClick={() => mutate({ field: field.name, value: field.machine ?? '', reason: t('document.reason-undo') }, { onError: tellProblem })}><RotateCcw size={14} aria-hidden />{t('document.back-to-machine')}</button>
      )}
    </div>
  );
}

/** Every reading of the field, the surest first: of two that differ a person sees both. */
function Readings({ field }: { readonly field: FieldView }) {
  if (field.evidence.length === 0) return <p className="text-muted">{t('document.no-reading')}</p>;
  const different = [...new Map(field.evidence.map((one) => [`${one.source} ${one.value}`, one])).values()];
  return (
    <ul aria-label={t('document.readings')} className="space-y-1">
      {different.map((one) => <li key={`${one.source} ${one.value}`} className="flex justify-between gap-4"><span className="shrink-0 text-muted">{sourceName(one.source)}</span><span className="num min-w-0 text-right [white-space:normal] break-all">{one.value}</span></li>)}
    </ul>
  );
}

function Row({ field, detail, mayCorrect, chosen, hovered, choose, hover }: ListProps & { readonly field: FieldView }) {
  const [corrects, setCorrects] = useState(false);
  const open = chosen === field.name;
  const best = isCorrected(field) ? t('document.by-person') : field.evidence[0] ? sourceName(field.evidence[0].source) : '';
  return (
    <li onMouseEnter={() => hover(field.name)} onMouseLeave={() => hover(null)} className={`scroll-mt-[48dvh] transition-colors md:scroll-mt-5 ${hovered === field.name && !open ? 'bg-hover' : ''}`}>
      <button type="button" aria-expanded={open} aria-controls={`field-${field.name}`} onClick={() => { choose(open ? null : field.name); setCorrects(false); }} onFocus={() => hover(field.name)} onBlur={() => hover(null)}
        className={`grid min-h-9 w-full scroll-mt-[48dvh] md:scroll-mt-5 grid-cols-[68px_minmax(0,1fr)_auto] items-center gap-x-2 md:grid-cols-[92px_minmax(0,1fr)_auto] md:gap-x-3 px-4 py-1.5 text-left -outline-offset-2! pointer-coarse:min-h-11 ${open ? 'shadow-[inset_3px_0_0_var(--accent)]' : ''}`}>
        <span className="text-muted">{say(field.label)}</span>
        <span className={`num min-w-0 [white-space:normal] break-words ${field.value ? 'font-medium' : 'text-faint'}`}>{shown(field.value, field.form)}</span>
        <span className="flex items-center gap-1.5 text-xs text-muted">{isCorrected(field) && <PenLine size={13} aria-hidden className="text-accent" />}{best}<ChevronDown size={14} aria-hidden className={`text-faint transition-transform duration-200 ${open ? 'rotate-180' : ''}`} /></span>
      </button>
      <Expand open={open} id={`field-${field.name}`}>
        <div className="space-y-3 px-4 pt-1 pb-4 shadow-[inset_3px_0_0_var(--accent)]">
          <Corrected detail={detail} field={field} mayCorrect={mayCorrect} />
          <Readings field={field} />
          {mayCorrect && (corrects ? <CorrectForm detail={detail} field={field} close={() => setCorrects(false)} /> : <Button icon={PenLine} onClick={() => setCorrects(true)}>{t('document.correct')}</Button>)}
        </div>
      </Expand>
    </li>
  );
}

/** The fields of the paper: hovering or choosing one lights its box up, and the other way round. */
export function FieldList(props: ListProps) {
  const [all, setAll] = useState(false);
  const { fields } = props.detail;
  const known = fields.filter((field) => field.value !== null || field.evidence.length > 0 || field.corrected !== null);
  const rows = all ? fields : known;
  return (
    <div className={CARD}>
      <ul className="divide-y divide-line">{rows.map((field) => <Row key={field.name} field={field} {...props} />)}</ul>
      {rows.length < fields.length && <button type="button" onClick={() => setAll(true)} className="min-h-9 w-full border-t border-line px-4 text-left text-accent hover:bg-hover -outline-offset-2! pointer-coarse:min-h-11">{t('document.empty-fields', { count: fields.length - rows.length })}</button>}
    </div>
  );
}
