import fc from 'fast-check';
import type { CivilDate, InvoiceFacts } from '@roundtrip/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#platform/clock';
import { testDatabase, type TestDatabase } from '../../platform/db/testing.ts';
import { acceptReadings } from './accept.ts';
import { overuseOf, restOf, shareOut, spreadOveruse, type DocumentId } from './domain/index.ts';
import { listRecoveries, noteRedLetters, noteTakenBack, settleRecoveries, wrongRecoveries } from './recoveries.ts';
import { allUsesOf, releaseDocuments, restsOf, takeDocuments } from './uses.ts';

const COMPANY = systemClock.newId<'company'>();
let base: TestDatabase;
beforeAll(async () => { base = await testDatabase(); });
afterAll(() => base.drop());

let numbers = 0;
/** Hands in an invoice and does what follows from it; a red letter names its blue invoice. */
function handIn(minor: bigint, more: Partial<InvoiceFacts> = {}): Promise<{ id: DocumentId; number: string }> {
  numbers += 1;
  const number = more.number ?? `26312000000001${String(numbers).padStart(6, '0')}`;
  const facts: InvoiceFacts = { kind: 'fapiao', number, issuedOn: '2026-11-02' as CivilDate, total: { minor, currency: 'CNY' }, tax: null, seller: '甲', items: [], ...more };
  return base.db.transact(COMPANY, async (tx) => {
    const [one] = await acceptReadings(tx, [{
      documentId: systemClock.newId(), originalId: systemClock.newId(), arrivalId: systemClock.newId(), facts, findings: [], evidence: [], format: 'x', submittedBy: null,
      file: { id: systemClock.newId(), sha256: number, fileName: 'a', bytes: 1 },
    }], systemClock.now());
    const id = one?.documentId as DocumentId;
    await settle(tx, await noteRedLetters(tx, [id]));
    return { id, number };
  });
}
const settle = (tx: Parameters<typeof settleRecoveries>[0], ids: readonly string[]) => settleRecoveries(tx, ids, { now: systemClock.now(), newId: () => systemClock.newId<'recovery'>() });
const take = (claimId: string, documentId: string, amountMinor: bigint | null) => base.db.transact(COMPANY, (tx) =>
  takeDocuments(tx, { claimId, now: systemClock.now(), newId: () => systemClock.newId<'use'>() }, [{ documentId, lineId: null, amountMinor }]));
const release = (claimId: string) => base.db.transact(COMPANY, async (tx) => { await settle(tx, await releaseDocuments(tx, claimId, systemClock.now())); });
const newClaim = (): string => systemClock.newId<'claim'>();
const restOfDocument = async (id: string) => (await base.db.read(COMPANY, (tx) => restsOf(tx, [id])))[0]?.restMinor;

describe('laws of parts', () => {
  const minor = fc.bigInt({ min: 0n, max: 10n ** 12n });

  test('a line never takes more than it costs or than is left, and splits to the cent', () => {
    fc.assert(fc.property(minor, fc.array(minor, { minLength: 1, maxLength: 6 }), (line, rests) => {
      const shares = shareOut(line, rests);
      const whole = shares.map((share, i) => share ?? rests[i] ?? 0n);
      whole.forEach((share, i) => { expect(share <= (rests[i] ?? 0n)).toBe(true); });
      const sum = rests.reduce((a, b) => a + b, 0n);
      if (line > 0n) expect(whole.reduce((a, b) => a + b, 0n)).toBe(sum < line ? sum : line);
    }));
  });

  test('what is asked back is what is over-used, and from no claim more than it took', () => {
    fc.assert(fc.property(fc.array(minor, { maxLength: 6 }), minor, minor, (parts, spare, takenBack) => {
      const usedMinor = parts.reduce((a, b) => a + b, 0n);
      const standing = { totalMinor: usedMinor + spare, usedMinor, takenBackMinor: takenBack > usedMinor + spare ? usedMinor + spare : takenBack };
      const over = overuseOf(standing);
      const owed = spreadOveruse(over, parts.map((amountMinor, i) => ({ claimId: `${i}`, amountMinor })));
      expect([...owed.values()].reduce((a, b) => a + b, 0n)).toBe(over);
      for (const [claim, sum] of owed) expect(sum <= (parts[Number(claim)] ?? 0n)).toBe(true);
      expect(restOf(standing) === 0n || over === 0n).toBe(true);
    }));
  });
});

