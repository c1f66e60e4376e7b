import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '@roundtrip/kernel';
import { blocks, FINDINGS, findingsOf, LIMITS_AT_FIRST, mayGoByRule, mayRelease, moveRun, reasonWords, routeOf, takesTwo, type CheckFacts, type FindingCode, type PayeeKind, type RailFacts, type Run, type RunState } from './index.ts';

const now = '2026-11-24T08:00:00.000Z' as Instant;
const run = (facts: Partial<Run> = {}): Run => ({
  id: 'r' as Run['id'], number: 'FK1', state: 'submitted', ruleDay: null, madeBy: 'maker', madeByName: '', submittedBy: 'submitter', submittedByName: '', submittedAt: now, releasedBy: null, releasedByName: null, releasedAt: null, ruleMinor: 0n, version: 1, createdAt: now, updatedAt: now, ...facts,
});
const people = fc.constantFrom('maker', 'submitter', 'third', 'payee');
const sum = fc.bigInt({ min: 0n, max: 10n ** 10n });

describe('who may release', () => {
  test('law: nobody releases what pays themselves; above the limit nobody releases what they made; and no two people that differ are refused', () => {
    fc.assert(fc.property(fc.record({ releaser: people, payees: fc.subarray(['payee', 'third', 'maker']), totalMinor: sum, foreign: fc.boolean(), twoPersonFromMinor: sum }), ({ releaser, payees, totalMinor, foreign, twoPersonFromMinor }) => {
      const question = { run: run(), releaser, payees: new Set(payees), totalMinor, foreign, limits: { ...LIMITS_AT_FIRST, twoPersonFromMinor } };
      const made = releaser === 'maker' || releaser === 'submitter';
      const wanted = payees.includes(releaser) ? 'payout-run.own-payout' : made && (foreign || totalMinor >= twoPersonFromMinor) ? 'payout-run.second-person' : null;
      const said = mayRelease(question);
      expect(said.ok ? null : said.error.kind).toBe(wanted);
      expect(takesTwo(question)).toBe(foreign || totalMinor >= twoPersonFromMinor);
    }));
  });

  test('law: the rule never lets more go in a day than the company allows, in whatever order', () => {
    fc.assert(fc.property(fc.array(sum, { maxLength: 30 }), sum, sum, (amounts, autoSingleMaxMinor, autoDayMaxMinor) => {
      let gone = 0n;
      for (const amountMinor of amounts) if (mayGoByRule({ amountMinor, currency: 'CNY', companyCurrency: 'CNY', releasedTodayMinor: gone, limits: { ...LIMITS_AT_FIRST, autoSingleMaxMinor, autoDayMaxMinor } })) gone += amountMinor;
      expect(gone <= autoDayMaxMinor).toBe(true);
      expect(mayGoByRule({ amountMinor: 1n, currency: 'USD', companyCurrency: 'CNY', releasedTodayMinor: 0n, limits: LIMITS_AT_FIRST })).toBe(false);
    }));
  });

  test.each<[RunState, RunState, boolean]>([
    ['draft', 'submitted', true], ['draft', 'released', false], ['submitted', 'released', true], ['submitted', 'draft', true], ['draft', 'cancelled', true], ['released', 'cancelled', false], ['released', 'draft', false], ['cancelled', 'draft', false],
  ])('a run that is %s becomes %s: %s', (from, to, allowed) => { expect(moveRun(run({ state: from }), to, now).ok).toBe(allowed); });
});

const clear: CheckFacts = { now, account: { digest: 'd', holder: '林晓月', usableFrom: null, names: ['林晓月', 'Xiaoyue Lin'] }, lastDigest: 'd', closed: new Set(), shared: new Set(), twice: false, periodClosed: false };
const plain = { heldFor: null, accountDigest: null, runSubmitted: false };

