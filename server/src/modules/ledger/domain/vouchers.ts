import type { CivilDate } from '@roundtrip/kernel';
import { accountFor, fullTitle, isLeaf, ROLES, type ChartAccount, type Dim, type MappingRule, type Role } from './chart.ts';
import type { EntryId, EntryKind, EntryLine } from './entry.ts';

export type VoucherLine = {
  readonly account: string; readonly title: string; readonly text: string; readonly side: 'debit' | 'credit';
  /** Negative is red: taken back on the side where it stood, so that turnover stays true. */
  readonly minor: bigint; readonly currency: string; readonly dims: Readonly<Partial<Record<Dim, string>>>;
};

/** An entry as vouchers are made from it. */
export type VoucherSource = {
  readonly id: EntryId; readonly kind: EntryKind; readonly period: string; readonly on: CivilDate; readonly text: string; readonly lines: readonly EntryLine[];
  readonly department?: string; readonly employeeNumber?: string; readonly attachments?: number; /** It takes another entry back. */ readonly red?: boolean;
};

export type Books = { readonly currency: string; readonly word: string; readonly summary: 'each' | 'batch'; readonly chart: ReadonlyMap<string, ChartAccount>; readonly rules: readonly MappingRule[] };

export type DraftVoucher = { readonly entryIds: readonly EntryId[]; readonly period: string; readonly effective: CivilDate; readonly text: string; readonly attachments: number; readonly lines: readonly VoucherLine[] };

/** Why an entry cannot stand in a voucher yet; each is mended by a person and then made good. */
export type OpenReason =
  | { readonly reason: 'unmapped'; readonly role: Role; readonly category: string | null; readonly department: string }
  | { readonly reason: 'no-account' | 'not-leaf'; readonly account: string }
  | { readonly reason: 'dimension'; readonly account: string; readonly dim: Dim }
  | { readonly reason: 'currency'; readonly currency: string };

/** Memo accounts of the entry mirror each other and cancel within it. */
const MEMO = new Set(['clearing', 'unclaimed']);
/** Costs stay on their own side: what comes back is red there. */
const DEBIT_ONLY = new Set<Role>(['expense', 'input-vat', 'rounding']);

const WORDS: Readonly<Record<EntryKind, string>> = {
  'payment.arrived': '公司卡消费', 'payment.reversed': '公司卡消费冲销', 'payment.private': '公司卡私人消费', 'claim.approved': '报销', 'tax.decided': '进项税额认定',
  'payout.sent': '提交付款', 'payout.settled': '支付报销款', 'payout.failed': '付款失败退回', 'payout.returned': '付款退票', 'bank.unexplained': '待查银行流水', 'bank.return': '银行退票',
  'advance.approved': '员工借款', 'advance.offset': '报销冲抵借款', 'advance.returned': '归还借款', correction: '冲销',
};

/** Where a line stands. What is taken back stands red where it stood; a card's refund lessens what its purchases made. */
function sideOf(source: VoucherSource, role: Role, minor: bigint): 'debit' | 'credit' {
  if (DEBIT_ONLY.has(role)) return 'debit';
  if (source.kind === 'payment.arrived' || source.kind === 'payment.reversed') return role === 'card-liability' ? 'credit' : 'debit';
  return (source.red === true ? -minor : minor) > 0n ? 'debit' : 'credit';
}

const roleOf = (code: string): Role | null => ROLES.find((role) => role === code.split(':')[0]) ?? null;

function lineOf(source: VoucherSource, line: EntryLine, books: Books): { readonly line: VoucherLine } | { readonly open: OpenReason } {
  const role = roleOf(line.account) ?? 'suspense';
  const owner = line.account.split(':').slice(1).join(':');
  const department = source.department ?? '';
  const category = role === 'expense' ? owner : null;
  if (line.currency !== books.currency) return { open: { reason: 'currency', currency: line.currency } };
  const account = accountFor(books.rules, { role, category, department });
  if (account === null) return { open: { reason: 'unmapped', role, category, department } };
  const known = books.chart.get(account);
  if (!known) return { open: { reason: 'no-account', account } };
  if (!isLeaf(books.chart, account)) return { open: { reason: 'not-leaf', account } };
  const has: Partial<Record<Dim, string>> = {
    employee: role === 'payable' || role === 'receivable' ? owner : source.employeeNumber ?? '', department, supplier: role === 'card-liability' ? owner : '',
  };
  const lacking = known.dims.find((dim) => !has[dim]);
  if (lacking) return { open: { reason: 'dimension', account, dim: lacking } };
  const side = sideOf(source, role, line.minor);
  return { line: { account, title: fullTitle(books.chart, account), text: `${WORDS[source.kind]} ${source.text}`.trim().slice(0, 200), side, minor: side === 'debit' ? line.minor : -line.minor, currency: line.currency, dims: Object.fromEntries(known.dims.map((dim) => [dim, has[dim] ?? ''])) } };
}

