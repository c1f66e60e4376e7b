import type { PolicyVerdictView } from '@roundtrip/contract';
import { useMutation } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { send } from '../../../api/client.ts';
import { say, t } from '../../../i18n/index.ts';
import { Button } from '../../../parts/button.tsx';
import { Chip } from '../../../parts/chip.tsx';
import { plainMoney, today, typedAmount } from '../../../parts/format.ts';
import { categoryName, CATEGORY_CODES, VERDICT_LOOKS } from '../../../parts/words.ts';
import { SEATS, seatName, type Document } from '../read-rules.ts';

type TrialProps = { readonly id: string; readonly document: Document; readonly flush: () => Promise<number>; readonly onVerdict: (verdict: PolicyVerdictView | null) => void };

const INPUT = 'h-8 w-full rounded-sm border border-line-strong bg-surface px-2 pointer-coarse:h-11';
const Field = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => <label className="block text-muted">{label}<span className="mt-0.5 block text-ink">{children}</span></label>;

type Asked = { category: string; amount: string; city: string; spentOn: string; nights: string; seatClass: string; grade: string; hasInvoice: boolean };

const startOf = (document: Document): Asked => ({ category: 'hotel', amount: '600.00', city: '上海', spentOn: today(), nights: '1', seatClass: '', grade: document.grades.at(-1)?.code ?? '', hasInvoice: true });

const bodyOf = (asked: Asked, currency: string): unknown => ({
  expense: {
    id: 'trial', employeeId: 'trial', category: asked.category, amount: typedAmount(asked.amount, currency), currency, spentOn: asked.spentOn, ...(asked.city === '' ? {} : { city: asked.city }),
    ...(asked.nights === '' ? {} : { nights: Number(asked.nights) }), ...(asked.seatClass === '' ? {} : { seatClass: asked.seatClass }),
  },
  grade: asked.grade, hasInvoice: asked.hasInvoice,
});

function Verdict({ verdict }: { readonly verdict: PolicyVerdictView }) {
  const { tone, icon, label } = VERDICT_LOOKS[verdict.outcome];
  return (
    <div className="space-y-3 border-t border-line pt-3" role="status">
      <p className="flex items-center justify-between"><Chip tone={tone} icon={icon}>{t(label)}</Chip><span className="num font-semibold">{t('draft.allowed', { amount: plainMoney(verdict.allowed) })}</span></p>
      {verdict.findings.length > 0 && <ul className="space-y-1.5">{verdict.findings.map((finding) => <li key={finding.rule}>{say(finding.message)} <span className="text-muted">{finding.clause}</span></li>)}</ul>}
      {verdict.basis.length > 0 && <ul className="space-y-1 text-muted">{verdict.basis.map((basis) => <li key={basis.rule} className="flex gap-1.5"><Check size={14} className="mt-[3px] shrink-0" aria-hidden />{say(basis.message)}</li>)}</ul>}
      {verdict.wouldPass.length > 0 && <p className="rounded-sm bg-accent-soft px-3 py-2 text-accent">{verdict.wouldPass.map((one) => say(one.message)).join(' ')}</p>}
    </div>
  );
}

/** One expense to try the draft with: the verdict, why, and the cells that it passed lit up in the tables. */
export function TrialPanel({ id, document, flush, onVerdict }: TrialProps) {
  const [asked, setAsked] = useState(() => startOf(document));
  const set = (key: keyof Asked) => (event: { readonly target: { readonly value: string } }): void => setAsked((old) => ({ ...old, [key]: event.target.value }));
  const judge = useMutation({
    mutationFn: async () => { await flush(); return send(`/v1/policies/${id}/try`, { body: bodyOf(asked, document.currency), shape: (c) => c.policyVerdictView }); },
    onSuccess: (verdict) => onVerdict(verdict),
  });
  return (
    <form className="space-y-3" onSubmit={(event) => { event.preventDefault(); judge.mutate(); }}>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('draft.try.category')}><select className={INPUT} value={asked.category} onChange={set('category')}>{CATEGORY_CODES.map((code) => <option key={code} value={code}>{categoryName(code)}</option>)}</select></Field>
        <Field label={t('draft.try.grade')}><select className={INPUT} value={asked.grade} onChange={set('grade')}>{document.grades.map((grade) => <option key={grade.code} value={grade.code}>{say(grade.title)}</option>)}</select></Field>
        <Field label={t('draft.try.amount', { currency: document.currency })}><input required className={`num text-right ${INPUT}`} inputMode="decimal" value={asked.amount} onChange={set('amount')} /></Field>
        <Field label={t('draft.try.day')}><input required type="date" className={INPUT} value={asked.spentOn} onChange={set('spentOn')} /></Field>
        <Field label={t('draft.try.city')}><input className={INPUT} value={asked.city} onChange={set('city')} /></Field>
        <Field label={t('draft.try.nights')}><input className={INPUT} inputMode="numeric" value={asked.nights} onChange={set('nights')} /></Field>
        <Field label={t('draft.try.seat')}><select className={INPUT} value={asked.seatClass} onChange={set('seatClass')}><option value="">—</option>{SEATS.map((seat) => <option key={seat} value={seat}>{seatName(seat)}</option>)}</select></Field>
        <label className="flex items-center gap-2 self-end pb-1.5"><input type="checkbox" checked={asked.hasInvoice} onChange={(event) => setAsked((old) => ({ ...old, hasInvoice: event.target.checked }))} />{t('draft.try.invoice')}</label>
      </div>
      <Button type="submit" disabled={judge.isPending}>{t('draft.try.run')}</Button>
      {judge.data && <Verdict verdict={judge.data} />}
    </form>
  );
}
