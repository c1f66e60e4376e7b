import { ArrowDown, ArrowUp, CopyPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { say, t } from '../../../i18n/index.ts';
import { Button } from '../../../parts/button.tsx';
import { Drawer } from '../../../parts/drawer.tsx';
import type { Document, When } from '../read-rules.ts';
import { addRow, changeRow, moveRow, namesIn, removeRow, setWhen } from './edit.ts';

type RowProps = { readonly document: Document; readonly at: { readonly rule: number; readonly row: number }; readonly onEdit: (document: Document) => void; readonly onMove: (row: number) => void; readonly onClose: () => void };

const INPUT = 'h-9 w-full rounded-sm border border-line-strong bg-surface px-2.5 pointer-coarse:h-11 pointer-coarse:text-base';
const whole = (text: string): number | undefined => (/^\d+$/.test(text.trim()) ? Number(text) : undefined);

/** What an empty pair of ends means: no such condition. */
function rangeOf<T>(from: T | undefined, to: T | undefined): { from?: T; to?: T } | undefined {
  return from === undefined && to === undefined ? undefined : { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

type Fields = { readonly cities: string; readonly seasonFrom: string; readonly seasonTo: string; readonly nightsFrom: string; readonly nightsTo: string };
const fieldsOf = (when: When | undefined): Fields => ({
  cities: (when?.city ?? []).join('、'), seasonFrom: String(when?.season?.from ?? ''), seasonTo: String(when?.season?.to ?? ''), nightsFrom: String(when?.nights?.from ?? ''), nightsTo: String(when?.nights?.to ?? ''),
});

/** The row's condition with what stands in the fields; what the fields do not show stays. */
function whenOf(old: When | undefined, { cities, seasonFrom, seasonTo, nightsFrom, nightsTo }: Fields): When {
  const { city: _c, season: _s, nights: _n, ...rest } = old ?? {};
  const named = namesIn(cities);
  const nights = rangeOf(whole(nightsFrom), whole(nightsTo));
  return { ...rest, ...(named.length > 0 ? { city: named } : {}), ...(seasonFrom !== '' && seasonTo !== '' ? { season: { from: seasonFrom, to: seasonTo } } : {}), ...(nights ? { nights } : {}) };
}

/** A row's case: its name, cities, season and nights, and where it stands among the others. */
export function RowDrawer({ document, at, onEdit, onMove, onClose }: RowProps) {
  const rows = document.rules[at.rule]?.table?.rows ?? [];
  const row = rows[at.row];
  const [fields, setFields] = useState(() => fieldsOf(row?.when));
  if (!row) return null;
  const set = (key: keyof Fields) => (event: { readonly target: { readonly value: string } }): void => {
    const next = { ...fields, [key]: event.target.value };
    setFields(next);
    onEdit(setWhen(document, at, whenOf(row.when, next)));
  };
  const rename = (language: 'zh' | 'en', text: string): void => onEdit(changeRow(document, at, (old) => ({ ...old, label: { zh: old.label?.zh ?? text, en: old.label?.en ?? text, [language]: text } })));
  const move = (by: -1 | 1): void => { onEdit(moveRow(document, at, by)); onMove(at.row + by); };
  return (
    <Drawer title={row.label ? say(row.label) : t('draft.row', { number: at.row + 1 })} onClose={onClose} actions={(
      <>
        <Button icon={CopyPlus} onClick={() => { onEdit(addRow(document, at)); onClose(); }}>{t('draft.add-row')}</Button>
        <Button icon={ArrowUp} disabled={at.row === 0} onClick={() => move(-1)}>{t('draft.up')}</Button>
        <Button icon={ArrowDown} disabled={at.row === rows.length - 1} onClick={() => move(1)}>{t('draft.down')}</Button>
        <Button look="danger" icon={Trash2} disabled={rows.length === 1} className="ml-auto" onClick={() => { onEdit(removeRow(document, at)); onClose(); }}>{t('draft.remove')}</Button>
      </>
    )}>
      <div className="grid grid-cols-2 gap-3">
        <label>{t('draft.name-zh')}<input className={INPUT} defaultValue={row.label?.zh ?? ''} onBlur={(event) => { if (event.target.value !== (row.label?.zh ?? '')) rename('zh', event.target.value); }} /></label>
        <label>{t('draft.name-en')}<input className={INPUT} defaultValue={row.label?.en ?? ''} onBlur={(event) => { if (event.target.value !== (row.label?.en ?? '')) rename('en', event.target.value); }} /></label>
      </div>
      <label className="block">{t('draft.cities')}<textarea rows={5} className={`${INPUT} h-auto py-2`} value={fields.cities} onChange={set('cities')} /><span className="text-muted">{t('draft.cities-hint')}</span></label>
      <fieldset><legend>{t('draft.season')}</legend><div className="grid grid-cols-2 gap-3">
        <input className={INPUT} aria-label={t('draft.from')} placeholder="07-01" value={fields.seasonFrom} onChange={set('seasonFrom')} /><input className={INPUT} aria-label={t('draft.to')} placeholder="09-30" value={fields.seasonTo} onChange={set('seasonTo')} />
      </div></fieldset>
      <fieldset><legend>{t('draft.nights')}</legend><div className="grid grid-cols-2 gap-3">
        <input className={INPUT} aria-label={t('draft.from')} inputMode="numeric" value={fields.nightsFrom} onChange={set('nightsFrom')} /><input className={INPUT} aria-label={t('draft.to')} inputMode="numeric" value={fields.nightsTo} onChange={set('nightsTo')} />
      </div></fieldset>
    </Drawer>
  );
}
