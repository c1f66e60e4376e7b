import type { PayeeView } from '@roundtrip/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CreditCard, Landmark, Wallet } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { myPayeesQuery } from '../../api/payouts.ts';
import { send } from '../../api/client.ts';
import { useSession } from '../../app/session.ts';
import { say, t, type MessageId } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD, PageHead, Section } from '../../parts/card.tsx';
import { fullMoment } from '../../parts/format.ts';
import { Segments } from '../../parts/segments.tsx';
import { Loaded } from '../../parts/states.tsx';
import { tell, tellProblem } from '../../parts/toast.tsx';

const KINDS = ['bank', 'wechat', 'alipay'] as const satisfies readonly PayeeView['kind'][];
const ICONS = { bank: Landmark, wechat: Wallet, alipay: CreditCard } as const;
const NUMBERS = { bank: 'accounts.number', wechat: 'accounts.number.wechat', alipay: 'accounts.number.alipay' } as const satisfies Record<PayeeView['kind'], MessageId>;
const FIELD = 'mt-1 block h-11 w-full rounded-md border border-line-strong bg-surface px-3 text-base';

const Field = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => <label className="block text-muted">{label}{children}</label>;

function NewAccount({ name }: { readonly name: string }) {
  const [kind, setKind] = useState<PayeeView['kind']>('bank');
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (body: Readonly<Record<string, string>>) => send('/v1/payees', { body }), onError: tellProblem,
    onSuccess: () => { tell(t('accounts.told')); void queries.invalidateQueries({ queryKey: ['payouts'] }); },
  });
  return (
    <form className={`${CARD} space-y-3 p-4`} onSubmit={(event) => {
      event.preventDefault();
      const form = event.currentTarget;
      const data = Object.fromEntries([...new FormData(form)].flatMap(([key, value]) => (typeof value === 'string' && value !== '' ? [[key, value]] : [])));
      mutate({ kind, ...data }, { onSuccess: () => form.reset() });
    }}>
      <Segments label={t('accounts.kind')} value={kind} onChange={setKind} options={KINDS.map((value) => ({ value, label: t(`accounts.kind.${value}`) }))} />
      <Field label={t(NUMBERS[kind])}><input name="account" required minLength={4} maxLength={64} autoComplete="off" inputMode={kind === 'bank' ? 'numeric' : 'text'} className={`${FIELD} num`} /></Field>
      <Field label={t('accounts.holder')}><input name="holder" required maxLength={70} defaultValue={name} className={FIELD} /></Field>
      {kind === 'bank' && <Field label={t('accounts.bank')}><input name="bankName" maxLength={60} className={FIELD} /></Field>}
      <Button type="submit" look="primary" size="thumb" disabled={isPending} className="w-full md:w-auto">{t('accounts.save')}</Button>
    </form>
  );
}

function Account({ payee }: { readonly payee: PayeeView }) {
  const Icon = ICONS[payee.kind];
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <Icon size={18} className="shrink-0 text-muted" aria-hidden />
      <div className="min-w-0 flex-1"><p className="num font-medium">{payee.accountMasked}</p><p className="truncate text-muted">{[t(`accounts.kind.${payee.kind}`), payee.holder, payee.bankName].filter(Boolean).join(' · ')}</p></div>
      <p className={`text-right ${payee.waiting ? 'text-warn' : 'text-muted'}`}>{payee.waiting ? t('accounts.waits', { at: fullMoment(payee.usableFrom) }) : payee.chosen ? t('accounts.now') : t('accounts.before')}{payee.confirmedBy && <span className="block text-xs text-muted">{t('accounts.confirmed', { name: payee.confirmedBy })}</span>}</p>
    </li>
  );
}

/** Where a person is paid to: seen masked, chosen by themselves, looked at by a second person. */
export function AccountsPage() {
  const session = useSession();
  const query = useQuery(myPayeesQuery);
  return (
    <div className="mx-auto max-w-2xl space-y-6">
      <PageHead title={t('accounts.title')} />
      <p className="text-muted text-pretty">{t('accounts.text')}</p>
      <Loaded query={query}>{({ items, listed, waiting }) => (
        <>
          {waiting.length > 0 && <Section title={t('accounts.waiting')}><ul className={`${CARD} divide-y divide-line`}>{waiting.map((one) => <li key={one.claimNumber} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-3"><span className="num font-medium">{one.claimNumber}</span><Amount value={one.amount} size="strong" /><span className="basis-full text-warn">{say(one.reason)}</span></li>)}</ul></Section>}
          <ul className={`${CARD} divide-y divide-line`}>
            {items.map((payee) => <Account key={payee.id} payee={payee} />)}
            {listed && !items.some((payee) => payee.chosen) && <li className="flex items-center gap-3 px-4 py-3"><Landmark size={18} className="shrink-0 text-muted" aria-hidden /><div className="flex-1"><p className="num font-medium">{listed}</p><p className="text-muted">{t('accounts.listed')}</p></div><p className="text-muted">{t('accounts.now')}</p></li>}
          </ul>
        </>
      )}</Loaded>
      <Section title={t('accounts.new')}><NewAccount name={session.employee.name} /></Section>
    </div>
  );
}
