import type { ClaimView } from '@roundtrip/contract';
import { Check, CreditCard, X } from 'lucide-react';
import { useSession } from '../app/session.ts';
import { say, t } from '../i18n/index.ts';
import { clockTime, fullMoment, shortMoment } from './format.ts';

type Step = ClaimView['timeline'][number];
type Shown = { readonly key: string; readonly state: Step['state']; readonly title: string; readonly at: string | null; readonly sub: string };

const DOTS: Record<Step['state'], string> = {
  done: 'bg-ok text-white dark:text-bg', current: 'border-2 border-accent bg-surface ring-4 ring-accent-soft', expected: 'border-2 border-line-strong bg-surface', failed: 'bg-bad text-white dark:text-bg',
};

function titleOf(step: Step, mine: boolean): string {
  if (step.code === 'paid' && step.state === 'done' && step.at) return t(mine ? 'step.paid.you' : 'step.paid.at', { at: clockTime(step.at) });
  return t(`step.${step.code}`);
}

/** The first swipe that the claim is about: where the money's way began. */
export function firstSwipe(claim: ClaimView): { readonly at: string; readonly merchant: string } | null {
  const payments = claim.lines.flatMap((line) => line.match?.payments ?? []).filter((p) => p.direction === 'out');
  return payments.reduce<{ at: string; merchant: string } | null>((first, p) => (!first || Date.parse(p.paidAt) < Date.parse(first.at) ? { at: p.paidAt, merchant: p.merchant } : first), null);
}

function stepsOf(claim: ClaimView, mine: boolean): Shown[] {
  const swipe = firstSwipe(claim);
  return [
    ...(swipe ? [{ key: 'swipe', state: 'done' as const, title: t(mine ? 'step.swipe.you' : 'step.swipe'), at: swipe.at, sub: swipe.merchant }] : []),
    ...claim.timeline.map((step, index) => ({
      key: `${step.code}-${index}`, state: step.state, title: titleOf(step, mine), at: step.at, sub: [step.by, step.note ? say(step.note) : null].filter(Boolean).join(' · '),
    })),
  ];
}

/** From the swipe to the bank: filled is done, ringed is where it stands, hollow is still to come. */
export function Timeline({ claim }: { readonly claim: ClaimView }) {
  const steps = stepsOf(claim, useSession().employee.id === claim.employee.id);
  return (
    <ol>
      {steps.map((step, index) => {
        const Icon = step.state === 'failed' ? X : step.key === 'swipe' ? CreditCard : Check;
        const next = steps[index + 1];
        return (
          <li key={step.key} className="relative flex gap-3 pb-4 last:pb-0" {...(step.state === 'current' ? { 'aria-current': 'step' as const } : {})}>
            {next && <span aria-hidden className={`absolute top-5 bottom-0 left-[9px] w-0.5 ${next.state === 'expected' ? 'bg-line' : 'bg-ok'} ${next.state === 'current' ? 'opacity-50' : ''}`} />}
            <span className={`relative z-10 grid size-5 shrink-0 place-items-center rounded-full ${DOTS[step.state]}`}>{(step.state === 'done' || step.state === 'failed') && <Icon size={12} strokeWidth={3} aria-hidden />}</span>
            <div className="min-w-0 flex-1">
              <p className={step.state === 'expected' ? 'text-muted' : 'font-medium'}>{step.title}<span className="sr-only"> · {t(`step.state.${step.state}`)}</span></p>
              {step.sub && <p className="text-muted text-pretty">{step.sub}</p>}
            </div>
            {step.at && <time dateTime={step.at} title={fullMoment(step.at)} className={`num shrink-0 text-muted ${step.state === 'expected' ? 'italic' : ''}`}>{step.state === 'expected' ? t('step.by-then', { at: shortMoment(step.at) }) : shortMoment(step.at)}</time>}
          </li>
        );
      })}
    </ol>
  );
}
