import type { CivilDate } from '@roundtrip/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountClass, accountTitle, accounts, balanced, openPeriod, rules, type ClaimLineBooking, type NewEntry, type PaymentBooking } from './index.ts';

const ON = '2026-11-24' as CivilDate;
const cny = (minor: bigint) => ({ minor, currency: 'CNY' });
const minors = fc.bigInt({ min: 1n, max: 10n ** 12n });
/** What the person and the company bore of one payment. */
const splits = fc.tuple(minors, fc.bigInt({ min: 0n, max: 10_000n }), fc.constantFrom('in' as const, 'out' as const)).map(([minor, share, direction]) => ({ minor, company: (minor * share) / 10_000n, direction }));
const payment = (n: number, { minor, company, direction }: { minor: bigint; company: bigint; direction: 'in' | 'out' }): PaymentBooking =>
  ({ paymentId: `p${n}`, on: ON, merchant: '示例', direction, amount: cny(minor), companyPaid: cny(company), employeeNumber: 'E1', program: 'card-1' });
const signed = (p: PaymentBooking, minor: bigint): bigint => (p.direction === 'out' ? minor : -minor);

/** The claim of some payments, of which policy allows a share. */
function claimLine(payments: readonly PaymentBooking[], allowedShare: bigint): ClaimLineBooking {
  const company = payments.reduce((sum, p) => sum + signed(p, p.companyPaid.minor), 0n);
  const personal = payments.reduce((sum, p) => sum + signed(p, p.amount.minor - p.companyPaid.minor), 0n);
  const total = company + personal;
  const allowed = total > 0n ? (total * allowedShare) / 100n : 0n;
  return {
    category: 'hotel', inputVatMinor: allowed / 20n, personalMinor: personal, cards: [{ program: 'card-1', minor: company }],
    reimbursableMinor: allowed > company ? allowed - company : 0n, owedBackMinor: company > allowed ? company - allowed : 0n,
  };
}

function sums(entries: readonly NewEntry[]): Map<string, bigint> {
  const byAccount = new Map<string, bigint>();
  for (const line of entries.flatMap((entry) => entry.lines)) byAccount.set(line.account, (byAccount.get(line.account) ?? 0n) + line.minor);
  return byAccount;
}

const payout = (id: string, minor: bigint) => ({ payoutId: id, on: ON, text: 'BX-1', employeeNumber: 'E1', rail: 'bank-api', amount: cny(minor) });

describe('every rule', () => {
  test('balances in its currency, or books nothing', () => {
    fc.assert(fc.property(fc.array(splits, { minLength: 1, maxLength: 5 }), fc.bigInt({ min: 0n, max: 100n }), minors, (parts, allowed, minor) => {
      const payments = parts.map((part, i) => payment(i, part));
      const entries = [
        ...payments.flatMap((p) => [...rules.paymentArrived(p), ...rules.paymentReversed(p), ...rules.paymentPrivate(p)]),
        ...rules.claimApproved({ claimId: 'c1', number: 'BX-1', on: ON, currency: 'CNY', employeeNumber: 'E1', department: '研发', attachments: 1, lines: [claimLine(payments, allowed)] }),
        ...rules.payoutSent(payout('o1', minor)), ...rules.payoutFailed(payout('o1', minor)),
        ...rules.payoutSettled({ ...payout('o1', minor), account: '6225 0000 0456', late: false }), ...rules.payoutReturned({ ...payout('o1', minor), account: '0456' }),
        ...rules.bankUnexplained({ lineId: 'l1', on: ON, text: '', account: '0456', direction: 'out', amount: cny(minor), isReturn: false }),
      ];
      for (const entry of entries) expect(balanced(entry)).toBe(true);
    }));
  });

  test('that takes something back leaves nothing', () => {
    fc.assert(fc.property(splits, (part) => {
      const p = payment(1, part);
      for (const sum of sums([...rules.paymentArrived(p), ...rules.paymentReversed(p)]).values()) expect(sum).toBe(0n);
      for (const sum of sums([...rules.payoutSent(payout('o', part.minor)), ...rules.payoutFailed(payout('o', part.minor))]).values()) expect(sum).toBe(0n);
      const privately = sums([...rules.paymentArrived(p), ...rules.paymentPrivate(p)]);
      expect([privately.get(accounts.spendClearing) ?? 0n, privately.get(accounts.unclaimed('E1')) ?? 0n, privately.get(accounts.cardClearing('card-1')) ?? 0n]).toEqual([0n, 0n, 0n]);
      expect(privately.get(accounts.receivable('E1')) ?? 0n).toBe(signed(p, part.company));
    }));
  });
});

