import type { OpenItemView, VoucherView } from '@roundtrip/contract';
import type { Bilingual } from '@roundtrip/kernel';
import type { OpenItem, StoredVoucher } from '#modules/ledger';
import { claimsOfPayouts } from '#modules/payouts';
import type { Tx } from '#platform/db';
import { wireOf } from './wire.ts';

/** Vouchers with the way to what they book: a payout's leads on to its claim. */
export async function voucherViews(tx: Tx, vouchers: readonly StoredVoucher[]): Promise<VoucherView[]> {
  const sources = vouchers.flatMap((voucher) => voucher.sources);
  const payouts = await claimsOfPayouts(tx, sources.filter((one) => one.kind.startsWith('payout.')).map((one) => one.sourceId));
  const claimOf = (kind: string, id: string): string | null => (kind === 'claim.approved' ? id : payouts.get(id) ?? null);
  return vouchers.map(({ entryIds: _, lines, sources: own, ...voucher }) => ({
    ...voucher, sources: own.map(({ kind, sourceId }) => ({ kind, sourceId, claimId: claimOf(kind, sourceId) })),
    lines: lines.map(({ account, title, text, side, minor, currency, dims }) => ({
      account, title, text, debit: side === 'debit' ? wireOf(minor, currency) : null, credit: side === 'credit' ? wireOf(minor, currency) : null,
      department: dims.department ?? null, employee: dims.employee ?? null, supplier: dims.supplier ?? null,
    })),
  }));
}

const both = (zh: string, en: string): Bilingual => ({ zh, en });

function wordsOf({ reason, detail }: OpenItem): { what: Bilingual; remedy: Bilingual } {
  const [account, category, department, role, dim, currency] = ['account', 'category', 'department', 'role', 'dim', 'currency'].map((key) => detail[key] ?? '');
  switch (reason) {
    case 'unmapped': return { what: both(`没有“${category || role}”${department ? `（部门：${department}）` : ''}的科目规则`, `No rule says which account ${category || role}${department ? ` of ${department}` : ''} goes to`), remedy: both('在科目规则里补一条，凭证随即生成', 'Add a rule; the voucher is made at once') };
    case 'no-account': return { what: both(`科目表里没有 ${account}`, `The chart has no account ${account}`), remedy: both('补上科目，或改规则指向已有的科目', 'Add the account, or let the rule name one that exists') };
    case 'not-leaf': return { what: both(`${account} 有下级科目，不能直接记账`, `${account} has accounts below it and takes no postings`), remedy: both('让规则指向末级科目', 'Let the rule name a leaf') };
    case 'dimension': return { what: both(`${account} 要求辅助项：${dim}`, `${account} needs an auxiliary item: ${dim}`), remedy: both('补上员工的部门等资料，或从科目去掉这个辅助项', 'Complete the employee’s record, or take the item off the account') };
    case 'currency': return { what: both(`分录为 ${currency}，账套没有它的汇率`, `The entry is in ${currency}, for which the books have no rate`), remedy: both('由会计在总账系统按当日汇率手工记账', 'An accountant books it in the general ledger at the day’s rate') };
  }
}

export const openItemOf = (item: OpenItem): OpenItemView => ({ id: item.entryId, entry: item.voucher, on: item.on, text: item.text, ...wordsOf(item) });
