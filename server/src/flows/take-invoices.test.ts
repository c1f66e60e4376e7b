import { afterAll, beforeAll, expect, test } from 'vitest';
import { anInvoice, invoiceFile, openTestHouse, type TestHouse } from './testing.ts';
import { takeFiles } from './take-files.ts';

let base: TestHouse;
beforeAll(async () => { base = await openTestHouse(); });
afterAll(() => base.close());

const hand = (number: string) => takeFiles(base.house, base.companyId, {
  actor: { kind: 'feed', name: 'test' }, submittedBy: base.person('E003').employeeId, mayImport: false, files: [{ fileName: number, bytes: invoiceFile(anInvoice(number, '86.00')) }],
});

test('fifty people hand in invoices of one seller at once, each another and then all the same: none is lost, one is one', async () => {
  const different = await Promise.all(Array.from({ length: 50 }, (_, i) => hand(`263320000000000100${String(i).padStart(2, '0')}`)));
  expect(new Set(different.flat().flatMap((one) => one.documentIds)).size).toBe(50);
  const same = await Promise.all(Array.from({ length: 50 }, () => hand('26332000000000020000')));
  expect(same.flat().filter((one) => one.outcome === 'accepted')).toHaveLength(1);
  expect(new Set(same.flat().flatMap((one) => one.documentIds)).size).toBe(1);
});
