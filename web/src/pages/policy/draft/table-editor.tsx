import type { PolicyConcern } from '@roundtrip/contract';
import { Popover } from '@base-ui/react/popover';
import { SlidersHorizontal } from 'lucide-react';
import { useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import { say, t } from '../../../i18n/index.ts';
import { IconButton } from '../../../parts/button.tsx';
import { gradeName, seatName, SEATS, whenText, type Document, type Row, type Rule, type Value } from '../read-rules.ts';
import { columnsOf, pasteRows, pasteValues, placeOf, setCell, valueAt, valueIn, type Column } from './edit.ts';

type Edit = (document: Document) => void;
type TableProps = {
  readonly document: Document; readonly rule: Rule; readonly index: number; readonly concerns: readonly PolicyConcern[];
  /** `row/column` of the cells that decided what is being tried. */
  readonly lit: ReadonlySet<string>;
  readonly onEdit: Edit; readonly onRow: (row: number) => void;
};

const CELL = 'h-8 w-full px-3 pointer-coarse:h-11 outline-offset-[-2px]';
const TONE = { error: 'bg-bad-soft text-bad', warning: 'bg-warn-soft' } as const;
const toneOf = (concern: PolicyConcern | undefined, lit: boolean): string => (concern ? TONE[concern.severity] : lit ? 'bg-accent-soft font-semibold text-accent' : 'bg-transparent');

type CellProps = { readonly name: string; readonly value: Value | undefined; readonly at: string; readonly concern: PolicyConcern | undefined; readonly lit: boolean; readonly read: (text: string) => Value; readonly onValue: (value: Value) => void; readonly onPaste: (text: string) => void };

/** An amount, typed in place. Saved when it is left or Enter is pressed; Escape puts the old one back. */
function AmountCell({ name, value, at, concern, lit, read, onValue, onPaste }: CellProps) {
  const text = typeof value === 'string' ? value : '';
  const commit = (input: HTMLInputElement): void => { if (input.value !== text) onValue(read(input.value)); };
  const paste = (event: ClipboardEvent): void => {
    const block = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(block.trim())) return;
    event.preventDefault();
    onPaste(block);
  };
  return (
    <input key={text} data-cell={at} aria-label={name} aria-invalid={concern?.severity === 'error'} title={concern && say(concern.message)} defaultValue={text} inputMode="decimal" autoComplete="off" onPaste={paste} onBlur={(event) => commit(event.currentTarget)}
      onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.value = text; if (event.key === 'Enter') commit(event.currentTarget); }}
      className={`num text-right ${CELL} ${toneOf(concern, lit)}`} />
  );
}

/** The classes that are allowed, picked from a list. */
function SeatsCell({ name, value, at, concern, lit, onValue }: CellProps) {
  const picked = Array.isArray(value) ? value as readonly string[] : [];
  const text = picked.map(seatName).join(t('policy.and')) || '—';
  const toggle = (seat: string): void => onValue(SEATS.filter((one) => (one === seat ? !picked.includes(one) : picked.includes(one))));
  return (
    <Popover.Root>
      <Popover.Trigger data-cell={at} aria-label={`${name} · ${text}`} title={concern && say(concern.message)} className={`max-w-64 truncate text-left ${CELL} ${toneOf(concern, lit)}`}>{text}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} className="z-40">
          <Popover.Popup aria-label={name} className="grid grid-cols-2 gap-x-4 rounded-md border border-line bg-surface p-3 shadow-lift">
            {SEATS.map((seat) => <label key={seat} className="flex h-8 items-center gap-2"><input type="checkbox" checked={picked.includes(seat)} onChange={() => toggle(seat)} />{seatName(seat)}</label>)}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function caseText(document: Document, row: Row, alone: boolean): string {
  return row.label ? say(row.label) : whenText(document, row.when).join(' · ') || t(alone ? 'policy.always' : 'policy.elsewhere');
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] };

/** A rule's table as a spreadsheet: arrows and Enter walk it, a block pasted from Excel fills it. */
export function TableEditor({ document, rule, index, concerns, lit, onEdit, onRow }: TableProps) {
  const grid = useRef<HTMLTableElement>(null);
  const rows = rule.table?.rows ?? [];
  const columns = columnsOf(document, rule);
  const walk = (event: KeyboardEvent<HTMLElement>): void => {
    const move = MOVES[event.key];
    const [row, column] = ((event.target as HTMLElement).dataset['cell'] ?? '').split('/').map(Number);
    if (!move || row === undefined || column === undefined || (event.target as HTMLElement).tagName !== 'INPUT') return;
    event.preventDefault();
    const next = grid.current?.querySelector<HTMLInputElement>(`[data-cell="${row + move[0]}/${column + move[1]}"]`);
    next?.focus();
    next?.select?.();
  };
  const concernAt = (row: number, column: Column): PolicyConcern | undefined => concerns.find((concern) => { const place = placeOf(concern.place); return place?.row === row && (place.column === null || place.column === column); });
  const Cell = rule.kind === 'class' ? SeatsCell : AmountCell;
  const unit = rule.per ? t(`policy.per.${rule.per}`, { currency: document.currency }) : t('policy.allowed');
  return (
    <div tabIndex={0} role="region" aria-label={say(rule.title)} className="overflow-x-auto">
      <table ref={grid} onKeyDown={walk} className="w-full border-collapse">
        <thead className="border-y border-line bg-hover text-xs text-muted">
          <tr><th className="h-9 px-4 text-left font-medium whitespace-nowrap">{columns[0] === null ? t('policy.case') : `${t('policy.case')} · ${unit}`}</th>{columns.map((column) => <th key={column ?? ''} className={`px-3 font-medium whitespace-nowrap ${rule.kind === 'class' ? 'text-left' : 'text-right'}`}>{column === null ? unit : gradeName(document, column)}</th>)}</tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row, at) => {
            const text = caseText(document, row, rows.length === 1);
            return (
              <tr key={row.id ?? at} className="divide-x divide-line">
                <td className="min-w-44 max-w-[36ch] py-0.5 pr-1 pl-4">
                  <div className="flex items-center justify-between gap-2" onPaste={(event) => { const block = event.clipboardData.getData('text/plain'); if (block.includes('\t')) { event.preventDefault(); onEdit(pasteRows(document, { rule: index, row: at }, block)); } }}>
                    <span className="truncate" title={whenText(document, row.when).join(' · ')}>{text}</span>
                    <IconButton icon={SlidersHorizontal} label={t('draft.row-open', { row: text })} className="size-7!" onClick={() => onRow(at)} />
                  </div>
                </td>
                {columns.map((column, c) => (
                  <td key={column ?? ''} className="p-0">
                    <Cell read={(text) => valueIn(document, rule, text)} name={`${text} · ${column === null ? unit : gradeName(document, column)}`} value={valueAt(row, column) ?? valueAt(row, null)} at={`${at}/${c}`} concern={concernAt(at, column)} lit={lit.has(`${row.id ?? at + 1}${column === null || typeof row.then !== 'object' || !('byGrade' in row.then) ? '' : `/${column}`}`)}
                      onValue={(value) => onEdit(setCell(document, { rule: index, row: at, column }, value))} onPaste={(block) => onEdit(pasteValues(document, { rule: index, row: at, column }, block))} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
