import type { Instant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import { standardChart, standardRules, type Books, type ChartAccount, type MappingRule, type Standard } from './domain/index.ts';

export type BookSettings = { readonly standard: Standard; readonly word: string; readonly summary: 'each' | 'batch' };

const DEFAULTS: BookSettings = { standard: 'enterprise', word: '记', summary: 'each' };

export async function bookSettings(tx: Tx): Promise<BookSettings> {
  return (await tx.query<BookSettings>('select standard, word, summary from ledger.books')).rows[0] ?? DEFAULTS;
}

export async function saveBookSettings(tx: Tx, settings: BookSettings, at: Instant): Promise<void> {
  await tx.query(
    `insert into ledger.books (company_id, standard, word, summary, updated_at) values (platform.company(), $1, $2, $3, $4)
     on conflict (company_id) do update set standard = excluded.standard, word = excluded.word, summary = excluded.summary, updated_at = excluded.updated_at`, [settings.standard, settings.word, settings.summary, at]);
}

/** The company's chart, or the standard's where it has none of its own. */
export async function loadChart(tx: Tx): Promise<ChartAccount[]> {
  const { rows } = await tx.query<ChartAccount>('select code, title, dims from ledger.chart order by code');
  return rows.length > 0 ? rows : standardChart((await bookSettings(tx)).standard);
}

/** Takes the place of the chart before it. The caller has checked it. */
export async function replaceChart(tx: Tx, chart: readonly ChartAccount[]): Promise<void> {
  await tx.query('delete from ledger.chart');
  await insertMany(tx, 'ledger.chart', { code: 'text', title: 'text', dims: 'text[]' }, { rows: chart });
}

export async function loadMappings(tx: Tx): Promise<MappingRule[]> {
  const { rows } = await tx.query<MappingRule>('select role, category, department, account from ledger.mappings order by rule_no');
  return rows.length > 0 ? rows : standardRules((await bookSettings(tx)).standard);
}

export async function replaceMappings(tx: Tx, rules: readonly MappingRule[]): Promise<void> {
  await tx.query('delete from ledger.mappings');
  await insertMany(tx, 'ledger.mappings', { ruleNo: 'integer', role: 'text', category: 'text', department: 'text', account: 'text' }, { rows: rules.map((rule, i) => ({ ruleNo: i + 1, ...rule })) });
}

/** Everything that making a voucher needs to know. */
export async function loadBooks(tx: Tx, currency: string): Promise<Books> {
  const { word, summary } = await bookSettings(tx);
  return { currency, word, summary, chart: new Map((await loadChart(tx)).map((one) => [one.code, one])), rules: await loadMappings(tx) };
}