describe('what stands out', () => {
  test.each<[string, Partial<CheckFacts>, Partial<typeof plain> | { heldFor: string } | { accountDigest: string; runSubmitted: boolean }, FindingCode[]]>([
    ['nothing', {}, {}, []],
    ['no account', { account: null }, {}, ['account.none']],
    ['another account than last time', { lastDigest: 'before' }, {}, ['account.changed']],
    ['a new account that cools', { lastDigest: 'before', account: { digest: 'd', holder: '林晓月', usableFrom: '2026-11-25T00:00:00.000Z' as Instant, names: ['林晓月'] } }, {}, ['account.cooling']],
    ['an account that was swapped after submitting', {}, { accountDigest: 'before', runSubmitted: true }, ['account.swapped']],
    ['a holder of another name', { account: { digest: 'd', holder: '张三', usableFrom: null, names: ['林晓月'] } }, {}, ['account.name']],
    ['a foreign name with a dot in it', { account: { digest: 'd', holder: '阿依古丽•买买提', usableFrom: null, names: ['阿依古丽·买买提'] } }, {}, []],
    ['an account that failed before', { closed: new Set(['d']) }, {}, ['account.closed-earlier']],
    ['an account of two people', { shared: new Set(['d']) }, {}, ['account.shared']],
    ['the same sum twice', { twice: true }, {}, ['amount.twice']],
    ['a closed period', { periodClosed: true }, {}, ['period.closed']],
    ['held by a person', {}, { heldFor: 'person' }, ['held']],
    ['waiting for another account, with the same one', {}, { heldFor: 'd' }, ['account.same-as-failed']],
  ])('%s', (_, facts, payout, found) => { expect(findingsOf({ ...plain, ...payout }, { ...clear, ...facts })).toEqual(found); });

  test('whatever may stand out has words in both languages, and either blocks or asks for eyes', () => {
    for (const code of Object.keys(FINDINGS) as FindingCode[]) {
      expect(blocks(code)).toBe(FINDINGS[code] === 'blocks');
      if (code !== 'held') expect(reasonWords(code).zh).not.toContain(code);
    }
    expect(reasonWords('AC04')).toEqual({ zh: '账户已销户', en: 'The account is closed' });
    expect(reasonWords('AC01: Incorrect account number')).toMatchObject({ zh: '账号错误（AC01: Incorrect account number）' });
    expect(reasonWords('invoice.taken-back').en).toContain('taken back');
  });
});

const rails: Readonly<Record<PayeeKind, RailFacts>> = {
  bank: { id: 'bank-api', currencies: 'any', limits: {} }, wechat: { id: 'wechat-transfer', currencies: ['CNY'], limits: { minMinor: 10n, transferMaxMinor: 200_000n, payeeDayMaxMinor: 500_000n, railDayMaxMinor: 900_000n } }, alipay: { id: 'alipay-transfer', currencies: ['CNY'], limits: {} },
};

describe('which way it goes', () => {
  test('law: nothing goes over a rail beyond its limits, and a wallet that is full hands on to the bank where there is one', () => {
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 400_000n }), fc.bigInt({ min: 0n, max: 600_000n }), fc.bigInt({ min: 0n, max: 1_000_000n }), fc.boolean(), (amountMinor, payeeMinor, railMinor, hasBank) => {
      const accounts: { kind: PayeeKind }[] = [{ kind: 'wechat' }, ...(hasBank ? [{ kind: 'bank' } as const] : [])];
      const route = routeOf({ amountMinor, currency: 'CNY', accounts, railOf: (kind) => rails[kind], today: (rail) => (rail === 'bank-api' ? { payeeMinor: 0n, railMinor: 0n } : { payeeMinor, railMinor }) });
      const fits = amountMinor >= 10n && amountMinor <= 200_000n && payeeMinor + amountMinor <= 500_000n && railMinor + amountMinor <= 900_000n;
      expect(route.rail).toBe(fits ? 'wechat-transfer' : hasBank ? 'bank-api' : null);
      if (!fits) expect(route.findings).toEqual(hasBank ? ['rail.fallback'] : [amountMinor < 10n ? 'rail.too-little' : 'rail.over-limit']);
    }));
  });

  test('a wallet that the company has not set up, and a currency that it does not pay', () => {
    const today = () => ({ payeeMinor: 0n, railMinor: 0n });
    expect(routeOf({ amountMinor: 1n, currency: 'CNY', accounts: [{ kind: 'wechat' as const }], railOf: () => null, today })).toMatchObject({ rail: null, findings: ['rail.none'] });
    expect(routeOf({ amountMinor: 100n, currency: 'USD', accounts: [{ kind: 'wechat' as const }], railOf: (kind) => rails[kind], today })).toMatchObject({ rail: null, findings: ['rail.currency'] });
    expect(routeOf({ amountMinor: 100n, currency: 'CNY', accounts: [], railOf: (kind) => rails[kind], today })).toMatchObject({ rail: null, account: null });
  });
});
