import type { Bilingual, CivilDate, Instant, Money } from '@roundtrip/kernel';
import { epochMs, instantOf } from '@roundtrip/kernel';
import { reasonWords, TRANSIT_STATES, type Payout } from '#domain/payouts';
import type { BankLine, LineDifference } from './explain.ts';

export type Statement = {
  readonly id: string; readonly account: string; readonly reference: string; readonly currency: string; readonly fromDate: CivilDate | null; readonly toDate: CivilDate | null;
  readonly openingMinor: bigint | null; readonly closingMinor: bigint | null; readonly entries: number; readonly receivedAt: Instant;
};

export type Difference = {
  readonly id: string; readonly kind: string; readonly message: Bilingual; readonly amount: Money | null;
  readonly subject: { readonly kind: string; readonly id: string }; readonly since: Instant;
};

const TRANSIT_DAYS_MAX = 2;
const DAY_MS = 86_400_000;

const WHY: Readonly<Record<LineDifference, Bilingual>> = {
  amount: { zh: '银行入账金额与付款指令不一致，未作结算', en: 'The bank booked another amount than was ordered; nothing was settled' },
  'batch-sum': { zh: '银行按批入账的合计与批内付款不一致，未作结算', en: 'The bank booked a batch at another sum than its payouts; nothing was settled' },
  state: { zh: '银行入账与付款状态不符：重复入账、从未发出或已退回', en: 'The bank booked what was booked before, never sent or already returned' },
};

const at = (day: CivilDate): Instant => `${day}T00:00:00.000Z` as Instant;
const amountOf = (line: BankLine): Money => ({ minor: line.amountMinor, currency: line.currency });

function lineDifference(line: BankLine): Difference | null {
  const base = { id: `line/${line.id}`, amount: amountOf(line), subject: { kind: 'bank-line', id: line.id }, since: at(line.bookedOn) };
  if (line.state === 'differs') return { ...base, kind: `line.${line.why ?? 'state'}`, message: WHY[line.why ?? 'state'] };
  if (line.state === 'open') return { ...base, kind: 'line.waiting', message: { zh: '退回的款项尚未见到原付款入账', en: 'Money came back that has not been seen leaving yet' } };
  if (line.state !== 'unexplained') return null;
  if (line.returnReason !== null) return { ...base, kind: 'line.unknown-return', message: { zh: `退票，找不到原付款：${line.text}`, en: `A returned payment that is none of ours: ${line.text}` } };
  return { ...base, kind: 'line.unexplained', message: { zh: `未说明的银行流水：${line.text}`, en: `A bank entry that nothing explains: ${line.text}` } };
}

function payoutDifference(payout: Payout, now: Instant, booked: ReadonlySet<string>): Difference | null {
  const base = { id: `payout/${payout.id}`, amount: { minor: payout.amountMinor, currency: payout.currency }, subject: { kind: 'payout', id: payout.id }, since: payout.updatedAt };
  if (payout.state === 'unknown') return { ...base, kind: 'payout.unknown', message: { zh: '银行没有明确答复，正在询问，绝不重发', en: 'The bank gave no clear answer; it is being asked, and nothing is sent again' } };
  if (payout.state === 'planned' && payout.reason !== null) {
    const words = reasonWords(payout.reason);
    return { ...base, kind: 'payout.held', message: { zh: `付款暂停：${words.zh}`, en: `The payout waits: ${words.en}` } };
  }
  if (payout.state === 'settled' && !booked.has(payout.id)) return { ...base, kind: 'payout.without-line', message: { zh: '已结算的付款没有对应的银行流水', en: 'A settled payout has no bank entry' } };
  const old = payout.sentAt !== null && payout.sentAt < instantOf(epochMs(now) - TRANSIT_DAYS_MAX * DAY_MS);
  if (TRANSIT_STATES.includes(payout.state) && old) return { ...base, kind: 'payout.in-transit', message: { zh: `发出超过 ${TRANSIT_DAYS_MAX} 天仍未入账`, en: `Sent more than ${TRANSIT_DAYS_MAX} days ago and not booked yet` } };
  return null;
}

/** The opening of every statement is the closing of the one before it; the ids of those where it is not. */
export function brokenChain(statements: readonly Statement[]): Statement[] {
  const broken: Statement[] = [];
  for (const chain of Map.groupBy(statements.filter((s) => s.openingMinor !== null && s.closingMinor !== null), (s) => `${s.account} ${s.currency}`).values()) {
    const ordered = [...chain].sort((a, b) => order(a).localeCompare(order(b)));
    ordered.forEach((statement, i) => {
      const before = ordered[i - 1];
      if (before && before.closingMinor !== statement.openingMinor) broken.push(statement);
    });
  }
  return broken;
}

const order = (s: Statement): string => `${s.fromDate ?? s.toDate ?? ''} ${s.toDate ?? ''} ${s.receivedAt}`;

export type Books = { readonly lines: readonly BankLine[]; readonly payouts: readonly Payout[]; readonly statements: readonly Statement[]; readonly booked: ReadonlySet<string>; readonly now: Instant };

/** Everything between our books and the bank's that a person should know of. Nothing is settled by being listed. */
export function differencesOf({ lines, payouts, statements, booked, now }: Books): Difference[] {
  const chain = brokenChain(statements).map((s): Difference => ({
    id: `statement/${s.id}`, kind: 'statement.chain', amount: s.openingMinor === null ? null : { minor: s.openingMinor, currency: s.currency }, subject: { kind: 'statement', id: s.id }, since: s.receivedAt,
    message: { zh: `期初余额与上一份对账单的期末余额不符（${s.reference}）`, en: `The opening balance is not the closing balance of the statement before (${s.reference})` },
  }));
  return [...chain, ...payouts.flatMap((payout) => payoutDifference(payout, now, booked) ?? []), ...lines.flatMap((line) => lineDifference(line) ?? [])];
}
