import type { ClaimSummary } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileStack } from 'lucide-react';
import { useState } from 'react';
import { myClaimsQuery } from '../../api/queries.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { shortMoment } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { useClaimMoves } from '../../parts/use-claim-moves.ts';
import { CLAIM_LOOKS } from '../../parts/words.ts';

function noteOf(claim: ClaimSummary): string {
  if (claim.paidAt) return t('claim.paid-at', { at: shortMoment(claim.paidAt) });
  if (claim.missingCount > 0) return t('claim.missing', { count: claim.missingCount });
  return t('claim.lines', { count: claim.lineCount });
}

const isReady = (claim: ClaimSummary): boolean => claim.state === 'draft' && claim.missingCount === 0;

function ClaimRow({ claim, submit, busy }: { readonly claim: ClaimSummary; readonly submit: () => void; readonly busy: boolean }) {
  const look = CLAIM_LOOKS[claim.state];
  return (
    <li className="relative flex items-center gap-3 px-4 py-3 transition-colors hover:bg-hover">
      <div className="min-w-0 flex-1">
        <Link to="/claims/$id" params={{ id: claim.id }} className="block truncate text-base font-medium after:absolute after:inset-0">{claim.title}</Link>
        <p className={`num truncate ${claim.missingCount > 0 && claim.state === 'draft' ? 'text-warn' : 'text-muted'}`}>{claim.number} · {noteOf(claim)}</p>
      </div>
      <div className="flex shrink-0 flex-col items-end gap-1">
        <span className="text-base"><Amount value={claim.reimbursable} size="strong" code={false} /></span>
        {isReady(claim)
          ? <Button look="primary" className="relative" disabled={busy} onClick={submit}>{t('claim.submit')}</Button>
          : <Chip tone={look.tone} icon={look.icon}>{t(look.label)}</Chip>}
      </div>
    </li>
  );
}

/** What waits for the person first: ready to submit, then still lacking something, then the rest as it came. */
const rank = (claim: ClaimSummary): number => (isReady(claim) ? 0 : claim.state === 'draft' || claim.state === 'rejected' ? 1 : 2);
const SHOWN_FIRST = 6;

export function MyClaims() {
  const query = useQuery(myClaimsQuery);
  const [all, setAll] = useState(false);
  const { move, moving } = useClaimMoves();
  return (
    <Section id="my-claims" title={t('expenses.claims')} aside={!all && (query.data?.items.length ?? 0) > SHOWN_FIRST && <button type="button" className="font-medium text-accent hover:underline" onClick={() => setAll(true)}>{t('expenses.claims.all', { count: query.data?.items.length ?? 0 })}</button>}>
      <div className={CARD}>
        <Loaded query={query}>
          {({ items }) => items.length === 0
            ? <Empty icon={FileStack} title={t('expenses.claims.empty')}>{t('expenses.claims.empty-text')}</Empty>
            : <ul className="divide-y divide-line">{items.toSorted((a, b) => rank(a) - rank(b)).slice(0, all ? items.length : SHOWN_FIRST).map((claim) => <ClaimRow key={claim.id} claim={claim} busy={moving === claim.id} submit={() => move({ id: claim.id, move: 'submit' })} />)}</ul>}
        </Loaded>
      </div>
    </Section>
  );
}