type History = { payments: { minor: bigint; company: bigint; direction: 'in' | 'out' }[]; allowed: bigint; fate: ('settles' | 'fails' | 'late' | 'returns')[] };
const histories = fc.record<History>({
  payments: fc.array(splits, { minLength: 1, maxLength: 4 }), allowed: fc.bigInt({ min: 0n, max: 100n }),
  fate: fc.array(fc.constantFrom('settles' as const, 'fails' as const, 'late' as const, 'returns' as const), { maxLength: 4 }),
});

test('whatever happens, the books sum to zero, and clearing accounts are empty once every claim is paid', () => {
  fc.assert(fc.property(fc.array(histories, { minLength: 1, maxLength: 6 }), (claims) => {
    const entries = claims.flatMap((claim, c): NewEntry[] => {
      const payments = claim.payments.map((part, i) => payment(c * 10 + i, part));
      const line = claimLine(payments, claim.allowed);
      const tried = claim.fate.filter((fate) => fate !== 'settles' && fate !== 'late');
      const owed = line.reimbursableMinor;
      const attempt = (fate: string, i: number): NewEntry[] => {
        const made = payout(`o${c}.${i}`, owed);
        if (fate === 'fails') return [...rules.payoutSent(made), ...rules.payoutFailed(made)];
        if (fate === 'late') return [...rules.payoutSent(made), ...rules.payoutFailed(made), ...rules.payoutSettled({ ...made, account: '0456', late: true })];
        const settled = [...rules.payoutSent(made), ...rules.payoutSettled({ ...made, account: '0456', late: false })];
        return fate === 'returns' ? [...settled, ...rules.payoutReturned({ ...made, account: '0456' })] : settled;
      };
      return [
        ...payments.flatMap(rules.paymentArrived),
        ...rules.claimApproved({ claimId: `c${c}`, number: `BX-${c}`, on: ON, currency: 'CNY', employeeNumber: 'E1', department: '研发', attachments: 1, lines: [line] }),
        ...(owed > 0n ? [...tried, claim.fate.includes('late') ? 'late' : 'settles'].flatMap(attempt) : []),
      ];
    });
    const byAccount = sums(entries);
    expect([...byAccount.values()].reduce((sum, minor) => sum + minor, 0n)).toBe(0n);
    for (const [account, minor] of byAccount) if (accountClass(account) === 'clearing') expect([account, minor]).toEqual([account, 0n]);
    expect(byAccount.get(accounts.payable('E1')) ?? 0n).toBe(0n);
  }));
});

test('a closed month hands on to the next open one', () => {
  expect(openPeriod('2026-11-24' as CivilDate, new Set())).toBe('2026-11');
  expect(openPeriod('2026-11-24' as CivilDate, new Set(['2026-11', '2026-12']))).toBe('2027-01');
});

test('accounts say what they are in both languages and give no account number away', () => {
  expect(accountTitle('expense:hotel')).toEqual({ zh: '管理费用·差旅费·住宿', en: 'Expense: hotels' });
  expect(accountTitle('payable:E1')).toEqual({ zh: '其他应付款—员工报销·E1', en: 'Owed to the employee: E1' });
  expect(accounts.bank('6225 8888 0000 0456')).toBe('bank:0456');
});
