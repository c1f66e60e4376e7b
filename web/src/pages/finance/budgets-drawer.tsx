import type { BudgetView } from '@roundtrip/contract';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { budgetHoldsQuery } from '../../api/budgets.ts';
import { send } from '../../api/client.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { Drawer } from '../../parts/drawer.tsx';
import { shortMoment } from '../../parts/format.ts';
import { Loaded } from '../../parts/states.tsx';
import { tell, tellProblem } from '../../parts/toast.tsx';
import { BudgetBar } from './budgets-bar.tsx';
import { SettingsFields, settingsOf } from './budgets-form.tsx';
import { moreOf, rowsOf } from './use-finance.ts';

/** The claims behind a budget's two figures: they add up to them. */
function Holds({ id }: { readonly id: string }) {
  const query = useInfiniteQuery(budgetHoldsQuery(id));
  const more = moreOf(query);
  return (
    <Section id="holds" title={t('budget.holds')}>
      <Loaded query={query}>{(data) => (
        <>
          <ul className={`${CARD} divide-y divide-line`}>
            {rowsOf(data).length === 0 && <li className="px-4 py-3 text-muted">{t('budget.holds-none')}</li>}
            {rowsOf(data).map((hold) => (
              <li key={hold.id}><Link to="/claims/$id" params={{ id: hold.claimId }} className="block px-4 py-2 -outline-offset-2! hover:bg-hover">
                <span className="flex items-baseline justify-between gap-4"><span className="truncate font-medium">{hold.employee.name} · {hold.title}</span><Amount value={hold.amount} size="strong" /></span>
                <span className="num block text-muted">{[hold.claimNumber, t(hold.state === 'used' ? 'budget.state.used' : 'budget.state.reserved'), shortMoment(hold.at)].join(' · ')}</span>
              </Link></li>
            ))}
          </ul>
          {more.has && <Button look="quiet" onClick={more.load}>{t('budget.more')}</Button>}
        </>
      )}</Loaded>
    </Section>
  );
}

export function BudgetDrawer({ budget, scope, onClose }: { readonly budget: BudgetView; readonly scope: string; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const after = { onError: tellProblem, onSuccess: () => { tell(t('budget.saved')); void queries.invalidateQueries({ queryKey: ['budgets'] }); } };
  const change = useMutation({ mutationFn: (body: Readonly<Record<string, unknown>>) => send(`/v1/budgets/${budget.id}`, { body }), ...after });
  const roll = useMutation({ mutationFn: () => send(`/v1/budgets/${budget.id}/roll`, { body: {} }), ...after });
  return (
    <Drawer title={budget.name} onClose={onClose}>
      <div><p className="num mb-2 text-muted">{scope}</p><BudgetBar budget={budget} /></div>
      {budget.mayRoll && <Button size="thumb" disabled={roll.isPending} onClick={() => roll.mutate()}>{t('budget.roll')}</Button>}
      <Holds id={budget.id} />
      <Section id="settings" title={t('budget.settings')}>
        <form key={budget.version} className="space-y-3" onSubmit={(event) => { event.preventDefault(); change.mutate({ ...settingsOf(event.currentTarget, budget.total.currency), version: budget.version }); }}>
          <SettingsFields budget={budget} currency={budget.total.currency} />
          <Button type="submit" look="primary" size="thumb" disabled={change.isPending}>{t('budget.save')}</Button>
        </form>
      </Section>
    </Drawer>
  );
}
