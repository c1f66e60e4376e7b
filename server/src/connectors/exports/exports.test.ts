import { read as readSheet, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { XMLParser } from 'fast-xml-parser';
import iconv from 'iconv-lite';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseMoney } from '@roundtrip/kernel';
import type { ExportPosting } from '#spi';
import { anyEntries, exportKit, type ReadEntry } from '../spi/export-kit.ts';
import { beancount } from './beancount/index.ts';
import { csv } from './csv/index.ts';
import { datev } from './datev/index.ts';
import { gbt24589 } from './gbt24589/index.ts';
import { hledger } from './hledger/index.ts';
import { netsuite, quickbooks, xero } from './journals-csv/index.ts';
import { kingdee } from './kingdee/index.ts';
import { kingdeeXlsx } from './kingdee-xlsx/index.ts';
import { sap } from './sap/index.ts';
import { xlsx } from './xlsx/index.ts';
import { yonyou } from './yonyou/index.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
function line(account: string, amount: string, currency: string): ExportPosting {
  const read = parseMoney(amount, currency);
  if (!read.ok) throw new Error(`not an amount: ${amount} ${currency}`);
  return { account, minor: read.value.minor, currency };
}

/** Blocks that begin with a day are entries. */
function blocks(file: string, read: (row: string) => ExportPosting | null): ReadEntry[] {
  return file.split('\n\n').filter((block) => /^\d{4}-\d{2}-\d{2} \*/.test(block)).map((block) => ({ on: block.slice(0, 10), postings: block.split('\n').slice(1).flatMap((row) => read(row) ?? []) }));
}

exportKit(hledger, (bytes) => blocks(text(bytes), (row) => {
  const match = /^ {4}([^;].*?) {2}([A-Z]{3}) (-?[\d.]+)$/.exec(row);
  return match ? line(match[1] ?? '', match[3] ?? '', match[2] ?? '') : null;
}));
exportKit(beancount, (bytes) => blocks(text(bytes), (row) => {
  const match = /^ {2}(\S+) {2}(-?[\d.]+) ([A-Z]{3})$/.exec(row);
  return match ? line(match[1] ?? '', match[2] ?? '', match[3] ?? '') : null;
}));
exportKit(csv, (bytes) => {
  const rows = parse(text(bytes), { bom: true, columns: true }) as Record<string, string>[];
  return [...Map.groupBy(rows, (row) => row['voucher']).values()].map((entry) => ({
    on: entry[0]?.['date'] ?? '', postings: entry.map((row) => line(row['account'] ?? '', row['debit'] || `-${row['credit'] ?? ''}`, row['currency'] ?? '')),
  }));
});

/** Two columns as one signed line. */
const sides = (account: string, debit: string, credit: string, currency: string): ExportPosting => line(account, debit !== '' && Number(debit) !== 0 ? debit : negated(credit), currency);
const negated = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);
const grouped = <T>(rows: readonly T[], key: (row: T) => string, entry: (rows: readonly T[]) => ReadEntry): ReadEntry[] => [...Map.groupBy(rows, key).values()].map(entry);
const currencyOf = (code: string): string => (code === 'PRE001' ? 'CNY' : code);

type KingdeeLine = { FACCOUNTID: { FNumber: string }; FCURRENCYID: { FNumber: string }; FDEBIT: string; FCREDIT: string };
exportKit(kingdee, (bytes) => (JSON.parse(text(bytes)) as { data: { Model: { FDate: string; FEntity: KingdeeLine[] } }[] }).data.map(({ Model }) => ({
  on: Model.FDate, postings: Model.FEntity.map((one) => sides(one.FACCOUNTID.FNumber, one.FDEBIT, one.FCREDIT, currencyOf(one.FCURRENCYID.FNumber))),
})));

type SapCall = { POSTED_ON: string; ACCOUNTGL: { GL_ACCOUNT: string }[]; CURRENCYAMOUNT: { CURRENCY: string; AMT_DOCCUR: string }[] };
exportKit(sap, (bytes) => (JSON.parse(text(bytes)) as { calls: SapCall[] }).calls.map((call) => ({
  on: call.POSTED_ON, postings: call.ACCOUNTGL.map((one, i) => line(one.GL_ACCOUNT, call.CURRENCYAMOUNT[i]?.AMT_DOCCUR ?? '', call.CURRENCYAMOUNT[i]?.CURRENCY ?? '')),
})));

const sheetRows = (bytes: Uint8Array): string[][] => {
  const book = readSheet(bytes, { raw: true });
  const sheet = book.Sheets[book.SheetNames[0] ?? ''];
  return sheet ? utils.sheet_to_json<string[]>(sheet, { header: 1, raw: true, defval: '' }) : [];
};
exportKit(kingdeeXlsx, (bytes) => {
  const entries: { on: string; postings: ExportPosting[] }[] = [];
  for (const row of sheetRows(bytes).slice(2)) {
    if (row[0] !== '') entries.push({ on: row[2] ?? '', postings: [] });
    entries.at(-1)?.postings.push(sides(row[14] ?? '', row[23] ?? '', row[24] ?? '', currencyOf(row[19] ?? '')));
  }
  return entries;
});
exportKit(xlsx, (bytes) => grouped(sheetRows(bytes).slice(1), (row) => row[1] ?? '', (rows) => ({ on: rows[0]?.[2] ?? '', postings: rows.map((row) => sides(row[4] ?? '', row[10] ?? '', row[11] ?? '', row[9] ?? '')) })));

