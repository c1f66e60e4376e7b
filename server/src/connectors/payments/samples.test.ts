import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isZip } from './table/grid.ts';
import { PAYMENT_FILE_FORMATS } from './index.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/samples');
const FOLDERS = ['camt052', 'camt053', 'camt054', 'mt940', 'ofx', 'csv-cn', 'csv-generic', 'card-feed', 'wechat-bill', 'pain001', 'pain002'];

type Truth = {
  readonly file: string;
  readonly statements?: readonly { readonly credits: number; readonly debits: number; readonly sum_credit: string; readonly sum_debit: string; readonly ccy: readonly string[]; readonly balance_equation: boolean | null }[];
  readonly parsed_tx?: number;
  readonly oracles_agree?: boolean;
  readonly sum_credit?: string;
  readonly sum_debit?: string;
  readonly expected_tx?: number;
};

const truths = (folder: string): Truth[] => readFileSync(resolve(SAMPLES, folder, 'truth.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Truth);

async function read(folder: string, file: string) {
  const bytes = new Uint8Array(readFileSync(resolve(SAMPLES, folder, file)));
  expect(isZip(bytes)).toBe(false);
  const sniffed = PAYMENT_FILE_FORMATS.map((format) => ({ score: format.sniff({ head: bytes.subarray(0, 65_536), size: bytes.length }), format })).filter(({ score }) => score !== null);
  const best = sniffed.sort((a, b) => (b.score ?? 0) - (a.score ?? 0))[0];
  expect(best, `${file} is recognised`).toBeDefined();
  return best?.format.read(bytes);
}

/** Published examples with counts and sums by other tools. */
describe.skipIf(!existsSync(SAMPLES))('published samples (skipped where they are absent)', () => {
  test.each(existsSync(SAMPLES) ? FOLDERS : [])('%s', async (folder) => {
    for (const truth of truths(folder)) {
      const result = await read(folder, truth.file);
      if (!result?.ok) {
        expect(result?.error.message.en, truth.file).not.toBe('');
        expect(truth.statements?.length ?? 0, truth.file).toBe(0);
        continue;
      }
      const statements = result.value.filter((record) => record.kind === 'statement');
      truth.statements?.forEach((want, i) => {
        const got = statements[i]?.totals;
        expect([got?.credits.count, got?.debits.count], truth.file).toEqual([want.credits, want.debits]);
        if (want.ccy.length <= 1) expect([Number(got?.credits.sum), Number(got?.debits.sum)], truth.file).toEqual([Number(want.sum_credit), Number(want.sum_debit)].map(Math.abs));
        if (want.balance_equation !== null) expect(statements[i]?.balanced, truth.file).toBe(want.balance_equation);
      });
      const count = statements.reduce((sum, s) => sum + (s.totals?.credits.count ?? 0) + (s.totals?.debits.count ?? 0), 0);
      const expected = truth.expected_tx ?? (truth.oracles_agree === false ? undefined : truth.parsed_tx);
      if (expected !== undefined) expect(count, truth.file).toBe(expected);
    }
  });
});
