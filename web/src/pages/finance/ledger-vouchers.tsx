import type { BooksOpenView, TaxQuestionView, VoucherView } from '@roundtrip/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileStack, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { booksOpenQuery, vouchersQuery } from '../../api/books.ts';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { typedAmount } from '../../parts/format.ts';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { useBookMoves } from './use-book-moves.ts';
import { moreOf, rowsOf } from './use-finance.ts';

const END = 'px-4 text-right';
const nameOf = (voucher: VoucherView): string => `${voucher.period} ${voucher.word}-${String(voucher.number).padStart(4, '0')}`;

/** A paper of which an accountant says what it deducts: all of what it prints, a part, or nothing. */
function TaxRow({ question }: { readonly question: TaxQuestionView }) {
  const [amount, setAmount] = useState('0.00');
  const { move, moving } = useBookMoves();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
      <span className="min-w-0 flex-1 text-pretty">{say(question.reason)} <span className="text-muted">({question.clause}, {question.employeeNumber})</span> <Link className="text-accent hover:underline" to="/claims/$id" params={{ id: question.claimId }}>{t('books.to-claim')}</Link></span>
      <label className="flex items-center gap-2 text-muted">{t('books.tax-deduct', { max: question.max.amount })}
        <input value={amount} onChange={(event) => setAmount(event.target.value)} inputMode="decimal" className="num h-8 w-24 rounded-sm border border-line-strong bg-surface px-2 text-right text-ink pointer-coarse:h-11" />
      </label>
      <Button disabled={moving} onClick={() => move({ path: `/v1/books/taxes/${question.id}`, body: { amount: { amount: typedAmount(amount, question.max.currency), currency: question.max.currency } } })}>{t('books.tax-decide')}</Button>
    </li>
  );
}

/** What waits for an accountant, each with its remedy. */
function OpenCard({ open }: { readonly open: BooksOpenView }) {
  if (open.items.length + open.taxes.length === 0) return null;
  return (
    <section aria-label={t('books.open')} className={`${CARD} mb-4 p-4`}>
      <h2 className="font-semibold">{t('books.open')}</h2>
      <ul className="mt-1 divide-y divide-line">
        {open.items.map((item) => <li key={item.id} className="py-2 text-pretty"><span className="num mr-2 text-muted">{item.entry}</span>{item.text}: {say(item.what)} <span className="text-muted">{say(item.remedy)}</span></li>)}
        {open.taxes.map((question) => <TaxRow key={question.id} question={question} />)}
      </ul>
    </section>
  );
}

function Voucher({ voucher }: { readonly voucher: VoucherView }) {
  const { move, moving } = useBookMoves();
  const claims = [...new Set(voucher.sources.flatMap((source) => (source.claimId ? [source.claimId] : [])))];
  return (
    <article aria-label={nameOf(voucher)} className={`${CARD} mb-3 overflow-x-auto!`} tabIndex={0}>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2">
        <h3 className="num font-semibold">{nameOf(voucher)}</h3>
        <span className="num text-muted">{voucher.dated}{voucher.effective !== voucher.dated && ` · ${t('books.effective', { day: voucher.effective })}`}</span>
        <span className="min-w-0 flex-1 truncate">{voucher.text}</span>
        {voucher.reversedBy && <span className="text-bad">{t('books.reversed')}</span>}
        {voucher.attachments > 0 && <span className="text-muted">{t('books.attachments', { count: voucher.attachments })}</span>}
        {claims.slice(0, 3).map((id) => <Link key={id} to="/claims/$id" params={{ id }} className="text-accent hover:underline">{t('books.to-claim')}</Link>)}
        {!voucher.reversedBy && !voucher.reversesId && <Button look="quiet" icon={Undo2} disabled={moving} onClick={() => move({ path: `/v1/vouchers/${voucher.id}/correct` })}>{t('books.correct')}</Button>}
      </header>
      <table className="w-full border-collapse">
        <thead className="sr-only"><tr><th>{t('col.ledger-account')}</th><th>{t('books.dims')}</th><th>{t('col.debit')}</th><th>{t('col.credit')}</th></tr></thead>
        <tbody>
          {voucher.lines.map((line, index) => (
            <tr key={index} className="h-9">
              <td className={`px-4 whitespace-nowrap ${line.credit ? 'pl-8' : ''}`}><span className="num mr-2 text-muted">{line.account}</span>{line.title}</td>
              <td className="px-4 text-muted max-md:hidden">{[line.department, line.employee, line.supplier].filter(Boolean).join(' · ')}</td>
              <td className={END}>{line.debit && <Amount value={line.debit} />}</td><td className={END}>{line.credit && <Amount value={line.credit} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

export function Vouchers() {
  const query = useInfiniteQuery(vouchersQuery);
  const open = useQuery(booksOpenQuery);
  const more = moreOf(query);
  return (
    <>
      {open.data && <OpenCard open={open.data} />}
      <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={10} tall={false} /></div>}>
        {(data) => rowsOf(data).length === 0 ? <div className={CARD}><Empty icon={FileStack} title={t('books.none')}>{t('books.none-text')}</Empty></div> : (
          <>
            {rowsOf(data).map((voucher) => <Voucher key={voucher.id} voucher={voucher} />)}
            {more.has && <div className="p-2 text-center"><Button look="quiet" onClick={more.load}>{t('action.more')}</Button></div>}
          </>
        )}
      </Loaded>
    </>
  );
}

