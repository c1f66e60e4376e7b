import type { Place } from '#spi';
import { foldForms } from './values.ts';

/** One printed character: its left edge, baseline from the top, font size and width, all in the page's own unit. */
export type Glyph = { readonly char: string; readonly x: number; readonly y: number; readonly size: number; readonly width: number };

export type TextPage = {
  readonly page: number; readonly width: number; readonly height: number; readonly glyphs: readonly Glyph[];
  /** Where the text was read from a picture that lay askew or showed more than the paper: the picture, and a point of the page on it. */
  readonly picture?: { readonly width: number; readonly height: number; at(x: number, y: number): readonly [number, number] };
};

/** One line as people read it: `glyphs[i]` prints `text[i]`; a tab stands where a gap is wider than a character. */
export type Row = { readonly page: TextPage; readonly y: number; readonly text: string; readonly glyphs: readonly (Glyph | null)[] };

export type Found = { readonly text: string; readonly groups: readonly string[]; readonly row: Row; readonly start: number; readonly end: number; readonly place: Place };

const ROW_TOLERANCE = 0.5;
const GAP = 0.9;
/** Only letters are set apart by spaces: digits and Chinese characters are often spread. */
const WORD_GAP = 0.15;
const LETTER = /[A-Za-z\u00c0-\u024f&.,]/;

/** Groups characters into rows by their baselines, then orders each row from left to right. The order of the content says nothing. */
export function rowsOf(page: TextPage): Row[] {
  const glyphs = [...page.glyphs].sort((a, b) => a.y - b.y);
  const groups: { y: number; size: number; members: Glyph[] }[] = [];
  for (const glyph of glyphs) {
    const group = groups.findLast((one) => Math.abs(glyph.y - one.y) <= ROW_TOLERANCE * Math.min(glyph.size, one.size));
    if (!group) { groups.push({ y: glyph.y, size: glyph.size, members: [glyph] }); continue; }
    group.members.push(glyph);
    group.y += (glyph.y - group.y) / group.members.length;
  }
  return groups.sort((a, b) => a.y - b.y).map(({ y, members }) => rowOf(page, y, members));
}

function rowOf(page: TextPage, y: number, members: readonly Glyph[]): Row {
  const ordered = [...members].sort((a, b) => a.x - b.x);
  let text = '';
  const glyphs: (Glyph | null)[] = [];
  let last: Glyph | null = null;
  for (const glyph of ordered) {
    // Some printers make bold by drawing twice.
    if (last && last.char === glyph.char && glyph.x - last.x < 0.25 * last.width) continue;
    if (last && glyph.x - (last.x + last.width) > GAP * Math.min(last.size, glyph.size)) { text += '\t'; glyphs.push(null); }
    else if (last && LETTER.test(last.char) && LETTER.test(glyph.char) && glyph.x - (last.x + last.width) > WORD_GAP * last.size) { text += ' '; glyphs.push(null); }
    for (const char of foldForms(glyph.char)) {
      if (/\s/.test(char) || char.length > 1) continue;
      text += char;
      glyphs.push(glyph);
    }
    last = glyph;
  }
  return { page, y, text, glyphs };
}

export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** Part of a page as a page of its own; places still speak of the whole one. */
export function cutPage(page: TextPage, { left, top, right, bottom }: Box): TextPage {
  const glyphs = page.glyphs.filter(({ x, y }) => x >= left && x < right && y >= top && y < bottom).map((glyph) => ({ ...glyph, x: glyph.x - left, y: glyph.y - top }));
  const picture = page.picture ?? { width: page.width, height: page.height, at: (x: number, y: number) => [x, y] as const };
  return { page: page.page, width: right - left, height: bottom - top, glyphs, picture: { ...picture, at: (x, y) => picture.at(x + left, y + top) } };
}

const NARROW = 0.75;

/** A page whose text fills only part of its width, cut to that part: layouts are known by where things stand on the paper. */
export function trimmed(page: TextPage): TextPage {
  const [first] = page.glyphs;
  if (!first) return page;
  let [left, right] = [first.x, first.x];
  for (const { x, width } of page.glyphs) { left = Math.min(left, x); right = Math.max(right, x + width); }
  return right - left < NARROW * page.width ? cutPage(page, { left: Math.max(0, left - 0.03 * (right - left)), top: 0, right: right + 0.03 * (right - left), bottom: page.height }) : page;
}

/** The box around part of a row, in fractions of its page. */
export function placeOf(row: Row, start: number, end: number): Place {
  const part = row.glyphs.slice(start, end).filter((glyph) => glyph !== null);
  const left = Math.min(...part.map((glyph) => glyph.x));
  const right = Math.max(...part.map((glyph) => glyph.x + glyph.width));
  const top = Math.min(...part.map((glyph) => glyph.y - glyph.size));
  const bottom = Math.max(...part.map((glyph) => glyph.y + 0.2 * glyph.size));
  const clip = (value: number): number => Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));
  const { picture } = row.page;
  if (picture) return placeOn(picture, row.page.page, { left, right, top, bottom });
  const { width, height } = row.page;
  return {
    page: row.page.page, x: clip(left / width), y: clip(top / height),
    width: clip((right - left) / width), height: clip((bottom - top) / height),
  };
}

function placeOn(picture: NonNullable<TextPage['picture']>, page: number, box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }): Place {
  const corners = [box.left, box.right].flatMap((x) => [box.top, box.bottom].map((y) => picture.at(x, y)));
  const [left, right] = edgesOf(corners.map(([x]) => x / picture.width));
  const [top, bottom] = edgesOf(corners.map(([, y]) => y / picture.height));
  return { page, x: left, y: top, width: right - left, height: bottom - top };
}

const edgesOf = (list: readonly number[]): readonly [number, number] => [Math.min(1, Math.max(0, Math.min(...list))), Math.max(0, Math.min(1, Math.max(...list)))];

/** Every match of `pattern` (its first group, where it has one) over the rows, in reading order. */
export function findAll(rows: readonly Row[], pattern: RegExp): Found[] {
  const global = new RegExp(pattern.source, `gd${pattern.flags.replace(/[gd]/g, '')}`);
  return rows.flatMap((row) => [...row.text.matchAll(global)].map((match): Found => {
    const [start, end] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0];
    return { text: match[1] ?? match[0], groups: match.slice(1), row, start, end, place: placeOf(row, start, end) };
  }));
}

export const findFirst = (rows: readonly Row[], pattern: RegExp): Found | undefined => findAll(rows, pattern)[0];

export const leftOf = (found: Found): number => found.row.glyphs[found.start]?.x ?? 0;
export const rightOf = (found: Found): number => {
  const last = found.row.glyphs[found.end - 1];
  return last ? last.x + last.width : 0;
};

export type Cell = { readonly text: string; readonly left: number; readonly right: number; readonly start: number; readonly end: number };

/** The parts of a row between gaps. */
export function cellsOf(row: Row): Cell[] {
  const cells: Cell[] = [];
  let start = 0;
  for (const part of row.text.split('\t')) {
    const glyphs = row.glyphs.slice(start, start + part.length).filter((glyph) => glyph !== null);
    const [first, last] = [glyphs[0], glyphs.at(-1)];
    if (first && last) cells.push({ text: part, left: first.x, right: last.x + last.width, start, end: start + part.length });
    start += part.length + 1;
  }
  return cells;
}
