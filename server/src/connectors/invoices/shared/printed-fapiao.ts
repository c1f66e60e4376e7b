import type { EvidenceSource, Place } from '#spi';
import { findAll, findFirst, leftOf, placeOf, rightOf, type Found, type Row } from './layout.ts';
import { printedItems } from './printed-items.ts';
import { note, type Field, type Readings } from './readings.ts';
import { readAirPrinted } from './printed-air.ts';
import { noteVehicleTax } from './remarks.ts';

const NAME = /名\s*称\s*:/;
const TAX_ID = /识\s*别\s*号\s*:?/;
const LABELS = /^(?:统一社会信用|纳税人识别|地址|开户行|电话|购|销|买|售|方|信|息|密|码|区|名称)/;
const WORDS = '零壹贰叁肆伍陆柒捌玖拾佰仟万亿圆元角分整正';

type Party = { readonly name?: { readonly text: string; readonly place: Place }; readonly id?: { readonly text: string; readonly place: Place } };

/** What is printed right of a label, up to `limit`: the first run without a wide gap, and its continuation lines above `untilY`. */
function valueRight(rows: readonly Row[], label: Found, limit: number, untilY: number): { text: string; place: Place } | undefined {
  const from = rightOf(label);
  const size = label.row.glyphs[label.start]?.size ?? 1;
  const near = rows.filter((row) => row.page === label.row.page && row.y > label.row.y - 1.3 * size && row.y < untilY);
  let text = '';
  let place: Place | undefined;
  let valueLeft: number | undefined;
  for (const row of near) {
    // On the label's own row order decides, since a wide colon may overlap the value.
    let start = row.glyphs.findIndex((glyph, i) => glyph !== null && glyph.x < limit && (row === label.row ? i >= label.end : glyph.x >= from - 0.2 * size));
    if (start === -1) continue;
    if (row.text[start] === ':') start += 1;
    let end = start;
    while (end < row.text.length && row.text[end] !== '\t' && (row.glyphs[end]?.x ?? 0) < limit) end += 1;
    // A label that follows without a gap ends the value.
    const next = row.text.indexOf('统一社会信用代码', start);
    if (next > start && next < end) end = next;
    const part = row.text.slice(start, end);
    if (part === '' || LABELS.test(part) || (/^[\d+\-*/<>]{8,}$/.test(part) && /[+*/<>]/.test(part))) continue;
    const left = row.glyphs[start]?.x ?? 0;
    if (row !== label.row && Math.abs(left - (valueLeft ?? from)) > (valueLeft === undefined ? 3 : 1.5) * size) continue;
    text += part;
    valueLeft ??= left;
    place ??= placeOf(row, start, end);
  }
  return text && place ? { text, place } : undefined;
}

function partyOf(rows: readonly Row[], name: Found | undefined, id: Found | undefined, limit: number): Party {
  const size = name?.row.glyphs[name.start]?.size ?? 1;
  const sameColumn = id && name && id.row.y > name.row.y;
  const nameText = name ? valueRight(rows, name, limit, sameColumn ? id.row.y - 0.6 * size : name.row.y + 0.6 * size) : undefined;
  const idRow = id ? valueRight(rows, id, limit, id.row.y + 0.6 * size) : undefined;
  const idText = idRow && /^[0-9A-Za-z]{15,20}/.exec(idRow.text)?.[0];
  return { ...(nameText ? { name: nameText } : {}), ...(idRow && idText ? { id: { text: idText.toUpperCase(), place: idRow.place } } : {}) };
}

/** Buyer and seller: beside each other since 数电票, above each other before. */
function parties(rows: readonly Row[]): { buyer: Party; seller: Party } {
  const names = findAll(rows, NAME);
  const ids = findAll(rows, TAX_ID);
  const width = rows[0]?.page.width ?? 1;
  const right = names.find((name) => leftOf(name) > 0.4 * width && leftOf(name) < 0.75 * width);
  const left = names.find((name) => leftOf(name) < 0.4 * width && (!right || Math.abs(name.row.y - right.row.y) < 0.1 * (rows[0]?.page.height ?? 1)));
  if (right && left) {
    const boundary = leftOf(right) - 0.02 * width;
    return {
      buyer: partyOf(rows, left, ids.find((id) => leftOf(id) < boundary), boundary),
      seller: partyOf(rows, right, ids.find((id) => leftOf(id) > boundary), width),
    };
  }
  const limit = 0.62 * width;
  const column = names.filter((name) => leftOf(name) < 0.4 * width);
  const idOf = (name: Found | undefined): Found | undefined => ids.find((id) => name && id.row.y > name.row.y && id.row.y < name.row.y + 0.12 * (rows[0]?.page.height ?? 1));
  return { buyer: partyOf(rows, column[0], idOf(column[0]), limit), seller: partyOf(rows, column[1], idOf(column[1]), limit) };
}

