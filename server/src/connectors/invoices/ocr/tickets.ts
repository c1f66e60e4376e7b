import type { InvoiceKind } from '@roundtrip/kernel';
import { findFirst, type Found, type Row } from '../shared/layout.ts';
import { note, type Field, type Readings } from '../shared/readings.ts';
import { dayOf } from '../shared/values.ts';

const AMOUNT = '(\\d{1,6}(?:\\.\\d{1,2})?)';
const DAY = /((?:19|20)\d{2}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}|(?<!\d)20\d{6}(?!\d))/;
const CODE = /代\s*码\s*:?\s*(\d{10}(?:\d{2})?)(?!\d)/;
const NUMBER = /号\s*码\s*:?\s*(\d{8})(?!\d)/;
const STATIONS = /([\u4e00-\u9fa5]{2,6}?)站?\s*([GDCZTKYLS]\d{1,4})次?\s*([\u4e00-\u9fa5]{2,6}?)(?:站|\t|$)/;

type Kind = Extract<InvoiceKind, 'taxi' | 'rail' | 'toll'>;

/** Which of the small papers of a journey this is; null for none of them. */
export function ticketKind(text: string): Kind | null {
  const flat = text.replace(/\s/g, '');
  if (/[GDCZTKYLS]\d{1,4}次?/.test(flat) && /限乘|检票|二等座|一等座|商务座|硬座|硬卧|软卧|无座|车次|开\d{2}车|\d{2}车\d{1,2}/.test(flat)) return 'rail';
  if (/通行费|收费站|高速公路/.test(flat) && /金额|元/.test(flat)) return 'toll';
  return /出租|上车|等候|车号/.test(flat) && /里程|单价|金额/.test(flat) ? 'taxi' : null;
}

function noteRail(rows: readonly Row[], readings: Readings, add: (field: Field, found: Found | undefined) => void): void {
  const flat = rows.map((row) => row.text.replace(/\s/g, '')).join('\n');
  // The red number stands at the top, as the seller of the ticket printed it.
  add('number', findFirst(rows, /(?<![0-9A-Z])(\d{0,3}[A-Z]\d{6,9}|\d{0,2}[A-Z]\d{2}[A-Z]\d{5,7})(?!\d)/));
  add('total', findFirst(rows, new RegExp(`¥\\s*${AMOUNT}`)) ?? findFirst(rows, new RegExp(`${AMOUNT}\\s*元`)));
  add('date', findFirst(rows, DAY));
  add('passenger', findFirst(rows, /\d{6,10}\*{2,}[\dXx]{3,4}\s*([\u4e00-\u9fa5]{2,8})/));
  const [, from, service, to] = STATIONS.exec(flat) ?? [];
  const on = dayOf(findFirst(rows, DAY)?.text ?? '');
  const seat = /\d{2}车\d{1,3}[A-F]?号?(?:[上中下]铺)?/.exec(flat)?.[0];
  if (from && to && on) readings.journey = { from, to, departsOn: on, ...(service ? { service } : {}), ...(seat ? { seat } : {}) };
  note(readings, 'seller', '中国铁路', 'ocr');
}

/** A taxi slip, a paper rail ticket, a toll slip or a slip of a roll: what they print in a layout of their own. */
export function readTicket(rows: readonly Row[], readings: Readings, kind: Kind | 'fapiao'): void {
  const add = (field: Field, found: Found | undefined): void => { if (found) note(readings, field, found.text.replace(/\s+/g, ''), { source: 'ocr', place: found.place }); };
  readings.kind = kind;
  if (kind === 'rail') { noteRail(rows, readings, add); return; }
  add('code', findFirst(rows, CODE) ?? findFirst(rows, /(?<!\d)(1\d{11})(?!\d)/));
  add('number', findFirst(rows, NUMBER) ?? findFirst(rows, /(?<![\d.])(\d{8})(?![\d.])/));
  add('date', findFirst(rows, new RegExp(`(?:日\\s*期|时\\s*间)\\s*:?\\s*${DAY.source}`)) ?? findFirst(rows, DAY));
  add('total', findFirst(rows, new RegExp(`(?:实\\s*收|金\\s*额|合\\s*计|总\\s*额|收\\s*费)[^\\d]{0,6}${AMOUNT}`)) ?? findFirst(rows, new RegExp(`¥\\s*${AMOUNT}`)) ?? findFirst(rows, new RegExp(`${AMOUNT}\\s*元(?!/)`)));
  add('seller', findFirst(rows, /([\u4e00-\u9fa5()]{4,30}(?:公司|车队|收费站|中心))/) ?? findFirst(rows, /([\u4e00-\u9fa5]{2,8}出租[\u4e00-\u9fa5]{0,4})/));
}
