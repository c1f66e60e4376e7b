import type { InvoiceItem } from '@roundtrip/kernel';
import { cellsOf, findFirst, type Cell, type Row } from './layout.ts';
import { amountOf, rateOf } from './values.ts';

const COLUMNS = [
  ['name', /(项\s*目\s*名\s*称|服\s*务\s*名\s*称|货物或应税劳务[^\t]*)/], ['quantity', /(数\s*量)/], ['unitPrice', /(单\s*价)/],
  ['amount', /(?<!\()(金\s*额)/], ['taxRate', /(税\s*率[^\t税]*)/], ['tax', /(税\s*额)/],
] as const;
type Column = (typeof COLUMNS)[number][0];

const HEADER = /金\s*额\s*(?:税\s*率|\t税\s*率)/;
const END = /(?<![税价]\s*)合\s*计|价\s*税\s*合\s*计|出\s*行\s*人/;

function columnsOf(header: Row): { readonly column: Column; readonly centre: number }[] {
  return COLUMNS.flatMap(([column, label]) => {
    const found = findFirst([header], label);
    const glyphs = found?.row.glyphs.slice(found.start, found.end).filter((glyph) => glyph !== null) ?? [];
    const [first, last] = [glyphs[0], glyphs.at(-1)];
    return first && last ? [{ column, centre: (first.x + last.x + last.width) / 2 }] : [];
  });
}

const NUMERIC: ReadonlySet<Column> = new Set(['quantity', 'unitPrice', 'amount', 'tax']);

function columnOf(cell: Cell, columns: ReturnType<typeof columnsOf>): Column | undefined {
  const centre = (cell.left + cell.right) / 2;
  const fits = columns.filter(({ column }) => (NUMERIC.has(column) ? /^-?[\d.,]+$|^\*+$|^免税$|^不征税$/.test(cell.text) : true));
  return fits.reduce<(typeof columns)[number] | undefined>((near, one) => (!near || Math.abs(one.centre - centre) < Math.abs(near.centre - centre) ? one : near), undefined)?.column;
}

function itemOf(cells: ReadonlyMap<Column, string>, name: string): InvoiceItem {
  const [amount, tax, taxRate] = [amountOf(cells.get('amount') ?? ''), amountOf(cells.get('tax') ?? ''), rateOf(cells.get('taxRate') ?? '')];
  const [quantity, unitPrice] = [cells.get('quantity'), cells.get('unitPrice')];
  return { name, ...(quantity ? { quantity } : {}), ...(unitPrice ? { unitPrice } : {}), ...(amount ? { amount } : {}), ...(taxRate ? { taxRate } : {}), ...(tax ? { tax } : {}) };
}

/** The lines of the item table, by the columns that its header names. A line without amounts continues the name above it. */
export function printedItems(rows: readonly Row[]): InvoiceItem[] {
  const top = rows.findIndex((row) => HEADER.test(row.text));
  const header = rows[top];
  if (!header) return [];
  const columns = columnsOf(header);
  const items: { name: string; cells: Map<Column, string> }[] = [];
  for (const row of rows.slice(top + 1)) {
    if (row.page !== header.page || END.test(row.text)) break;
    const cells = new Map<Column, string>();
    for (const cell of cellsOf(row)) {
      const column = columnOf(cell, columns);
      if (column && !cells.has(column)) cells.set(column, cell.text);
    }
    const name = cells.get('name') ?? '';
    const last = items.at(-1);
    if (cells.has('amount')) items.push({ name, cells });
    else if (last && name !== '' && cellsOf(row).length === 1) last.name += name;
  }
  return items.filter((item) => item.name !== '').map((item) => itemOf(item.cells, item.name));
}