function noteAmounts(rows: readonly Row[], add: (field: Field, found: Found | undefined, value?: string) => void): void {
  const amount = '-?\\d[\\d,]*(?:\\.\\d{1,2})?(?![\\d.\ufffd])';
  add('words', findFirst(rows, new RegExp(`大\\s*写\\s*\\)?[^${WORDS}(负]*((?:\\(?负数?\\)?)?\\s*[${WORDS}]{2,})`)));
  const small = findFirst(rows, new RegExp(`小\\s*写\\s*\\)?\\s*:?\\s*¥?\\s*(${amount})`));
  const fare = findFirst(rows, new RegExp(`票\\s*价\\s*:?\\s*¥?\\s*(${amount})`));
  // A taxi's slip states its fare as 金额, a word that heads a column elsewhere.
  const slip = rows.some((row) => /出\s*租/.test(row.text)) ? findFirst(rows, new RegExp(`金\\s*额\\s*:?\\s*¥?\\s*(${amount})`)) : undefined;
  add('total', small ?? fare ?? slip);
  const sum = findFirst(rows, new RegExp(`(?<![税价]\\s*)合\\s*计\\s*((?:¥|${amount}|\\*|\\s|免税|不征税)+)$`));
  if (!sum) return;
  const parts = [...sum.text.matchAll(new RegExp(`${amount}|\\*+|免税|不征税`, 'gd'))];
  const [pretax, tax] = parts.map((part): Found => {
    const start = sum.start + part.index;
    return { ...sum, text: part[0], start, end: start + part[0].length, place: placeOf(sum.row, start, start + part[0].length) };
  });
  add('pretax', pretax);
  add('tax', tax);
}

const DAY = '((?:19|20)\\d{2}\\s*年\\s*\\d{1,2}\\s*月\\s*\\d{1,2}\\s*日?|(?:19|20)\\d{2}-\\d{1,2}-\\d{1,2})';

/** Reads the printed fields of one invoice, of either layout, from its rows. */
export function readPrinted(rows: readonly Row[], readings: Readings, source: EvidenceSource): void {
  const add = (field: Field, found: Found | undefined, value?: string): void => {
    if (found) note(readings, field, (value ?? found.text).replace(/\s+/g, ''), { source, place: found.place });
  };
  const number = findFirst(rows, /发\s*票\s*号\s*码\s*:?\s*(\d{8,20})(?!\d)/) ?? findFirst(rows, /(?<!\d)(\d{20})(?!\d)/) ?? findFirst(rows, /(?:号\s*码|No\.?|№)\s*:?\s*(\d{8})(?!\d)/);
  add('number', number);
  if (number?.text.length !== 20) add('code', findFirst(rows, /发\s*票\s*代\s*码\s*:?\s*(\d{10}(?:\d{2})?)(?!\d)/) ?? findFirst(rows, /(?<!\d)(0\d{11})(?!\d)/));
  if (number?.text.length !== 20) add('checkCode', findFirst(rows, /校\s*验\s*码\s*:?\s*((?:\d\s*){20})/));
  const [isAir, isRail] = [/航空运输电子客票/, /铁路电子客票/].map((title) => rows.some((row) => title.test(row.text)));
  if (isAir) readAirPrinted(rows, readings, add); else noteAmounts(rows, add);
  add('date', findFirst(rows, new RegExp(`开\\s*票\\s*日\\s*期\\s*:?\\s*${DAY}`)) ?? findFirst(rows, new RegExp(DAY)));
  const title = findFirst(rows, /(电\s*子\s*发\s*票\s*\([^)]*\)|[^\t]*增\s*值\s*税[^\t]*发\s*票[^\t]*)/);
  add('type', title);
  const { buyer, seller } = parties(rows);
  for (const [name, id, party] of [['buyer', 'buyerTaxId', buyer], ['seller', 'sellerTaxId', seller]] as const) {
    if (party.name) note(readings, name, party.name.text, { source, place: party.name.place });
    if (party.id) note(readings, id, party.id.text, { source, place: party.id.place });
  }
  if (!buyer.name) add('buyer', findFirst(rows, /购\s*买\s*方\s*名\s*称\s*:?\s*([^\t:]+?)(?:统一社会[^\t]*)?(?:\t|$)/));
  // A ticket names one id, its buyer's.
  if (!buyer.id && (isAir || isRail)) add('buyerTaxId', findFirst(rows, /(?:统一社会信用代码|纳税人识别号)\s*:?\s*([0-9A-Z]{15,20})(?![0-9A-Z\ufffd])/));
  add('originalNumber', findFirst(rows, /被红冲蓝字[^0-9\t]{0,12}\s*(\d{8,20})/));
  noteVehicleTax(readings, rows.map((row) => row.text).join('\n'));
  if (isRail) readings.kind = 'rail';
  else if (rows.some((row) => /出租[^\t]{0,4}(?:统一|专用|发票)/.test(row.text))) readings.kind = 'taxi';
  if (readings.items.length === 0) readings.items = printedItems(rows);
  if (!readings.kind && readings.items.some((item) => /通行费/.test(item.name))) readings.kind = 'toll';
}
