import type { ClaimView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import { ArrowLeft, Zap } from 'lucide-react';
import { claimQuery } from '../../api/queries.ts';
import { useSession } from '../../app/session.ts';
import { say, t } from '../../i18n/index.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { CARD, Section, useTitle } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { ClaimFigures } from '../../parts/claim-figures.tsx';
import { ClaimLines } from '../../parts/claim-lines.tsx';
import { Loaded, SkeletonRows } from '../../parts/states.tsx';
import { firstSwipe, Timeline } from '../../parts/timeline.tsx';
import { useClaimMoves } from '../../parts/use-claim-moves.ts';
import { CLAIM_LOOKS } from '../../parts/words.ts';
import { CommentBox } from './comment-box.tsx';

const MINUTE_MS = 60_000;
function wayText(claim: ClaimView): string | null {
  const swipe = firstSwipe(claim);
  if (!swipe || !claim.paidAt) return null;
  const minutes = Math.max(0, Math.round((Date.parse(claim.paidAt) - Date.parse(swipe.at)) / MINUTE_MS));
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t('claim.way', { hours, minutes: minutes % 60 }) : t('claim.way-days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

function Moves({ claim }: { readonly claim: ClaimView }) {
  const { employee } = useSession();
  const { move, moving } = useClaimMoves();
  if (claim.employee.id !== employee.id || (claim.state !== 'draft' && !claim.canWithdraw)) return null;
  return (
    <div className="max-md:w-full">
      {claim.state === 'draft'
        ? <Button look="primary" size="thumb" className="max-md:w-full" disabled={!claim.canSubmit || moving !== undefined} onClick={() => move({ id: claim.id, move: 'submit' })}>{t('claim.submit')}</Button>
        : <Button size="thumb" className="max-md:w-full" disabled={moving !== undefined} onClick={() => move({ id: claim.id, move: 'withdraw' })}>{t('claim.withdraw')}</Button>}
      {claim.state === 'draft' && claim.blocked && <p className="mt-1.5 max-w-[36ch] text-warn text-pretty md:text-right">{say(claim.blocked)}</p>}
    </div>
  );
}

function Claim({ claim }: { readonly claim: ClaimView }) {
  const look = CLAIM_LOOKS[claim.state];
  const way = wayText(claim);
  useTitle(claim.title);
  return (
    <>
      <header className="mb-5">
        <div className="mb-3 flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 className="text-xl font-semibold tracking-[-0.01em]">{claim.title}</h1>
          <Chip tone={look.tone} icon={look.icon}>{t(look.label)}</Chip>
          {claim.automatic && claim.state !== 'draft' && <Chip tone="accent" icon={Zap}>{t('claim.automatic')}</Chip>}
          <p className="num w-full text-muted">{claim.number} · {claim.employee.name}</p>
        </div>
        <div className="flex flex-wrap items-end justify-between gap-4"><ClaimFigures claim={claim} /><Moves claim={claim} /></div>
      </header>
      <div className="grid grid-cols-1 gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_360px]">
        <Section id="lines" title={t('claim.lines-title')}><ClaimLines lines={claim.lines} /></Section>
        <div className={claim.state === 'draft' ? '' : 'max-lg:order-first'}><Section id="way" title={t('claim.way-title')} aside={way}><div className={`${CARD} p-4`}><Timeline claim={claim} />{claim.state !== 'draft' && <CommentBox claimId={claim.id} />}</div></Section></div>
      </div>
    </>
  );
}

export function ClaimPage() {
  const { id } = useParams({ from: '/inside/claims/$id' });
  const { history } = useRouter();
  const query = useQuery(claimQuery(id));
  return (
    <div className="mx-auto max-w-[1080px]">
      <IconButton icon={ArrowLeft} label={t('action.back')} onClick={() => history.back()} className="mb-1 -ml-2" />
      <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={5} /></div>}>{(claim) => <Claim claim={claim} />}</Loaded>
    </div>
  );
}
