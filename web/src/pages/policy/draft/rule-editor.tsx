import type { PolicyConcern } from '@roundtrip/contract';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { say, t } from '../../../i18n/index.ts';
import { Button } from '../../../parts/button.tsx';
import { CARD } from '../../../parts/card.tsx';
import { typedAmount } from '../../../parts/format.ts';
import { whenText, type Document, type Handling, type Rule } from '../read-rules.ts';
import { changeRule, columnsOf, placeOf, splitByGrade } from './edit.ts';
import { TableEditor } from './table-editor.tsx';

/** What may follow a breach, by kind of rule; the server refuses the rest. */
const HANDLINGS: Readonly<Record<string, readonly Handling[]>> = { cap: ['cut', 'approve', 'warn', 'refuse'], invoice: ['cut', 'approve', 'warn', 'refuse'], coverage: ['cut', 'approve', 'warn', 'refuse'], 'company-paid': ['cut', 'refuse'] };
const UNCUT: readonly Handling[] = ['approve', 'warn', 'refuse'];

const FIELD = 'h-8 rounded-sm border border-line-strong bg-surface px-2 pointer-coarse:h-11';

type RuleProps = {
  readonly document: Document; readonly rule: Rule; readonly index: number; readonly concerns: readonly PolicyConcern[]; readonly lit: ReadonlySet<string>;
  readonly onEdit: (document: Document) => void; readonly onRow: (row: number) => void;
};

/** The one figure of a rule without a table: days, guests, an amount, a share. */
function Figure({ document, rule, index, onEdit }: RuleProps) {
  const asks = rule.kind === 'age' ? { key: 'daysMax', text: t('draft.days-max') } as const : rule.kind === 'guests' ? { key: 'atLeast', text: t('draft.guests') } as const
    : rule.kind === 'invoice' ? { key: 'above', text: t('draft.above', { currency: document.currency }) } as const : rule.kind === 'confidence' ? { key: 'atLeast', text: t('draft.confidence') } as const : null;
  if (!asks) return null;
  const value = String(rule[asks.key] ?? '');
  const commit = (text: string): void => { if (text !== value) onEdit(changeRule(document, index, (old) => ({ ...old, [asks.key]: asks.key === 'above' ? typedAmount(text, document.currency) : Number(text) }))); };
  return <label className="flex items-center gap-2 text-muted">{asks.text}<input key={value} inputMode="decimal" defaultValue={value} onBlur={(event) => commit(event.currentTarget.value)} className={`num w-24 text-right text-ink ${FIELD}`} /></label>;
}

/** What is wrong, and what to do about it. */
export function Concern({ concern }: { readonly concern: PolicyConcern }) {
  const bad = concern.severity === 'error';
  const Icon = bad ? CircleAlert : TriangleAlert;
  return <li className={`flex gap-2 px-4 py-1.5 ${bad ? 'bg-bad-soft text-bad' : 'bg-warn-soft text-warn'}`}><Icon size={15} className="mt-0.5 shrink-0" aria-hidden /><span>{say(concern.message)} {say(concern.remedy)}</span></li>;
}

/** A rule as it is being written: how a breach is handled, its table or figure, and what is wrong with it. */
export function RuleEditor(props: RuleProps) {
  const { document, rule, index, concerns, onEdit } = props;
  const when = whenText(document, rule.when);
  const own = concerns.filter((concern) => placeOf(concern.place)?.rule === index);
  const handlings = HANDLINGS[rule.kind] ?? UNCUT;
  return (
    <li id={`rule-${rule.id}`} className={`${CARD} scroll-mt-20`}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
        <div className="min-w-0">
          <h2 className="text-base font-medium">{say(rule.title)}<span className="ml-2 text-sm font-normal text-muted">{rule.clause}</span></h2>
          {when.length > 0 && <p className="text-muted text-pretty">{t('policy.applies', { when: when.join(' · ') })}</p>}
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Figure {...props} />
          {rule.table && columnsOf(document, rule)[0] === null && <Button look="quiet" onClick={() => onEdit(splitByGrade(document, index))}>{t('draft.split')}</Button>}
          <label className="flex items-center gap-2 text-muted"><span className="sr-only">{t('draft.on-breach')}</span>
            <select value={rule.onBreach} onChange={(event) => onEdit(changeRule(document, index, (old) => ({ ...old, onBreach: event.target.value as Handling })))} className={`text-ink ${FIELD}`}>
              {handlings.map((handling) => <option key={handling} value={handling}>{t(`policy.breach.${handling}`)}</option>)}
            </select>
          </label>
        </div>
      </div>
      {own.length > 0 && <ul>{own.map((concern) => <Concern key={concern.place + concern.kind} concern={concern} />)}</ul>}
      {rule.table && <TableEditor {...props} concerns={own} />}
    </li>
  );
}
