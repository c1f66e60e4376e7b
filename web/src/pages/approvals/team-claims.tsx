import type { ClaimSummary } from '@roundtrip/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Users, Zap } from 'lucide-react';
import { claimsQuery } from '../../api/queries.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { shortMoment } from '../../parts/format.ts';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { CLAIM_LOOKS } from '../../parts/words.ts';

function Row({ claim }: { readonly claim: ClaimSummary }) {
  const look = CLAIM_LOOKS[claim.state];
  return (
    <li className="relative flex items-center gap-4 px-4 py-2.5 transition-colors hover:bg-hover">
      <div className="min-w-0 flex-1">
        <Link to="/claims/$id" params={{ id: claim.id }} className="block truncate text-base font-medium after:absolute after:inset-0">{claim.employee.name}<span className="ml-2 font-normal">{claim.title}</span></Link>
        <p className="num truncate text-muted">{[claim.number, t('claim.lines', { count: claim.lineCount }), shortMoment(claim.updatedAt)].join(' · ')}</p>
      </div>
      {claim.automatic && claim.state !== 'draft' && <Zap size={15} role="img" aria-label={t('claim.automatic')} className="shrink-0 text-accent" />}
      <div className="flex shrink-0 flex-col items-end gap-1"><span className="text-base"><Amount value={claim.reimbursable} size="strong" /></span><Chip tone={look.tone} icon={look.icon}>{t(look.label)}</Chip></div>
    </li>
  );
}

/** How far every claim of the team has come, the latest change first. */
export function TeamClaims() {
  const query = useInfiniteQuery(claimsQuery('team'));
  return (
    <div className={CARD}>
      <Loaded query={query} skeleton={<SkeletonRows rows={6} />}>
        {({ pages }) => {
          const claims = pages.flatMap(({ items }) => items);
          return claims.length === 0 ? <Empty icon={Users} title={t('team.empty')}>{t('team.empty-text')}</Empty> : (
            <>
              <ul className="divide-y divide-line">{claims.map((claim) => <Row key={claim.id} claim={claim} />)}</ul>
              {query.hasNextPage && <div className="border-t border-line p-2 text-center"><Button look="quiet" onClick={() => void query.fetchNextPage()}>{t('action.more')}</Button></div>}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
