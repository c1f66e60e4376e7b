import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import type { FinanceTab } from '../../app/finance-places.ts';
import { t } from '../../i18n/index.ts';
import { PageHead } from '../../parts/card.tsx';
import { AutomationTab } from './automation-tab.tsx';
import { BudgetsTab } from './budgets-tab.tsx';
import { ClaimsTab } from './claims-tab.tsx';
import { DocumentsTab } from './documents-tab.tsx';
import { ImportsTab } from './imports-tab.tsx';
import { LedgerTab } from './ledger-tab.tsx';
import { Overview } from './overview.tsx';
import { PaymentsTab } from './payments-tab.tsx';
import { PayoutsTab } from './payouts-tab.tsx';
import { ReconciliationTab } from './reconciliation-tab.tsx';
import { ReviewTab } from './review-tab.tsx';

const TABS: Record<FinanceTab, () => ReactNode> = {
  payments: PaymentsTab, review: ReviewTab, claims: ClaimsTab, documents: DocumentsTab, budgets: BudgetsTab, payouts: PayoutsTab, automation: AutomationTab, ledger: LedgerTab, reconciliation: ReconciliationTab, imports: ImportsTab,
};

export function FinancePage() {
  const tab = useParams({ from: '/inside/finance/$tab' }).tab as FinanceTab;
  const Tab = TABS[tab];
  // A run needs the whole screen.
  const inRun = useSearch({ from: '/inside/finance/$tab' }).run !== undefined && tab === 'payouts';
  const strip = useRef<HTMLElement>(null);
  // On a phone the strip of tabs is longer than the screen: the one that is open must be in sight.
  useEffect(() => { void document.fonts.ready.then(() => strip.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' })); }, [tab]);
  return (
    <div className="mx-auto max-w-[1440px]">
      <PageHead title={t('nav.finance')}>{tab !== 'review' && <p className="text-xs text-muted max-md:hidden pointer-coarse:hidden">{t('finance.keys')}</p>}</PageHead>
      {/* Who decides doubts needs the room; the figures stand on every other tab. */}
      {!inRun && tab !== 'review' && <Overview />}
      <nav ref={strip} aria-label={t('finance.tabs')} className="mb-4 flex gap-5 overflow-x-auto border-b border-line [scrollbar-width:none]">
        {(Object.keys(TABS) as FinanceTab[]).map((name) => (
          <Link key={name} to="/finance/$tab" params={{ tab: name }} activeOptions={{ includeSearch: false }} className="-mb-px flex h-10 items-center border-b-2 border-transparent font-medium whitespace-nowrap text-muted -outline-offset-2! hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink pointer-coarse:h-11">{t(`finance.tab.${name}`)}</Link>
        ))}
      </nav>
      <Tab key={tab} />
    </div>
  );
}
