import type { CivilDate, InvoiceFacts } from '@roundtrip/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#platform/clock';
import { testDatabase, type TestDatabase } from '../../platform/db/testing.ts';
import { documentKey, mergeReadings } from './domain/index.ts';
import { acceptReadings, documentsById, releaseDocuments, takeDocuments, usesOf, type NewReading } from './store.ts';

const COMPANY = systemClock.newId<'company'>();
let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

const invoice = (more: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  kind: 'fapiao', number: '26312000000000000017', issuedOn: '2026-11-02' as CivilDate, total: { minor: 53_000n, currency: 'CNY' }, tax: null, seller: '示例酒店管理有限公司', items: [], ...more,
});
const reading = (facts: InvoiceFacts, sha256: string): NewReading => ({
  documentId: systemClock.newId(), originalId: systemClock.newId(), facts, findings: [], evidence: [], format: 'fapiao-xml', submittedBy: null,
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
    const { facts, findings } = mergeReadings(invoice(), invoice({ total: { minor: 1n, currency: 'CNY' }, buyer: 'x' }));
    expect(facts.total.minor).toBe(53_000n);
    expect(findings.map((finding) => finding.code)).toEqual(['READINGS_DIFFER']);
  });

  test('numbers of other countries count only within their seller', () => {
    const foreign = (seller: string): string => documentKey(invoice({ kind: 'einvoice', number: 'RE-1', seller, sellerTaxId: `DE ${seller}` }));
    expect(foreign('1')).not.toBe(foreign('2'));
    expect(documentKey(invoice({ code: '033002000211', number: '83089647' }))).toBe('03300200021183089647');
  });
});

describe('used once', () => {
  test('of fifty claims that take it at once exactly one gets it; giving it up frees it', async () => {
    const [document] = await accept(reading(invoice({ number: '26312000000000000058' }), 'use'));
    const id = document?.documentId ?? '';
    const claims = Array.from({ length: 50 }, () => systemClock.newId<'claim'>());
    const taken = await Promise.all(claims.map((claim) => base.db.transact(COMPANY, (tx) => takeDocuments(tx, claim, [id], systemClock.now()))));
    const winners = claims.filter((_, i) => taken[i]?.ok);
    expect(winners).toHaveLength(1);
    const winner = winners[0] ?? '';
    expect(await base.db.read(COMPANY, (tx) => usesOf(tx, [id]))).toEqual(new Map([[id, winner]]));
    await base.db.transact(COMPANY, (tx) => releaseDocuments(tx, winner, systemClock.now()));
    const again = await base.db.transact(COMPANY, (tx) => takeDocuments(tx, claims[7] ?? '', [id], systemClock.now()));
    expect(again.ok).toBe(true);
  });
});
