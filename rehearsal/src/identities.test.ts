import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeChance } from './chance.ts';
import { DEMO_COMPANY } from './demo-company.ts';
import { accountOf, isAccountNumber, taxIdOf } from './identities.ts';
import { taxIdOf as withCheckCharacter } from './makers/index.ts';

test('made numbers pass their own checks, and one wrong digit is always seen', () => {
  fc.assert(fc.property(fc.string(), fc.nat(18), fc.integer({ min: 1, max: 9 }), (name, at, by) => {
    const [account, taxId] = [accountOf(name), taxIdOf(name)];
    expect([accountOf(name), taxIdOf(name)]).toEqual([account, taxId]);
    expect(isAccountNumber(account)).toBe(true);
    const wrong = account.slice(0, at) + String((Number(account[at]) + by) % 10) + account.slice(at + 1);
    expect(isAccountNumber(wrong)).toBe(false);
    expect(taxId).toMatch(/^91990100\d{8}[\dX][\dA-HJ-NPQRTUWXY]$/);
    expect(withCheckCharacter(taxId.slice(0, 17))).toBe(taxId);
  }));
});

test('chance is the same for the same name, and a part does not move its neighbours', () => {
  fc.assert(fc.property(fc.string(), fc.nat(20), (name, draws) => {
    const [a, b] = [makeChance(name), makeChance(name)];
    const forked = a.fork('part');
    for (let i = 0; i < draws; i += 1) forked.next();
    expect(Array.from({ length: 5 }, () => a.next())).toEqual(Array.from({ length: 5 }, () => b.next()));
    expect(makeChance(name).digits(8)).toMatch(/^[1-9]\d{7}$/);
  }));
});

test('the demo company is whole: managers exist, numbers and accounts are distinct, every role is there', () => {
  const { employees } = DEMO_COMPANY;
  const numbers: string[] = employees.map((one) => one.number);
  expect(new Set(numbers).size).toBe(employees.length);
  expect(new Set(employees.map((one) => one.bankAccount)).size).toBe(employees.length);
  expect(new Set(employees.map((one) => one.cardTail)).size).toBe(employees.length);
  expect(employees.every((one) => one.managerNumber === null || (numbers.includes(one.managerNumber) && employees.some((boss) => boss.number === one.managerNumber && (boss.roles.includes('manager') || boss.roles.includes('finance')))))).toBe(true);
  expect(new Set(employees.flatMap((one) => one.roles))).toEqual(new Set(['employee', 'manager', 'finance', 'admin']));
});
