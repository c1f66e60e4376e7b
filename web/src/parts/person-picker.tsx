import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { colleaguesQuery } from '../api/queries.ts';
import { t } from '../i18n/index.ts';

type Colleague = { readonly id: string; readonly name: string; readonly department: string };
type PickerProps = { readonly label: string; readonly picked: readonly Colleague[]; readonly many?: boolean; readonly without?: readonly string[]; readonly onPick: (picked: readonly Colleague[]) => void };

const SHOWN_MAX = 6;

/** Colleagues found by typing part of a name or department; those picked stand as chips before the field. */
export function PersonPicker({ label, picked, many = false, without = [], onPick }: PickerProps) {
  const { data } = useQuery(colleaguesQuery);
  const [text, setText] = useState('');
  const id = useId();
  const taken = new Set([...without, ...picked.map((one) => one.id)]);
  const wanted = text.trim().toLowerCase();
  const found = (data?.items ?? []).filter((one) => !taken.has(one.id) && `${one.name} ${one.department}`.toLowerCase().includes(wanted)).slice(0, SHOWN_MAX);
  const open = many || picked.length === 0;
  const pick = (one: Colleague): void => { onPick(many ? [...picked, one] : [one]); setText(''); };
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <div className="mt-1 flex flex-wrap items-center gap-1.5">
        {picked.map((one) => (
          <span key={one.id} className="inline-flex h-8 items-center gap-1 rounded-full bg-accent-soft pr-1 pl-3 text-accent">{one.name}
            <button type="button" aria-label={t('person.remove', { name: one.name })} className="grid size-6 place-items-center rounded-full hover:bg-surface" onClick={() => onPick(picked.filter((other) => other.id !== one.id))}><X size={13} aria-hidden /></button>
          </span>
        ))}
        {open && <input id={id} value={text} autoComplete="off" placeholder={t('person.hint')} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => { if (event.key === 'Enter' && found[0]) { event.preventDefault(); pick(found[0]); } }} className="h-9 min-w-40 flex-1 rounded-sm border border-line-strong bg-surface px-2.5 placeholder:text-faint pointer-coarse:h-11 pointer-coarse:text-base" />}
      </div>
      {open && (
        <ul className="mt-1.5 flex flex-wrap gap-1.5">
          {found.map((one) => <li key={one.id}><button type="button" className="h-8 rounded-full border border-line-strong px-3 hover:bg-sunk pointer-coarse:h-10" onClick={() => pick(one)}>{one.name}<span className="ml-1.5 text-muted">{one.department}</span></button></li>)}
        </ul>
      )}
    </div>
  );
}
