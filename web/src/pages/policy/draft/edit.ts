import type { Document, Rule, Row, Value, When } from '../read-rules.ts';
import { typedAmount } from '../../../parts/format.ts';
import { SEATS } from '../read-rules.ts';

/** A column of a rule's table: a grade's code, or null where one value holds for everybody. */
export type Column = string | null;
/** A cell by its places in the document. */
export type CellAt = { readonly rule: number; readonly row: number; readonly column: Column };

const gradesOf = (then: Row['then']): Readonly<Record<string, Value>> | null => (typeof then === 'object' && 'byGrade' in then ? then.byGrade : null);
const rowsOf = (rule: Rule): readonly Row[] => rule.table?.rows ?? [];

/** The columns of a table: one, or one for each grade that the policy knows (and the rest, where a row says so). */
export function columnsOf(document: Document, rule: Rule): readonly Column[] {
  const graded = rowsOf(rule).flatMap((row) => { const grades = gradesOf(row.then); return grades ? [grades] : []; });
  if (graded.length === 0) return [null];
  return [...document.grades.map((grade) => grade.code), ...(graded.some((grades) => '*' in grades) ? ['*'] : [])];
}

export function valueAt(row: Row, column: Column): Value | undefined {
  const grades = gradesOf(row.then);
  return grades ? (column === null ? undefined : grades[column]) : (row.then as Value);
}

const replaceAt = <T>(list: readonly T[], index: number, change: (item: T) => T): T[] => list.map((item, at) => (at === index ? change(item) : item));
export const changeRule = (document: Document, index: number, change: (rule: Rule) => Rule): Document => ({ ...document, rules: replaceAt(document.rules, index, change) });
const changeRows = (document: Document, index: number, change: (rows: readonly Row[]) => readonly Row[]): Document => changeRule(document, index, (rule) => ({ ...rule, table: { ...rule.table, rows: change(rowsOf(rule)) } }));
export const changeRow = (document: Document, at: { readonly rule: number; readonly row: number }, change: (row: Row) => Row): Document => changeRows(document, at.rule, (rows) => replaceAt(rows, at.row, change));

/** A row with one value for all takes a value for each column once one of them differs. */
export function setCell(document: Document, { rule, row, column }: CellAt, value: Value): Document {
  const columns = columnsOf(document, document.rules[rule] as Rule).filter((one) => one !== null);
  return changeRow(document, { rule, row }, (old) => {
    if (column === null) return { ...old, then: value };
    const grades = gradesOf(old.then) ?? Object.fromEntries(columns.map((code) => [code, old.then as Value]));
    return { ...old, then: { byGrade: { ...grades, [column]: value } } };
  });
}

/** One column becomes one for each grade, with the same value in each. */
export const splitByGrade = (document: Document, rule: number): Document => changeRows(document, rule, (rows) =>
  rows.map((row) => ({ ...row, then: { byGrade: gradesOf(row.then) ?? Object.fromEntries(document.grades.map(({ code }) => [code, row.then as Value])) } })));

/** An id that no row of the table has. */
function newRowId(rows: readonly Row[]): string {
  const taken = new Set(rows.map((row) => row.id));
  for (let n = rows.length + 1; ; n++) if (!taken.has(`row-${n}`)) return `row-${n}`;
}

/** A copy of the row stands above it, for its condition and values to be changed. */
export const addRow = (document: Document, at: { readonly rule: number; readonly row: number }): Document => changeRows(document, at.rule, (rows) => {
  const like = rows[at.row];
  if (!like) return rows;
  const { label: _, ...copy } = like;
  return [...rows.slice(0, at.row), { ...copy, id: newRowId(rows) }, ...rows.slice(at.row)];
});

export const removeRow = (document: Document, at: { readonly rule: number; readonly row: number }): Document => changeRows(document, at.rule, (rows) => (rows.length > 1 ? rows.filter((_, index) => index !== at.row) : rows));

export const moveRow = (document: Document, at: { readonly rule: number; readonly row: number }, by: -1 | 1): Document => changeRows(document, at.rule, (rows) => {
  const [row, other] = [rows[at.row], rows[at.row + by]];
  if (!row || !other) return rows;
  return rows.map((one, index) => (index === at.row ? other : index === at.row + by ? row : one));
});

export const setWhen = (document: Document, at: { readonly rule: number; readonly row: number }, when: When): Document => changeRow(document, at, (row) => {
  const { when: _, ...rest } = row;
  return Object.keys(when).length > 0 ? { ...rest, when } : rest;
});

/** Cities as people separate them. */
export const namesIn = (text: string): string[] => text.split(/[、,，;；\n\t/]+/).map((name) => name.trim()).filter(Boolean);

const seatIn = (text: string): string => SEATS.find((seat) => seat === text.trim()) ?? text.trim();
/** What was typed or pasted, as a value of this kind of rule. */
export const valueIn = (document: Document, rule: Rule, text: string): Value => (rule.kind === 'class' ? namesIn(text).map(seatIn) : typedAmount(text, document.currency));

const blockOf = (text: string): string[][] => text.replace(/\r?\n$/, '').split(/\r?\n/).map((line) => line.split('\t'));

/** A block from a spreadsheet, from a cell to the right and down; what lies beyond the table is left out. */
export function pasteValues(document: Document, at: CellAt, text: string): Document {
  const rule = document.rules[at.rule];
  if (!rule) return document;
  const columns = columnsOf(document, rule);
  const first = columns.indexOf(at.column);
  return blockOf(text).reduce((whole, line, down) => line.reduce((done, cell, right) => {
    const [row, column] = [at.row + down, columns[first + right]];
    return cell.trim() === '' || column === undefined || row >= rowsOf(rule).length ? done : setCell(done, { rule: at.rule, row, column }, valueIn(document, rule, cell));
  }, whole), document);
}

/** A block whose first column names cities: each line becomes a row, above the one that it was pasted on. */
export function pasteRows(document: Document, at: { readonly rule: number; readonly row: number }, text: string): Document {
  const rule = document.rules[at.rule];
  if (!rule) return document;
  const columns = columnsOf(document, rule);
  return changeRows(document, at.rule, (rows) => {
    const made = blockOf(text).flatMap(([cities = '', ...values]): Row[] => {
      if (cities.trim() === '' || values.length === 0) return [];
      const last = values.at(-1) ?? '';
      const then = columns[0] === null ? valueIn(document, rule, values[0] ?? '') : { byGrade: Object.fromEntries(columns.flatMap((code, index) => (code === null ? [] : [[code, valueIn(document, rule, values[index] ?? last)]]))) };
      return [{ when: { city: namesIn(cities) }, then }];
    });
    return made.reduce<readonly Row[]>((all, row, index) => [...all.slice(0, at.row + index), { ...row, id: newRowId(all) }, ...all.slice(at.row + index)], rows);
  });
}

const PLACE = /^rules\[(\d+)\](?:\.table\.rows\[(\d+)\](?:\.then(?:\.byGrade\.([^.[]+))?)?)?/;

/** The cell, row or rule that a place in the document is: `rules[0].table.rows[3].then.byGrade.staff`. */
export function placeOf(place: string): { readonly rule: number; readonly row: number | null; readonly column: Column } | null {
  const found = PLACE.exec(place);
  return found ? { rule: Number(found[1]), row: found[2] === undefined ? null : Number(found[2]), column: found[3] ?? null } : null;
}
