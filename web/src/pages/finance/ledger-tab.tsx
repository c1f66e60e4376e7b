import type { LedgerEntryView } from '@roundtrip/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { BookText, Scale } from 'lucide-react';
import { balancesQuery, ledgerQuery } from '../../api/queries.ts';
import { useSession } from '../../app/session.ts';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { isZero, sumOf } from '../../parts/format.ts';
import { Segments } from '../../parts/segments.tsx';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { Exports, Periods } from './ledger-periods.tsx';
import { Vouchers } from './ledger-vouchers.tsx';
import { moreOf, rowsOf, useFinance } from './use-finance.ts';

const HEAD = 'h-9 px-4 text-left text-xs font-medium text-muted';
const END = 'px-4 text-right';

/** A number of the chart of accounts is read by people; a name that the house made for itself shows on demand. */
const AccountName = ({ account, title }: { readonly account: string; readonly title: string }) =>
  <span title={account}>{/^\d/.test(account) && <span className="num mr-2 text-muted">{account}</span>}{title}</span>;

/** One entry: its head, then its lines; debit and credit stand in their own columns, as in a voucher. */
function Entry({ entry }: { readonly entry: LedgerEntryView }) {
  return (
    <tbody className="border-b border-line last:border-b-0">
      {entry.lines.toSorted((a, b) => Number(a.debit === null) - Number(b.debit === null)).map((line, index) => (
        <tr key={index} className="h-9">
          {index === 0 && (
            <>
              <td rowSpan={entry.lines.length} className="num px-4 pt-2 align-top text-muted max-md:hidden">{entry.on}</td>
              <td rowSpan={entry.lines.length} className="num px-4 pt-2 align-top font-medium">{entry.voucher}</td>
              <td rowSpan={entry.lines.length} className="max-w-[280px] min-w-[180px] px-4 pt-2 align-top text-pretty max-lg:hidden">{entry.text}</td>
            </>
          )}
          <td className={`px-4 whitespace-nowrap ${line.credit ? 'pl-8' : ''}`}><AccountName account={line.account} title={say(line.title)} /></td>
          <td className={END}>{line.debit && <Amount value={line.debit} />}</td>
          <td className={END}>{line.credit && <Amount value={line.credit} />}</td>
        </tr>
      ))}
    </tbody>
  );
}

function Entries() {
  const query = useInfiniteQuery(ledgerQuery);
  const more = moreOf(query);
  return (
    <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={10} tall={false} /></div>}>
      {(data) => {
        const rows = rowsOf(data);
        if (rows.length === 0) return <div className={CARD}><Empty icon={BookText} title={t('finance.ledger.empty')}>{t('finance.ledger.empty-text')}</Empty></div>;
        return (
          <div tabIndex={0} role="region" aria-label={t('finance.ledger.entries')} className={`${CARD} overflow-x-auto!`}>
            <table className="w-full border-collapse">
              <thead className="border-b border-line bg-hover"><tr><th className={`${HEAD} max-md:hidden`}>{t('col.date')}</th><th className={HEAD}>{t('col.voucher')}</th><th className={`${HEAD} max-lg:hidden`}>{t('col.text')}</th><th className={HEAD}>{t('col.ledger-account')}</th><th className={`${HEAD} text-right!`}>{t('col.debit')}</th><th className={`${HEAD} text-right!`}>{t('col.credit')}</th></tr></thead>
              {rows.map((entry) => <Entry key={entry.id} entry={entry} />)}
            </table>
            {more.has && <div className="border-t border-line p-2 text-center"><Button look="quiet" onClick={more.load}>{t('action.more')}</Button></div>}
          </div>
        );
      }}
    </Loaded>
  );
}

function Balances() {
  const query = useQuery(balancesQuery);
  const { company } = useSession();
  return (
    <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={8} tall={false} /></div>}>
      {({ items }) => items.length === 0 ? <div className={CARD}><Empty icon={Scale} title={t('finance.ledger.empty')}>{t('finance.ledger.empty-text')}</Empty></div> : (
        <div tabIndex={0} role="region" aria-label={t('finance.ledger.balances')} className={`${CARD} overflow-x-auto!`}>
          <table className="w-full border-collapse">
            <thead className="border-b border-line bg-hover"><tr><th className={HEAD}>{t('col.ledger-account')}</th><th className={`${HEAD} text-right!`}>{t('col.debit')}</th><th className={`${HEAD} text-right!`}>{t('col.credit')}</th><th className={`${HEAD} text-right!`}>{t('col.balance')}</th></tr></thead>
            <tbody className="divide-y divide-line">
              {items.map((row) => <tr key={`${row.account}${row.balance.currency}`} className="h-9"><td className="px-4 whitespace-nowrap"><AccountName account={row.account} title={say(row.title)} /></td><td className={END}><Amount value={row.debit} /></td><td className={END}><Amount value={row.credit} /></td><td className={END}>{isZero(row.balance) ? <span className="text-faint">0</span> : <Amount value={row.balance} size="strong" />}</td></tr>)}
            </tbody>
            <tfoot className="border-t border-line-strong bg-hover"><tr className="h-9 font-semibold"><td className="px-4">{t('finance.ledger.sum')}</td><td className={END}><Amount value={sumOf(items.map((r) => r.debit), company.currency)} /></td><td className={END}><Amount value={sumOf(items.map((r) => r.credit), company.currency)} /></td><td className={END}><Amount value={sumOf(items.map((r) => r.balance), company.currency)} /></td></tr></tfoot>
          </table>
        </div>
      )}
    </Loaded>
  );
}

const VIEWS = { entries: Entries, vouchers: Vouchers, periods: Periods, exports: Exports, balances: Balances } as const;
type View = keyof typeof VIEWS;

export function LedgerTab() {
  const { search, set } = useFinance();
  const view: View = search.view !== undefined && search.view in VIEWS ? search.view as View : 'entries';
  const Shown = VIEWS[view];
  return (
    <>
      <div className="mb-3"><Segments label={t('finance.tab.ledger')} value={view} onChange={(next) => set({ view: next === 'entries' ? undefined : next })} options={(Object.keys(VIEWS) as View[]).map((value) => ({ value, label: t(`finance.ledger.${value}`) }))} /></div>
      <Shown />
    </>
  );
}
