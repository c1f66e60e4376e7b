import type { ClaimLineView } from '@roundtrip/contract';
import { Building2, ChevronDown, Lightbulb, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { say, t } from '../i18n/index.ts';
import { Amount } from './amount.tsx';
import { CARD } from './card.tsx';
import { Chip } from './chip.tsx';
import { Expand } from './expand.tsx';
import { dayName, digitsOf, isZero, negated, percent, plainMoney, sumOf } from './format.ts';
import { Why } from './why.tsx';
import { categoryIcon, categoryName, VERDICT_LOOKS } from './words.ts';

type Verdict = NonNullable<ClaimLineView['verdict']>;

/** Nothing is cut from the amount: the company has paid it already, so nothing is owed to the person. */
const isCompanyPaid = ({ verdict, amount, allowed, companyPaid }: ClaimLineView): boolean => verdict?.outcome === 'cut' && amount.amount === allowed.amount && !isZero(companyPaid);
const isDoubtful = (line: ClaimLineView): boolean => line.missing.length > 0 || (line.verdict !== null && line.verdict.outcome !== 'pass' && !isCompanyPaid(line));
const missingName = (what: string): string => (what === 'invoice' ? t('missing.invoice') : what === 'payment' ? t('missing.payment') : what === 'rate' ? t('missing.rate') : what === 'decision' ? t('missing.decision') : what);

function VerdictText({ verdict }: { readonly verdict: Verdict }) {
  return (
    <div className="space-y-2">
      {verdict.findings.map((finding) => (
        <div key={`${finding.rule}${finding.clause}`} className="flex items-start gap-2.5">
          <TriangleAlert size={15} aria-hidden className={`mt-[3px] shrink-0 ${verdict.outcome === 'refuse' ? 'text-bad' : 'text-warn'}`} />
          <p className="min-w-0 flex-1 text-pretty">{say(finding.message)}</p><span className="shrink-0 text-muted">{finding.clause}</span>
        </div>
      ))}
      {verdict.wouldPass.length > 0 && (
        <div className="flex items-start gap-2.5 rounded-md bg-accent-soft px-3 py-2">
          <Lightbulb size={15} aria-hidden className="mt-[3px] shrink-0 text-accent" />
          <div className="min-w-0"><p className="font-medium text-accent">{t('line.would-pass')}</p>{verdict.wouldPass.map((way, index) => <p key={index} className="text-pretty">{say(way.message)}</p>)}</div>
        </div>
      )}
    </div>
  );
}

function Line({ line, open, toggle }: { readonly line: ClaimLineView; readonly open: boolean; readonly toggle: () => void }) {
  const Icon = categoryIcon(line.category);
  const paid = line.missing.length === 0 && isCompanyPaid(line);
  const look = paid ? { tone: 'plain' as const, icon: Building2 } : line.missing.length > 0 ? { tone: 'bad' as const, icon: TriangleAlert } : line.verdict ? VERDICT_LOOKS[line.verdict.outcome] : null;
  const cut = line.allowed.amount !== line.amount.amount;
  return (
    <li>
      <button type="button" aria-expanded={open} aria-controls={`line-${line.id}`} onClick={toggle} className="flex w-full items-center gap-3 px-4 py-3 text-left transition-colors -outline-offset-2! hover:bg-hover">
        <span className="grid size-9 shrink-0 place-items-center rounded-md bg-sunk text-muted"><Icon size={18} strokeWidth={1.8} aria-hidden /></span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-base font-medium">{line.text || categoryName(line.category)}</span>
          <span className="block truncate text-muted">{[categoryName(line.category), dayName(line.spentOn), line.city].filter(Boolean).join(' · ')}</span>
        </span>
        <span className="flex shrink-0 flex-col items-end gap-1">
          <span className="text-base">{cut && <span className="mr-1.5 text-sm"><Amount value={line.amount} code={false} struck /></span>}<Amount value={cut ? line.allowed : line.amount} size="strong" code={line.amount.currency !== line.reimbursable.currency} /></span>
          <span className="flex items-center gap-1.5">
            {look && <Chip tone={look.tone} icon={look.icon} figure={line.missing.length === 0 && cut ? digitsOf(sumOf([line.allowed, negated(line.amount)], line.amount.currency).amount) : undefined}>{paid ? t('line.paid-by-company') : line.missing[0] ? missingName(line.missing[0]) : t(VERDICT_LOOKS[line.verdict?.outcome ?? 'pass'].label)}</Chip>}
            <ChevronDown size={15} aria-hidden className={`text-faint transition-transform duration-200 ${open ? 'rotate-180' : ''}`} />
          </span>
        </span>
      </button>
      <Expand open={open} id={`line-${line.id}`}>
        <div className="space-y-3 px-4 pb-4 md:pl-16">
          <div className="border-t border-line" />
          {line.verdict && <VerdictText verdict={line.verdict} />}
          {line.match ? <Why match={line.match} sure={percent(line.confidence)} /> : <p className="text-muted">{t('line.no-evidence')}</p>}
          <p className="flex flex-wrap justify-between gap-x-4 border-t border-line pt-2 text-muted">
            {!isZero(line.companyPaid) && <span>{t('line.company-paid', { amount: plainMoney(line.companyPaid) })}</span>}
            <span className="ml-auto">{t('line.reimbursed', { amount: plainMoney(line.reimbursable) })}</span>
          </p>
        </div>
      </Expand>
    </li>
  );
}

/** The lines of a claim; the first doubtful one stands open, since that is what a person must look at. */
export function ClaimLines({ lines }: { readonly lines: readonly ClaimLineView[] }) {
  const first = lines.find(isDoubtful)?.id;
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isOpen = (id: string): boolean => opened.get(id) ?? id === first;
  return <ul className={`${CARD} divide-y divide-line`}>{lines.map((line) => <Line key={line.id} line={line} open={isOpen(line.id)} toggle={() => setOpened(new Map(opened).set(line.id, !isOpen(line.id)))} />)}</ul>;
}
