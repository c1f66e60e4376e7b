import { parseCivilDate, type CivilDate, type Money } from '@roundtrip/kernel';
import type { SupportingRecord } from '#spi';
import { finding } from '../shared/errors.ts';
import { cellsOf, type Row } from '../shared/layout.ts';
import { CNY, amountOf } from '../shared/values.ts';

/** A ride-hailing trip table (行程单): a paper beside an invoice, never one itself. */
export const isRideTable = (text: string): boolean => /行\s*程\s*单|TRIP\s*TABLE/i.test(text) && !/电子发票\s*\(|航空运输|铁路电子客票/.test(text) && /上车时间|起点|笔行程|用车/.test(text);

const MONTH_DAY = /(?:(\d{4})[-年/])?(\d{1,2})[-月/](\d{1,2})/;

function dayIn(text: string, year: string | undefined): CivilDate | undefined {
  const match = MONTH_DAY.exec(text);
  const of = match?.[1] ?? year;
  return (match && of && parseCivilDate(`${of}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}`)) || undefined;
}

/** Reads the trips: each row that begins with its running number. Address columns wrap, so lines below it are joined to it. */
export function readRideTable(rows: readonly Row[], format: string): SupportingRecord {
  const text = rows.map((row) => row.text).join('\n');
  const year = /(?:行程起止日期|行程时间|申请日期|日期)[^\d]{0,4}(\d{4})/.exec(text)?.[1] ?? /(\d{4})[-年]\d{1,2}[-月]\d{1,2}/.exec(text)?.[1];
  const lines: { on?: CivilDate; text: string; amount?: Money }[] = [];
  for (const row of rows) {
    const cells = cellsOf(row).map((cell) => cell.text);
    const amount = amountOf(cells.at(-1) ?? '') ?? amountOf(cells.at(-2) ?? '');
    if (!/^\d{1,3}$/.test(cells[0] ?? '') && !/^\d{1,3}[^\d.-]/.test(cells[0] ?? '') || !amount || !MONTH_DAY.test(row.text)) continue;
    const on = dayIn(row.text, year);
    lines.push({ text: cells.slice(1).join(' '), amount, ...(on ? { on } : {}) });
  }
  const printed = amountOf(/合\s*计\s*:?\s*([\d,.]+)\s*元/.exec(text)?.[1] ?? '');
  const sum: Money = { minor: lines.reduce((total, line) => total + (line.amount?.minor ?? 0n), 0n), currency: CNY };
  const total = printed ?? (lines.length > 0 ? sum : null);
  const findings = printed && lines.length > 0 && printed.minor !== sum.minor
    ? [finding('warning', 'RIDE_SUM', '行程金额之和与合计不符', 'The trips do not add up to the printed total')] : [];
  return { kind: 'supporting', format, paper: 'ride-table', ...(total ? { total } : {}), lines, findings };
}
