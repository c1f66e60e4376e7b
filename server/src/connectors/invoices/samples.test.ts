import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseMoney, type Money } from '@roundtrip/kernel';
import { makeFileReader } from '../read-file.ts';
import { INVOICE_FILE_FORMATS } from './index.ts';

type Truth = Readonly<Record<string, string | null | undefined>> & { readonly file: string };

const root = join(import.meta.dirname, '../../../../../shared/samples');
const folders = existsSync(root) ? readdirSync(root).filter((name) => name.startsWith('invoice-')) : [];
const read = makeFileReader(INVOICE_FILE_FORMATS);
const fold = (text: unknown): string => String(text ?? '').normalize('NFKC').replace(/\s+/g, '').toLowerCase();
const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/** An id that a person read off the page with one zero more than the file holds. */
const MISREAD: ReadonlySet<string> = new Set(['ofd06_csfapiao1.ofd buyerTaxId']);

const samples = folders.flatMap((folder) => readFileSync(join(root, folder, 'truth.jsonl'), 'utf8').split('\n').filter(Boolean)
  .map((line) => JSON.parse(line) as Truth).map((truth): readonly [string, string, Truth] => [folder, truth.file, truth]));

describe.skipIf(samples.length === 0)('papers from outside (skipped where the samples are not at hand)', () => {
  test.each(samples)('%s/%s', async (folder, file, truth) => {
    const result = await read(new Uint8Array(readFileSync(join(root, folder, file))));
    expect(result.ok ? null : result.error).toBeNull();
    const invoice = result.ok ? result.value.flatMap((record) => (record.kind === 'invoice' ? [record.invoice] : []))[0] : undefined;
    if (!invoice) throw new Error('no invoice was read');
    const texts = { number: invoice.number, code: invoice.code, date: invoice.issuedOn, seller: invoice.seller, buyer: invoice.buyer, buyerTaxId: invoice.buyerTaxId, sellerTaxId: invoice.sellerTaxId, currency: invoice.total.currency };
    for (const [field, value] of Object.entries(texts)) if (truth[field] && !MISREAD.has(`${file} ${field}`)) expect([field, fold(value)]).toEqual([field, fold(truth[field])]);
    const amounts: Readonly<Record<string, Money | null | undefined>> = { total: invoice.total, tax: invoice.tax, pretax: invoice.pretax };
    for (const [field, value] of Object.entries(amounts)) {
      const wanted = parseMoney(truth[field] ?? '', invoice.total.currency);
      if (wanted.ok) expect([field, size(value?.minor ?? -1n)]).toEqual([field, size(wanted.value.minor)]);
    }
  });
});
