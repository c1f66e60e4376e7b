import type { DelegationView } from '@roundtrip/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarClock, CircleCheck, CircleDashed, CircleX, UserCheck, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { send } from '../../api/client.ts';
import { delegationsQuery } from '../../api/queries.ts';
import { useSession } from '../../app/session.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { Chip, type Tone } from '../../parts/chip.tsx';
import { plainMoney, today, typedAmount } from '../../parts/format.ts';
import { PersonPicker } from '../../parts/person-picker.tsx';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { tell } from '../../parts/toast.tsx';

const LOOKS: Record<DelegationView['state'], { readonly tone: Tone; readonly icon: LucideIcon }> = {
  current: { tone: 'ok', icon: CircleCheck }, ahead: { tone: 'accent', icon: CalendarClock }, over: { tone: 'plain', icon: CircleDashed }, ended: { tone: 'plain', icon: CircleX },
};
const INPUT = 'mt-1 block h-9 w-full rounded-sm border border-line-strong bg-surface px-2.5 pointer-coarse:h-11 pointer-coarse:text-base';

function useRefresh(): () => void {
  const queries = useQueryClient();
  return () => { void queries.invalidateQueries({ queryKey: ['delegations'] }); };
}

/** Names somebody for some days, at once in force for what waits already. */
function NewDelegation() {
  const { employee, company } = useSession();
  const [picked, setPicked] = useState<readonly { readonly id: string; readonly name: string; readonly department: string }[]>([]);
  const [days, setDays] = useState(() => ({ fromDay: String(today()), toDay: String(today()) }));
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const refresh = useRefresh();
  const limit = amount.trim() === '' ? null : { amount: typedAmount(amount, company.currency), currency: company.currency };
  const give = useMutation({
    mutationFn: () => send('/v1/delegations', { body: { delegateId: picked[0]?.id, ...days, amountMax: limit, reason } }),
    onSuccess: () => { tell(t('delegate.given', { name: picked[0]?.name ?? '' })); setPicked([]); setAmount(''); setReason(''); refresh(); },
  });
  return (
    <form className={`${CARD} space-y-4 overflow-visible! p-4`} onSubmit={(event) => { event.preventDefault(); if (picked.length > 0) give.mutate(); }}>
      <PersonPicker label={t('delegate.who')} picked={picked} without={[employee.id]} onPick={setPicked} />
      <div className="grid grid-cols-2 gap-3">
        <label>{t('delegate.from')}<input type="date" required className={INPUT} value={days.fromDay} onChange={(event) => setDays({ ...days, fromDay: event.target.value })} /></label>
        <label>{t('delegate.to')}<input type="date" required min={days.fromDay} className={INPUT} value={days.toDay} onChange={(event) => setDays({ ...days, toDay: event.target.value })} /></label>
        <label>{t('delegate.limit', { currency: company.currency })}<input inputMode="decimal" placeholder={t('delegate.no-limit')} className={`num text-right ${INPUT}`} value={amount} onChange={(event) => setAmount(event.target.value)} /></label>
        <label>{t('delegate.reason')}<input maxLength={200} className={INPUT} value={reason} onChange={(event) => setReason(event.target.value)} /></label>
      </div>
      <Button type="submit" look="primary" disabled={picked.length === 0 || give.isPending}>{t('delegate.give')}</Button>
    </form>
  );
}

function Row({ delegation }: { readonly delegation: DelegationView }) {
  const refresh = useRefresh();
  const { tone, icon } = LOOKS[delegation.state];
  const end = useMutation({ mutationFn: () => send(`/v1/delegations/${delegation.id}/end`), onSuccess: refresh });
  const open = delegation.state === 'current' || delegation.state === 'ahead';
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
      <span className="font-medium">{delegation.delegate.name}</span><Chip tone={tone} icon={icon}>{t(`delegate.state.${delegation.state}`)}</Chip>
      <span className="num text-muted">{delegation.fromDay} – {delegation.toDay}</span>
      <span className="text-muted">{[delegation.amountMax ? t('delegate.up-to', { amount: plainMoney(delegation.amountMax) }) : '', delegation.reason].filter(Boolean).join(' · ')}</span>
      {open && <Button className="ml-auto" disabled={end.isPending} onClick={() => end.mutate()}>{t('delegate.end')}</Button>}
    </li>
  );
}

/** Who decides for me while I am away. */
export function Delegates() {
  const query = useQuery(delegationsQuery);
  return (
    <div className="space-y-6">
      <p className="text-muted text-pretty">{t('delegate.text')}</p>
      <NewDelegation />
      <Section title={t('delegate.mine')}>
        <div className={CARD}>
          <Loaded query={query} skeleton={<SkeletonRows rows={2} tall={false} />}>
            {({ items }) => items.length === 0 ? <Empty icon={UserCheck} title={t('delegate.empty')}>{t('delegate.empty-text')}</Empty> : <ul className="divide-y divide-line">{items.map((one) => <Row key={one.id} delegation={one} />)}</ul>}
          </Loaded>
        </div>
      </Section>
    </div>
  );
}
