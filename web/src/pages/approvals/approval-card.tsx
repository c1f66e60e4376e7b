import type { ApprovalView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { Check, ChevronDown, ChevronRight, Forward, Info, PiggyBank, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { claimQuery } from '../../api/queries.ts';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { ClaimLines } from '../../parts/claim-lines.tsx';
import { isZero, plainMoney, shortMoment } from '../../parts/format.ts';
import { categoryName } from '../../parts/words.ts';
import { Loaded, SkeletonRows } from '../../parts/states.tsx';

type CardProps = { readonly approval: ApprovalView; readonly current: boolean; readonly picked: boolean; readonly onPick: () => void;
  /** False where the lines stand beside the list already. */
  readonly withLines: boolean; readonly onFocus: () => void; readonly approve: () => void; readonly reject: () => void; readonly handOn: () => void };

/** The lines with their verdicts and evidence, for who wants to look closer. */
export function Evidence({ claimId }: { readonly claimId: string }) {
  const query = useQuery(claimQuery(claimId));
  return <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={2} /></div>}>{(claim) => <ClaimLines key={claim.id} lines={claim.lines} />}</Loaded>;
}

/** Two lines may break the same rule in the same words: said once is enough. */
const unique = <T extends { readonly en: string }>(words: readonly T[]): T[] => [...new Map(words.map((each) => [each.en, each])).values()];

/** The way of the request: who has said yes, whose turn it is, who comes after. */
function Way({ steps }: { readonly steps: ApprovalView['steps'] }) {
  return (
    <ol aria-label={t('approval.way')} className="mt-2 flex flex-wrap items-center gap-x-1.5 gap-y-1 text-xs">
      {steps.map((step, index) => (
        <li key={step.id} aria-current={step.state === 'current' ? 'step' : undefined} className={`flex items-center gap-1 ${step.state === 'current' ? 'font-medium text-accent' : 'text-muted'}`}>
          {index > 0 && <ChevronRight size={13} aria-hidden />}{step.state === 'done' && <Check size={13} aria-hidden />}{say(step.title)} · {step.approvers.map((one) => one.name).join(t('policy.and'))}
        </li>
      ))}
    </ol>
  );
}

/** What this person was granted before for such things: how often, the middle, the last. */
function Past({ past }: Pick<ApprovalView, 'past'>) {
  if (past.length === 0) return null;
  return <ul className="mt-2 space-y-0.5 text-muted">{past.map((one) => <li key={one.category} className="num [white-space:normal]">{t('approval.past', { category: categoryName(one.category), now: plainMoney(one.now), count: one.count, median: plainMoney(one.median), last: plainMoney(one.last) })}</li>)}</ul>;
}

/** Who, how much, what for, why it is asked, and what is odd: what a decision needs and no more. */
export function ApprovalCard({ approval, current, picked, onPick, withLines, onFocus, approve, reject, handOn }: CardProps) {
  const { claim, warnings, why } = approval;
  const [open, setOpen] = useState(false);
  return (
    <li id={`approval-${approval.id}`} tabIndex={-1} onFocus={onFocus} aria-current={current ? 'true' : undefined} className={`${CARD} outline-none ${current ? 'md:pointer-fine:border-accent md:pointer-fine:ring-1 md:pointer-fine:ring-accent' : ''}`}>
      <div className="p-4">
        <div className="flex items-baseline justify-between gap-4">
          <label className="flex min-w-0 items-center gap-2.5 pointer-coarse:-my-2 pointer-coarse:py-2"><input type="checkbox" checked={picked} onChange={onPick} aria-label={t('batch.pick', { name: claim.employee.name, title: claim.title })} className="size-4 shrink-0 accent-accent pointer-coarse:size-5" /><span role="heading" aria-level={2} className="min-w-0 truncate text-base font-semibold">{claim.employee.name}</span></label>
          <span className="shrink-0 text-xl"><Amount value={claim.reimbursable} size="strong" /></span>
        </div>
        <p className="text-base text-pretty">{claim.title}</p>
        <p className="num text-muted [white-space:normal]">{[claim.number, say(approval.title), approval.onBehalfOf ? t('approval.for', { name: approval.onBehalfOf.name }) : '', t('approval.asked', { at: shortMoment(approval.askedAt) }), isZero(claim.companyPaid) ? '' : t('claim.company-paid', { amount: plainMoney(claim.companyPaid) })].filter(Boolean).join(' · ')}</p>
        {approval.steps.length > 1 && <Way steps={approval.steps} />}
        <ul className="mt-3 space-y-1">
          {unique(warnings).map((each, index) => <li key={`w${index}`} className="flex gap-2.5"><TriangleAlert size={15} aria-hidden className="mt-[3px] shrink-0 text-warn" /><span className="text-pretty">{say(each)}</span></li>)}
          {unique(why).map((each, index) => <li key={`y${index}`} className="flex gap-2.5 text-muted"><Info size={15} aria-hidden className="mt-[3px] shrink-0" /><span className="text-pretty">{say(each)}</span></li>)}
          {approval.budgets.map((each) => <li key={each.id} className="flex gap-2.5"><PiggyBank size={15} aria-hidden className={`mt-[3px] shrink-0 ${each.level === 'within' ? 'text-muted' : each.level === 'warn' ? 'text-warn' : 'text-bad'}`} /><span className="num text-muted [white-space:normal]">{t('budget.card', { name: each.name, amount: plainMoney(each.open) })}</span></li>)}
        </ul>
        <Past past={approval.past} />
        <div className="mt-4 flex flex-wrap items-center gap-2">
          {withLines ? (
            <Button look="quiet" size="thumb" aria-expanded={open} onClick={() => setOpen(!open)} className="-ml-4">
              {t('claim.lines', { count: claim.lineCount })}<ChevronDown size={15} aria-hidden className={`transition-transform ${open ? 'rotate-180' : ''}`} />
            </Button>
          ) : <span className="text-muted">{t('claim.lines', { count: claim.lineCount })}</span>}
          <Button look="quiet" size="thumb" icon={Forward} className="ml-auto" onClick={handOn}>{t('hand-on.title')}</Button>
          <Button look="danger" size="thumb" onClick={reject}>{t('approval.reject')}</Button>
          <Button look="primary" size="thumb" icon={Check} className="max-md:flex-1" onClick={approve}>{t('approval.approve')}</Button>
        </div>
      </div>
      {open && withLines && <div className="px-4 pb-4"><Evidence claimId={claim.id} /></div>}
    </li>
  );
}