const keyOf = (line: VoucherLine): string => JSON.stringify([line.account, line.side, line.currency, line.text, Object.entries(line.dims).sort()]);

/** Lines alike are one, debits first. */
function merged(lines: readonly VoucherLine[]): VoucherLine[] {
  const kept = new Map<string, VoucherLine>();
  for (const line of lines) kept.set(keyOf(line), { ...line, minor: (kept.get(keyOf(line))?.minor ?? 0n) + line.minor });
  return [...kept.values()].filter((line) => line.minor !== 0n).toSorted((a, b) => (a.side === b.side ? 0 : a.side === 'debit' ? -1 : 1));
}

const firstDay = (period: string): CivilDate => `${period}-01` as CivilDate;
/** A late event stands on the first day of the period that takes it, with its own day beside it. */
export const datedIn = (period: string, on: CivilDate): CivilDate => (on.slice(0, 7) === period ? on : firstDay(period));

/** Entries that touch nothing but memo accounts need no voucher. */
export const needsVoucher = (lines: readonly EntryLine[]): boolean => lines.some((line) => !MEMO.has(line.account.split(':')[0] ?? ''));

/**
 * Vouchers for entries: one a claim; other events one each, or one summary of a kind and period a batch. An entry of
 * which one line cannot be placed is left out whole, with the reason: nothing is half-posted.
 */
export function draftVouchers(sources: readonly VoucherSource[], books: Books): { readonly drafts: readonly DraftVoucher[]; readonly open: readonly { readonly entryId: EntryId; readonly why: OpenReason }[] } {
  const open: { entryId: EntryId; why: OpenReason }[] = [];
  const groups = new Map<string, { sources: VoucherSource[]; lines: VoucherLine[] }>();
  for (const source of sources) {
    const placed = source.lines.filter((line) => !MEMO.has(line.account.split(':')[0] ?? '')).map((line) => lineOf(source, line, books));
    const stop = placed.find((one) => 'open' in one);
    if (stop && 'open' in stop) { open.push({ entryId: source.id, why: stop.open }); continue; }
    const lines = placed.flatMap((one) => ('line' in one ? [one.line] : []));
    if (lines.length === 0) continue;
    const key = books.summary === 'batch' && source.kind !== 'claim.approved' ? `${source.kind} ${source.period}` : source.id;
    const group = groups.get(key) ?? { sources: [], lines: [] };
    groups.set(key, { sources: [...group.sources, source], lines: [...group.lines, ...lines] });
  }
  const drafts = [...groups.values()].map((group): DraftVoucher => {
    const last = group.sources.toSorted((a, b) => (a.on < b.on ? 1 : -1))[0] as VoucherSource;
    const text = group.sources.length === 1 ? `${WORDS[last.kind]} ${last.text}`.trim() : `${WORDS[last.kind]}汇总 ${group.sources.length} 笔`;
    return { entryIds: group.sources.map((one) => one.id), period: last.period, effective: last.on, text: text.slice(0, 200), attachments: group.sources.reduce((sum, one) => sum + (one.attachments ?? 0), 0), lines: merged(group.lines) };
  });
  return { drafts: drafts.filter((draft) => draft.lines.length > 0), open };
}

/** The red copy: the same sides, taken back. */
export const redLines = (lines: readonly VoucherLine[], text: string): VoucherLine[] => lines.map((line) => ({ ...line, text, minor: -line.minor }));

/** Debits and credits of every currency are the same. */
export function voucherBalances(lines: readonly VoucherLine[]): boolean {
  const sums = new Map<string, bigint>();
  for (const line of lines) sums.set(line.currency, (sums.get(line.currency) ?? 0n) + (line.side === 'debit' ? line.minor : -line.minor));
  return lines.length >= 2 && [...sums.values()].every((sum) => sum === 0n);
}