describe('used in parts', () => {
  test('of fifty claims that want the whole at once exactly one gets it; giving it up frees it', async () => {
    const { id } = await handIn(53_000n);
    const claims = Array.from({ length: 50 }, newClaim);
    const taken = await Promise.all(claims.map((claim) => take(claim, id, 53_000n)));
    const winners = claims.filter((_, i) => taken[i]?.ok);
    expect(winners).toHaveLength(1);
    expect(taken.filter((one) => !one.ok).every((one) => !one.ok && one.error.kind === 'document.used')).toBe(true);
    await release(winners[0] ?? '');
    expect((await take(claims[7] ?? '', id, null)).ok).toBe(true);
  });

  test('fifty submitters with parts race: never more than the total, and whoever was refused really did not fit', async () => {
    const total = 100_000n;
    const { id } = await handIn(total);
    const parts = Array.from({ length: 50 }, (_, i) => 1_003n + BigInt((i * 7919) % 4_000));
    const taken = await Promise.all(parts.map((part) => take(newClaim(), id, part)));
    const got = parts.filter((_, i) => taken[i]?.ok);
    const used = got.reduce((a, b) => a + b, 0n);
    const uses = await base.db.read(COMPANY, (tx) => allUsesOf(tx, [id]));
    expect(used <= total).toBe(true);
    expect(uses.reduce((sum, use) => sum + use.amountMinor, 0n)).toBe(used);
    expect(await restOfDocument(id)).toBe(total - used);
    for (const [i, part] of parts.entries()) if (!taken[i]?.ok) expect(part > total - used).toBe(true);
  });

  test('the database itself refuses what goes beyond, and no use is ever changed', async () => {
    const { id } = await handIn(10_000n);
    const insert = (amount: bigint) => base.db.transact(COMPANY, (tx) => tx.query('insert into documents.uses (company_id, document_id, claim_id, amount_minor, used_at) values (platform.company(), $1, $2, $3, now())', [id, newClaim(), amount]));
    await expect(insert(10_001n)).rejects.toThrow(/never_over_used|left of the document/);
    await expect(insert(-1n)).rejects.toThrow(/never_over_used/);
    await insert(6_000n);
    await expect(insert(4_001n)).rejects.toThrow();
    await expect(base.db.transact(COMPANY, (tx) => tx.query('update documents.uses set amount_minor = 1 where document_id = $1', [id]))).rejects.toThrow(/only ends/);
  });

  test('a red letter blocks what is left, wherever it comes from and whichever comes first', async () => {
    const blue = await handIn(50_000n);
    await handIn(-20_000n, { red: true, originalNumber: blue.number });
    expect(await restOfDocument(blue.id)).toBe(30_000n);
    expect(await take(newClaim(), blue.id, 30_001n)).toMatchObject({ ok: false, error: { kind: 'document.over-used' } });
    await handIn(-30_000n, { red: true, originalNumber: blue.number });
    expect(await take(newClaim(), blue.id, null)).toMatchObject({ ok: false, error: { kind: 'document.taken-back' } });
    await handIn(-700n, { red: true, originalNumber: '26312000000002000001' });
    const late = await handIn(1_000n, { number: '26312000000002000001' });
    expect(await restOfDocument(late.id)).toBe(300n);
  });

  test('a red letter after the claim opens a recovery of what is over-used; giving the claim up frees it', async () => {
    const blue = await handIn(50_000n);
    const [first, second] = [newClaim(), newClaim()];
    await take(first, blue.id, 30_000n);
    await take(second, blue.id, 15_000n);
    await handIn(-25_000n, { red: true, originalNumber: blue.number });
    const open = async () => (await base.db.read(COMPANY, (tx) => listRecoveries(tx, { all: false, limit: 99 }))).filter((one) => one.documentId === blue.id).map((one) => [one.claimId, one.amountMinor]).sort();
    expect(await open()).toEqual([[first, 5_000n], [second, 15_000n]].sort());
    await release(second);
    expect(await open()).toEqual([[first, 5_000n]]);
    await release(first);
    expect(await open()).toEqual([]);
  });

  test('law: whatever happens to invoices, recoveries add up to what they are over-used by', async () => {
    const step = fc.oneof(
      fc.record({ act: fc.constant('take' as const), minor: fc.bigInt({ min: 1n, max: 9_000n }) }), fc.record({ act: fc.constant('red' as const), minor: fc.bigInt({ min: 1n, max: 6_000n }) }),
      fc.record({ act: fc.constant('release' as const), minor: fc.bigInt({ min: 0n, max: 3n }) }), fc.record({ act: fc.constant('void' as const), minor: fc.bigInt({ min: 1n, max: 10_000n }) }),
    );
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const blue = await handIn(10_000n);
      const claims: string[] = [];
      for (const { act, minor } of steps) {
        if (act === 'take') { const claim = newClaim(); if ((await take(claim, blue.id, minor)).ok) claims.push(claim); }
        if (act === 'red') await handIn(-minor, { red: true, originalNumber: blue.number });
        if (act === 'release') await release(claims[Number(minor)] ?? newClaim());
        if (act === 'void') await base.db.transact(COMPANY, async (tx) => { await noteTakenBack(tx, blue.id, minor); await settle(tx, [blue.id]); });
      }
      const [rest] = await base.db.read(COMPANY, (tx) => restsOf(tx, [blue.id]));
      const asked = (await base.db.read(COMPANY, (tx) => listRecoveries(tx, { all: false, limit: 999 }))).filter((one) => one.documentId === blue.id);
      expect(asked.reduce((sum, one) => sum + one.amountMinor, 0n)).toBe(rest ? overuseOf(rest) : null);
    }), { numRuns: 12 });
    expect(await base.db.read(COMPANY, wrongRecoveries)).toMatchObject({ bad: [] });
  });
});