const csvRows = (bytes: Uint8Array): Record<string, string>[] => parse(text(bytes), { bom: true, columns: true }) as Record<string, string>[];
const JOURNAL = 'Journal Entry - Line: ';
exportKit(netsuite, (bytes) => grouped(csvRows(bytes), (row) => row['External ID'] ?? '', (rows) => ({ on: rows[0]?.['Date'] ?? '', postings: rows.map((row) => sides(row[`${JOURNAL}Account`] ?? '', row[`${JOURNAL}Debit`] ?? '', row[`${JOURNAL}Credit`] ?? '', row['Currency'] ?? '')) })));
exportKit(quickbooks, (bytes) => grouped(csvRows(bytes), (row) => row['JournalNo'] ?? '', (rows) => ({
  on: (rows[0]?.['JournalDate'] ?? '').replace(/^(..)\/(..)\/(....)$/, '$3-$1-$2'), postings: rows.map((row) => sides(row['AccountName'] ?? '', row['Debits'] ?? '', row['Credits'] ?? '', row['Currency'] ?? '')),
})));
exportKit(xero, (bytes) => grouped(csvRows(bytes), (row) => row['*Narration'] ?? '', (rows) => ({ on: rows[0]?.['*Date'] ?? '', postings: rows.map((row) => line(row['*AccountCode'] ?? '', row['*Amount'] ?? '', row['Currency'] ?? '')) })));
exportKit(datev, (bytes) => {
  const rows = parse(iconv.decode(Buffer.from(bytes), 'windows-1252'), { delimiter: ';', from_line: 3, relax_column_count: true });
  return grouped(rows, (row) => row[10] ?? '', (list) => ({
    on: `2026-${(list[0]?.[9] ?? '').slice(2)}-${(list[0]?.[9] ?? '').slice(0, 2)}`, postings: list.map((row) => line(row[6] ?? '', `${row[1] === 'H' ? '-' : ''}${(row[0] ?? '').replace(',', '.')}`, row[2] ?? '')),
  }));
});

const xml = new XMLParser({ ignoreAttributes: false, parseTagValue: false, trimValues: false, isArray: (name) => ['voucher', 'entry', '记账凭证'].includes(name) });
type U8Line = { account_code: string; currency: string; natural_debit_currency: string; natural_credit_currency: string };
exportKit(yonyou, (bytes) => ((xml.parse(text(bytes)) as { ufinterface: { voucher?: { voucher_head: { date: string }; voucher_body: { entry: U8Line[] } }[] } }).ufinterface.voucher ?? []).map((one) => ({
  on: one.voucher_head.date, postings: one.voucher_body.entry.map((row) => sides(row.account_code, row.natural_debit_currency, row.natural_credit_currency, row.currency)),
})));
type Flat = Record<string, { '#text'?: string } | string>;
exportKit(gbt24589, (bytes) => {
  const of = (row: Flat, name: string): string => { const value = row[name]; return typeof value === 'string' ? value : value?.['#text'] ?? ''; };
  return grouped((xml.parse(text(bytes)) as { 总账: { 记账凭证?: Flat[] } }).总账.记账凭证 ?? [], (row) => of(row, '记账凭证编号'), (rows) => ({
    on: of(rows[0] ?? {}, '记账凭证日期').replace(/^(....)(..)(..)$/, '$1-$2-$3'), postings: rows.map((row) => sides(of(row, '科目编号'), of(row, '借方本币金额'), of(row, '贷方本币金额'), of(row, '币种编码'))),
  }));
});

const installed = (command: string): boolean => spawnSync(command, ['--version']).status === 0;
const sampled = fc.sample(anyEntries, { numRuns: 12, seed: 7 });

describe('foreign bookkeepers', () => {
  test.skipIf(!installed('hledger'))('hledger finds nothing to object to in strict mode (skipped where hledger is not installed)', () => {
    for (const entries of sampled) {
      const checked = spawnSync('hledger', ['-f', '-', 'check', '--strict', 'accounts', 'commodities'], { input: hledger.render('公司', entries), env: { ...process.env, LC_ALL: 'C.UTF-8' } });
      expect([checked.status, checked.stderr.toString()]).toEqual([0, '']);
    }
  });

  test.skipIf(!installed('bean-check'))('bean-check finds nothing to object to (skipped where beancount is not installed)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'roundtrip-beancount-'));
    for (const entries of sampled.slice(0, 4)) {
      writeFileSync(join(folder, 'books.beancount'), beancount.render('公司', entries));
      const checked = spawnSync('bean-check', ['--no-cache', join(folder, 'books.beancount')]);
      expect([checked.status, checked.stderr.toString()]).toEqual([0, '']);
    }
    rmSync(folder, { recursive: true });
  });
});
