import { describe, expect, test } from 'vitest';
import { parseMoney, type InvoiceFacts, type Money } from '@roundtrip/kernel';
import { LAYOUTS, TRUTH_FIELDS, makePaper, type Paper, type Truth, type TruthField } from '@roundtrip/rehearsal/makers';
import { makeFileReader } from '../read-file.ts';
import { en16931 } from './en16931/index.ts';
import { fapiaoOfd } from './fapiao-ofd/index.ts';
import { fapiaoPdf } from './fapiao-pdf/index.ts';
import { fapiaoXml } from './fapiao-xml/index.ts';
import { makeFapiaoZip } from './fapiao-zip/index.ts';
import { image } from './image/index.ts';
import { mofXbrl } from './mof-xbrl/index.ts';

/** The readers by themselves: what a page says must not need OCR. */
const read = makeFileReader([fapiaoXml, makeFapiaoZip({ xml: fapiaoXml, ofd: fapiaoOfd, pdf: fapiaoPdf }), fapiaoOfd, fapiaoPdf, image, mofXbrl, en16931]);

const fold = (text: string | null | undefined): string => (text ?? '').normalize('NFKC').replace(/\s+/g, '');
const minor = (amount: Money | null | undefined): string => amount?.minor.toString() ?? '';

function shown(invoice: InvoiceFacts, field: TruthField): string {
  if (field === 'date') return invoice.issuedOn;
  const value = invoice[field];
  return typeof value === 'object' || value === undefined ? minor(value) : fold(value);
}

function wanted(truth: Truth, field: TruthField, invoice: InvoiceFacts): string {
  const value = truth[field];
  if (field !== 'total' && field !== 'tax' && field !== 'pretax') return fold(value);
  const amount = parseMoney(value ?? '', invoice.total.currency);
  return amount.ok ? minor(amount.value) : '';
}

async function facts(paper: Paper): Promise<{ readonly got: object; readonly wanted: object }> {
  const result = await read(paper.bytes);
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.message.en}`);
  const invoices = result.value.flatMap((record) => (record.kind === 'invoice' ? [record.invoice] : []));
  const beside = result.value.flatMap((record) => (record.kind === 'supporting' ? [{ paper: record.paper, total: minor(record.total), lines: record.lines.length }] : []));
  const pairs = paper.truth.map((truth, i) => ({ truth, invoice: invoices.find(({ number }) => number === truth.number) ?? invoices[i] }));
  const fieldsOf = (of: (truth: Truth, invoice: InvoiceFacts, field: TruthField) => string): object[] => pairs.map(({ truth, invoice }) => (invoice ? Object.fromEntries(TRUTH_FIELDS.filter((field) => truth[field] !== undefined).map((field) => [field, of(truth, invoice, field)])) : {}));
  return {
    got: { count: invoices.length, fields: fieldsOf((_, invoice, field) => shown(invoice, field)), beside },
    wanted: { count: paper.truth.length, fields: fieldsOf((truth, invoice, field) => wanted(truth, field, invoice)), beside: (paper.supporting ?? []).map(({ paper: kind, total, lines }) => ({ paper: kind, total: total.replace('.', ''), lines })) },
  };
}

describe('a paper of every layout is read right', () => {
  test.each(LAYOUTS.map((layout) => [`${layout.format} ${layout.name}`, layout] as const))('%s', async (_, layout) => {
    const { got, wanted: truth } = await facts(await makePaper(layout, 'tests', 0));
    expect(got).toEqual(truth);
  });

  test('a paper can be made again from its seed', async () => {
    for (const layout of LAYOUTS.filter(({ format }) => format === 'xml' || format === 'ofd').slice(0, 8)) expect((await makePaper(layout, 'again', 3)).bytes).toEqual((await makePaper(layout, 'again', 3)).bytes);
  });
});
