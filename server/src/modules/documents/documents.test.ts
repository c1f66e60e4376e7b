import type { CivilDate, InvoiceFacts } from '@roundtrip/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#platform/clock';
import { testDatabase, type TestDatabase } from '../../platform/db/testing.ts';
import { acceptReadings, type NewReading } from './accept.ts';
import { documentKey, mergeReadings } from './domain/index.ts';
import { documentsById } from './store.ts';

const COMPANY = systemClock.newId<'company'>();
let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

const invoice = (more: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  kind: 'fapiao', number: '26312000000000000017', issuedOn: '2026-11-02' as CivilDate, total: { minor: 53_000n, currency: 'CNY' }, tax: null, seller: '示例酒店管理有限公司', items: [], ...more,
});
const reading = (facts: InvoiceFacts, sha256: string, rank = 5): NewReading => ({
  documentId: systemClock.newId(), originalId: systemClock.newId(), arrivalId: systemClock.newId(), facts, findings: [], evidence: [{ rank }], format: 'fapiao-xml', submittedBy: null,
  file: { id: systemClock.newId(), sha256, fileName: 'a.xml', bytes: 1 },
});
const accept = (...readings: NewReading[]) => base.db.transact(COMPANY, (tx) => acceptReadings(tx, readings, systemClock.now()));

describe('one invoice, one record', () => {
  test('whatever its file form: the second form adds an original and the fields that it knows', async () => {
    const photo = invoice({ number: '26312000000000000025', seller: '' });
    const [first] = await accept(reading(photo, 'photo'));
    const [second] = await accept(reading(invoice({ number: '26312000000000000025', buyer: '归程示例科技有限公司', tax: { minor: 3_000n, currency: 'CNY' } }), 'xml'));
    expect(first?.outcome).toBe('accepted');
    expect(second).toEqual({ documentId: first?.documentId, outcome: 'known' });
    const [kept] = await base.db.read(COMPANY, (tx) => documentsById(tx, [first?.documentId ?? '']));
    expect(kept?.facts).toMatchObject({ seller: '示例酒店管理有限公司', buyer: '归程示例科技有限公司', tax: { minor: 3_000n } });
  });

  test('twice in one batch is one record', async () => {
    const results = await accept(reading(invoice({ number: '26312000000000000033' }), 'a'), reading(invoice({ number: '26312000000000000033' }), 'b'));
    expect(new Set(results.map((result) => result.documentId)).size).toBe(1);
  });

  test('fifty people hand it in at once: one is first, all get the same record', async () => {
    const results = (await Promise.all(Array.from({ length: 50 }, (_, i) => accept(reading(invoice({ number: '26312000000000000041' }), `race ${i}`))))).flat();
    expect(results.filter((result) => result.outcome === 'accepted')).toHaveLength(1);
    expect(new Set(results.map((result) => result.documentId)).size).toBe(1);
  });

  test('the same number with another amount is a finding, and the first reading stands', () => {
    const { facts, findings } = mergeReadings({ facts: invoice(), rank: 6 }, { facts: invoice({ total: { minor: 1n, currency: 'CNY' }, buyer: 'x' }), rank: 2 });
    expect(facts.total.minor).toBe(53_000n);
    expect(findings.map((finding) => finding.code)).toEqual(['READINGS_DIFFER']);
  });

  test('XML, PDF and OFD of one number, in whatever order, are one record with the fields of the best of them', async () => {
    const forms = [{ rank: 2, seller: '甲酒店', buyer: '归程' }, { rank: 5, seller: '甲酒店有限', passenger: '林三' }, { rank: 4, seller: '甲' }];
    const orders = [[0, 1, 2], [2, 1, 0], [1, 0, 2]];
    for (const [n, order] of orders.entries()) {
      const number = `2631200000000000020${n}`;
      const results: { documentId: string }[] = [];
      for (const i of order) { const { rank = 9, ...facts } = forms[i] ?? {}; results.push(...await accept(reading(invoice({ number, ...facts }), `form ${n} ${i}`, rank))); }
      const [kept] = await base.db.read(COMPANY, (tx) => documentsById(tx, [results[0]?.documentId ?? '']));
      expect(new Set(results.map((one) => one.documentId)).size).toBe(1);
      expect(kept?.facts).toMatchObject({ seller: '甲酒店', buyer: '归程', passenger: '林三' });
    }
  });

  test('numbers of other countries count only within their seller', () => {
    const foreign = (seller: string): string => documentKey(invoice({ kind: 'einvoice', number: 'RE-1', seller, sellerTaxId: `DE ${seller}` }));
    expect(foreign('1')).not.toBe(foreign('2'));
    expect(documentKey(invoice({ code: '033002000211', number: '83089647' }))).toBe('03300200021183089647');
  });
});
