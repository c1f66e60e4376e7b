import type { Bilingual, Instant } from '@roundtrip/kernel';
import { accounts, balances, checkLedger } from '#modules/ledger';
import { claimsPaidTwice, listPayouts, payoutSums, TRANSIT_STATES } from '#modules/payouts';
import type { Tx } from '#platform/db';
import { brokenChain, differencesOf, type Difference, type Statement } from './domain/index.ts';
import { bookedPayouts, lineSums, linesToExplain, listStatements } from './store.ts';

const SHOWN_MAX = 500;

export type Check = { readonly code: string; readonly title: Bilingual; readonly holds: boolean; readonly checked: number; readonly bad: readonly string[] };
export type Reconciliation = { readonly statements: readonly Statement[]; readonly differences: readonly Difference[]; readonly checks: readonly Check[] };

const check = (code: string, title: Bilingual, checked: number, bad: readonly string[]): Check => ({ code, title, checked, bad, holds: bad.length === 0 });

/** The money that our books say is between us and the bank is the money of the payouts that are. */
export async function checkTransit(tx: Tx): Promise<Check> {
  // What is sent and not booked yet stands on the credit side.
  const books = (await balances(tx, 'in-transit:')).reduce((sum, balance) => sum - balance.balance, 0n);
  const { n, minor } = await payoutSums(tx, TRANSIT_STATES);
  return check('transit', { zh: '在途账户等于在途付款', en: 'Money in transit is that of payouts in transit' }, Number(n), books === minor ? [] : [`books ${books}, payouts ${minor}`]);
}

/** Our account of the bank moved by exactly what the bank booked. */
export async function checkBank(tx: Tx): Promise<Check> {
  const booked = new Map<string, bigint>();
  let lines = 0;
  for (const sum of await lineSums(tx)) {
    const key = `${accounts.bank(sum.account)} ${sum.currency}`;
    booked.set(key, (booked.get(key) ?? 0n) + sum.minor);
    lines += Number(sum.lines);
  }
  const books = new Map((await balances(tx, 'bank:')).map((balance) => [`${balance.account} ${balance.currency}`, balance.balance]));
  const bad = [...new Set([...booked.keys(), ...books.keys()])].filter((key) => (booked.get(key) ?? 0n) !== (books.get(key) ?? 0n)).sort();
  return check('bank', { zh: '银行存款等于银行流水', en: 'The bank account moved by what the bank booked' }, lines, bad);
}

/** Each statement begins where the one before ended. */
export async function checkChain(tx: Tx): Promise<Check> {
  const statements = await listStatements(tx, Number.MAX_SAFE_INTEGER);
  return check('chain', { zh: '对账单首尾相接', en: 'Each statement begins where the one before ended' }, statements.length, brokenChain(statements).map((s) => s.reference));
}

/** Nobody is paid twice: at most one payout of a claim may pay or has paid it. */
async function checkPaidOnce(tx: Tx): Promise<Check> {
  const { n } = await payoutSums(tx, ['planned', 'sending', 'accepted', 'unknown', 'settled']);
  return check('paid-once', { zh: '每张报销单至多一笔有效付款', en: 'A claim has at most one payout that may pay it' }, Number(n), await claimsPaidTwice(tx));
}

async function checkEntries(tx: Tx): Promise<Check> {
  const [balanced] = await checkLedger(tx);
  return check('balanced', { zh: '凭证借贷平衡', en: 'Every entry balances' }, balanced?.checked ?? 0, balanced?.bad ?? []);
}

/** What the reconciliation page shows: the bank's statements, what lies between its books and ours, and what was recomputed. */
export async function readReconciliation(tx: Tx, now: Instant): Promise<Reconciliation> {
  const statements = await listStatements(tx, SHOWN_MAX);
  const payouts = await listPayouts(tx, { employeeIds: null, states: ['planned', 'sending', 'accepted', 'unknown', 'settled'], after: null, limit: SHOWN_MAX });
  return {
    statements,
    differences: differencesOf({ lines: await linesToExplain(tx, SHOWN_MAX), payouts, statements, booked: await bookedPayouts(tx), now }),
    checks: [await checkEntries(tx), await checkPaidOnce(tx), await checkTransit(tx), await checkBank(tx), await checkChain(tx)],
  };
}
