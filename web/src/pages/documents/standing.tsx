import type { DocumentDetail } from '@roundtrip/contract';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD, Facts, Section } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { fullMoment, isZero, shortMoment } from '../../parts/format.ts';
import { VERIFICATION_LOOKS } from '../../parts/verification-looks.ts';
import { fieldNamed, remedyOf, SEVERITY_LOOKS } from './looks.ts';
import { VerifyDrawer } from './verify-drawer.tsx';

type Part = { readonly detail: DocumentDetail };
const PAPER = `${CARD} px-4 py-3`;

/** What the invoice tells against itself, and how each is mended. */
export function Findings({ detail }: Part) {
  const { findings } = detail.document;
  if (findings.length === 0) return null;
  return (
    <Section id="findings" title={t('document.findings')}>
      <ul className={`${CARD} divide-y divide-line`}>
        {findings.map((finding, index) => {
          const { icon: Icon, tone } = SEVERITY_LOOKS[finding.severity];
          const remedy = remedyOf(finding);
          return <li key={`${finding.code}${index}`} className="flex items-start gap-2.5 px-4 py-2.5"><Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${tone}`} /><div className="min-w-0"><p className="text-pretty">{say(finding.message)}</p>{remedy && <p className="text-muted text-pretty">{remedy}</p>}</div></li>;
        })}
      </ul>
    </Section>
  );
}

/** Which claims use how much of it, and what is left. */
export function Uses({ detail }: Part) {
  const { uses, rest, takenBack, document } = detail;
  return (
    <Section id="uses" title={t('document.uses')} aside={<span>{t('document.rest')} <Amount value={rest} /></span>}>
      <div className={PAPER}>
        {uses.length === 0 ? <p className="text-muted">{t('document.unused')}</p> : (
          <ul className="space-y-2">
            {uses.map((use, index) => (
              <li key={index} className={`flex justify-between gap-4 ${use.releasedAt ? 'text-muted' : ''}`}>
                <span className="min-w-0">
                  {use.claimId ? <Link to="/claims/$id" params={{ id: use.claimId }} className="num inline-flex items-center font-medium text-accent hover:underline pointer-coarse:min-h-11">{use.claimNumber}</Link> : <span className="num font-medium">{use.claimNumber}</span>} · {use.by}
                  <span className="block text-muted">{use.releasedAt ? t('document.freed', { at: fullMoment(use.releasedAt) }) : fullMoment(use.at)}</span>
                </span>
                <span className="shrink-0"><Amount value={use.amount} size={use.releasedAt ? 'plain' : 'strong'} struck={use.releasedAt !== null} /></span>
              </li>
            ))}
          </ul>
        )}
        {!isZero(takenBack) && <p className="mt-2 flex justify-between gap-4 border-t border-line pt-2 text-bad"><span>{t('document.taken-back')}</span><Amount value={takenBack} /></p>}
        {document.red && <p className="mt-2 border-t border-line pt-2 text-bad text-pretty">{t('document.red-text')}</p>}
      </div>
    </Section>
  );
}

export function Arrivals({ detail }: Part) {
  return (
    <Section id="arrivals" title={t('document.arrivals')}>
      <ul className={`${CARD} divide-y divide-line`}>
        {detail.arrivals.map((arrival, index) => (
          <li key={index} className="flex justify-between gap-4 px-4 py-2"><span className="min-w-0"><span className="block truncate font-medium">{arrival.fileName}</span><span className="text-muted">{arrival.by}{arrival.sameFile && ` · ${t('document.same-file')}`}</span></span><span className="num shrink-0 text-muted">{shortMoment(arrival.at)}</span></li>
        ))}
      </ul>
    </Section>
  );
}

type Answer = DocumentDetail['verification']['answers'][number];

function AnswerRow({ answer }: { readonly answer: Answer }) {
  const [open, setOpen] = useState(false);
  const what = answer.state ? t(VERIFICATION_LOOKS[answer.state].label) : answer.failure ?? t('document.no-answer');
  return (
    <li>
      <div className="flex items-center justify-between gap-4"><span className="min-w-0 text-pretty">{what}<span className="text-muted"> · {answer.by ?? answer.verifier}</span></span><span className="num shrink-0 text-muted">{shortMoment(answer.at)}</span></div>
      {answer.answer && (open ? <pre tabIndex={0} className="mt-1 max-h-40 overflow-auto rounded-sm bg-sunk px-2.5 py-2 text-xs whitespace-pre-wrap break-all">{answer.answer}</pre>
        : <button type="button" className="min-h-6 text-accent hover:underline pointer-coarse:min-h-11" onClick={() => setOpen(true)}>{t('document.word-for-word')}</button>)}
    </li>
  );
}

/** What the tax bureau says, when it said so, and when it is asked next. */
export function Verification({ detail, byHand }: Part & { readonly byHand: boolean }) {
  const [enters, setEnters] = useState(false);
  const { state, at, nextAt, mismatch, answers } = detail.verification;
  const look = VERIFICATION_LOOKS[state];
  const differs = fieldNamed(detail, mismatch);
  return (
    <Section id="verification" title={t('document.verification')} aside={at && <span className="num">{fullMoment(at)}</span>}>
      <div className={`${PAPER} space-y-3`}>
        <div className="flex flex-wrap items-center gap-2"><Chip tone={look.tone} icon={look.icon}>{t(look.label)}</Chip>{mismatch && <span className="text-bad">{t('document.differs', { field: differs ? say(differs) : mismatch })}</span>}</div>
        {(nextAt !== null || state === 'unverified') && <p className="text-muted text-pretty">{nextAt ? t('document.asked-next', { at: fullMoment(nextAt) }) : t('document.asked-by-nobody')}</p>}
        {answers.length > 0 && <ul className="space-y-2 border-t border-line pt-2">{answers.map((answer, index) => <AnswerRow key={index} answer={answer} />)}</ul>}
        {byHand && <Button onClick={() => setEnters(true)}>{t('document.verify-by-hand')}</Button>}
        {enters && <VerifyDrawer detail={detail} close={() => setEnters(false)} />}
      </div>
    </Section>
  );
}

/** For the accountant: what input VAT may be deducted, by which rule, and where the booking stands. */
export function Books({ detail }: Part) {
  const { deduction, booking } = detail;
  return (
    <Section id="books" title={t('document.books')}>
      <div className={`${PAPER} space-y-2`}>
        <Facts rows={[
          [t('document.deduction'), <span key="d" className={deduction.method === 'unsettled' ? 'text-warn' : ''}>{t(`document.deduction.${deduction.method}`)}</span>],
          ...(deduction.amount ? [[t('document.deductible'), <Amount key="a" value={deduction.amount} size="strong" />] as const] : []),
          [t('document.clause'), deduction.clause],
          [t('document.booking'), t(`document.booking.${({ '01': 'none', '02': 'deducted', '03': 'kept', '06': 'undone' } as const)[booking.state]}`)],
          ...(booking.voucher ? [[t('document.voucher'), `${booking.voucher}${booking.on ? ` · ${booking.on}` : ''}`] as const] : []),
        ]} />
        <p className="text-muted text-pretty">{say(deduction.reason)}</p>
      </div>
    </Section>
  );
}
