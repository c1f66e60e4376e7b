import type { BudgetView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { PiggyBank, Plus } from 'lucide-react';
import { budgetsQuery } from '../../api/budgets.ts';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { BudgetBar } from './budgets-bar.tsx';
import { BudgetDrawer } from './budgets-drawer.tsx';
import { NewBudget } from './budgets-form.tsx';
import { useFinance } from './use-finance.ts';

type Row = { readonly budget: BudgetView; readonly depth: number };

/** Every budget below the one that holds it; what has no parent here stands at the top. */
function asTree(items: readonly BudgetView[]): Row[] {
  const known = new Set(items.map((each) => each.id));
  const children = Map.groupBy(items, (each) => (each.parentId !== null && known.has(each.parentId) ? each.parentId : ''));
  const below = (parent: string, depth: number): Row[] => (children.get(parent) ?? []).flatMap((budget) => [{ budget, depth }, ...below(budget.id, depth + 1)]);
  return below('', 0);
}

const INDENT_PX = 20;

/** What is set aside, by scope and period: how much of each is taken, and by whom behind every number. */
export function BudgetsTab() {
  const { search, set, open, close } = useFinance();
  const query = useQuery(budgetsQuery);
  return (
    <Loaded query={query}>{(list) => {
      const rows = asTree(list.items);
      const chosen = list.items.find((each) => each.id === search.open);
      const scopeOf = (each: BudgetView): string => [each.department ?? t('budget.every-department'), list.categories.filter(({ code }) => code === each.category).map(({ title }) => say(title))[0] ?? t('budget.every-category'), `${each.fromDay} – ${each.toDay}`].join(' · ');
      return (
        <>
          <div className="mb-3 flex justify-end"><Button look="primary" icon={Plus} onClick={() => set({ open: 'new' })}>{t('budget.new')}</Button></div>
          {rows.length === 0 ? <div className={CARD}><Empty icon={PiggyBank} title={t('budget.none')}>{t('budget.none-text')}</Empty></div> : (
            <ul className={`${CARD} divide-y divide-line`}>
              {rows.map(({ budget, depth }) => (
                <li key={budget.id}>
                  <button type="button" onClick={() => open(budget)} className="block w-full px-4 py-3 text-left -outline-offset-2! transition-colors hover:bg-hover" style={{ paddingLeft: 16 + depth * INDENT_PX }}>
                    <span className="flex flex-wrap items-baseline justify-between gap-x-4"><span className="font-medium">{budget.name}</span><span className={budget.level === 'over' ? 'text-bad' : ''}>{t('budget.left')} <Amount value={budget.open} size="strong" /></span></span>
                    <span className="num mb-1.5 block truncate text-muted">{scopeOf(budget)}</span>
                    <BudgetBar budget={budget} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          {search.open === 'new' && <NewBudget list={list} onClose={close} />}
          {chosen && <BudgetDrawer budget={chosen} scope={scopeOf(chosen)} onClose={close} />}
        </>
      );
    }}</Loaded>
  );
}
