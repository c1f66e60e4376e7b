import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { isFresh } from '../api/events.ts';
import { t } from '../i18n/index.ts';
import { CARD } from './card.tsx';
import { useKeys } from './use-keys.ts';
import { useMedia } from './use-media.ts';

export type Column<T> = {
  readonly id: string; readonly head: string; readonly width: string; readonly end?: boolean;
  /** Shown only where there is room for it. */
  readonly wide?: boolean; readonly cell: (row: T) => ReactNode;
};
type GridProps<T extends { readonly id: string }> = {
  readonly label: string; readonly columns: readonly Column<T>[]; readonly rows: readonly T[];
  readonly open?: (row: T) => void; readonly openId?: string | undefined; readonly more?: { readonly has: boolean; readonly load: () => void };
  /** The text by which a row's button is known to those who do not see the row. */
  readonly nameOf: (row: T) => string;
};

const ROW_PX = 36;
/** With a finger a row is as high as a finger. */
const TOUCH_ROW_PX = 44;
const WIDE = '(min-width: 900px)';

type RowProps<T extends { readonly id: string }> = Pick<GridProps<T>, 'columns' | 'open' | 'openId' | 'nameOf'> & { readonly row: T; readonly index: number; readonly height: number; readonly top: number; readonly template: string };

function Row<T extends { readonly id: string }>({ row, index, height, top, template, columns, open, openId, nameOf }: RowProps<T>) {
  return (
    <div role="row" aria-rowindex={index + 2} onClick={() => open?.(row)} style={{ height, gridTemplateColumns: template, transform: `translateY(${top}px)` }}
      className={`absolute inset-x-0 top-0 grid items-center gap-x-4 border-b border-line px-4 transition-colors ${open ? 'cursor-pointer hover:bg-hover' : ''} ${openId === row.id ? 'bg-accent-soft' : ''} ${isFresh(row.id) ? 'animate-arrive' : ''}`}>
      {columns.map((column, at) => (
        <div key={column.id} role="cell" className={`min-w-0 truncate ${column.end ? 'text-right' : ''}`}>
          {at === 0 && open ? <button type="button" data-row={index} aria-label={nameOf(row)} onClick={(event) => { event.stopPropagation(); open(row); }} className="num w-full truncate rounded-sm text-left">{column.cell(row)}</button> : column.cell(row)}
        </div>
      ))}
    </div>
  );
}

/**
 * A table of any length: only the rows in sight are in the page. Every mounted row begins with a real button, so Tab and
 * screen readers reach what the pointer reaches; J and K walk the rows.
 */
export function Grid<T extends { readonly id: string }>({ label, columns, rows, open, openId, more, nameOf }: GridProps<T>) {
  const body = useRef<HTMLDivElement>(null);
  const at = useRef(-1);
  const [margin, setMargin] = useState(0);
  const wide = useMedia(WIDE);
  const height = useMedia('(pointer: coarse)') ? TOUCH_ROW_PX : ROW_PX;
  useLayoutEffect(() => { if (body.current) setMargin(body.current.getBoundingClientRect().top + scrollY); }, []);
  const virtual = useWindowVirtualizer({ count: rows.length, estimateSize: () => height, overscan: 12, scrollMargin: margin });
  useEffect(() => virtual.measure(), [virtual, height]);
  const first = useRef(rows[0]?.id);
  // Rows that arrive above keep the rows being read where they are, unless the top of the list is in sight.
  useLayoutEffect(() => {
    const arrived = rows.findIndex(({ id }) => id === first.current);
    first.current = rows[0]?.id;
    if (arrived > 0 && scrollY > margin) scrollBy(0, arrived * height);
  }, [rows, height, margin]);
  const shown = columns.filter((column) => wide || !column.wide);
  const template = shown.map((column) => column.width).join(' ');
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => { if (more?.has && last >= rows.length - 20) more.load(); }, [more, last, rows.length]);
  const go = (to: number): void => {
    at.current = Math.max(0, Math.min(rows.length - 1, to));
    virtual.scrollToIndex(at.current, { align: 'auto' });
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-row="${at.current}"]`)?.focus({ preventScroll: true }));
  };
  useKeys({ j: () => go(at.current + 1), k: () => go(at.current - 1) }, open !== undefined && openId === undefined);
  return (
    <div className={`${CARD} overflow-clip!`}>
    <div role="table" aria-label={label} aria-rowcount={more?.has ? -1 : rows.length + 1}>
      <div role="rowgroup" className="sticky top-0 z-10">
        <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }} className="grid h-9 items-center gap-x-4 border-b border-line bg-hover px-4 text-xs font-medium text-muted">
          {shown.map((column) => <div key={column.id} role="columnheader" className={`truncate ${column.end ? 'text-right' : ''}`}>{column.head}</div>)}
        </div>
      </div>
      <div ref={body} role="rowgroup" className="relative -mb-px" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row && <Row key={row.id} row={row} index={item.index} height={height} top={item.start - margin} template={template} columns={shown} {...(open ? { open } : {})} openId={openId} nameOf={nameOf} />;
        })}
      </div>
    </div>
      {more?.has && <p role="status" className="px-4 py-2 text-center text-muted">{t('state.more')}</p>}
    </div>
  );
}
