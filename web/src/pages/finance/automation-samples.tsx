import type { SampleView } from '@roundtrip/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, FileSearch } from 'lucide-react';
import { useState } from 'react';
import { send } from '../../api/client.ts';
import { samplesQuery } from '../../api/queries.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button } from '../../parts/button.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { typedAmount } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';
import { categoryName } from '../../parts/words.ts';
import { SideFacts } from './review-facts.tsx';

const FIELD = 'h-9 w-full rounded-sm border border-line-strong bg-surface px-2.5 pointer-coarse:h-11';

function Verdict({ sample }: { readonly sample: SampleView }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [amount, setAmount] = useState(sample.total.amount);
  const judge = useMutation({
    mutationFn: (isRight: boolean) => send(`/v1/automation/samples/${sample.id}`, { body: { isRight, reason, wrong: isRight ? null : { amount: typedAmount(amount, sample.total.currency), currency: sample.total.currency } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['automation'] }),
  });
  return (
    <div className="grid gap-3 border-t border-line pt-4 sm:grid-cols-[auto_1fr_160px_auto] sm:items-end">
      <Button icon={Check} disabled={judge.isPending} onClick={() => judge.mutate(true)}>{t('automation.right')}</Button>
      <label><span className="mb-1 block text-muted">{t('automation.reason')}</span><input className={FIELD} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} /></label>
      <label><span className="mb-1 block text-muted">{t('automation.wrong-amount')}</span><input className={`${FIELD} num text-right`} inputMode="decimal" value={amount} onChange={(event) => setAmount(event.target.value)} /></label>
      <Button look="danger" disabled={judge.isPending || reason.trim() === ''} onClick={() => judge.mutate(false)}>{t('automation.wrong')}</Button>
    </div>
  );
}

/** One drawn claim at a time, by its papers alone. */
function Sample({ sample }: { readonly sample: SampleView }) {
  return (
    <article className={`${CARD} space-y-4 p-5`}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4"><h3 className="text-base font-semibold">{sample.title} <span className="font-normal text-muted">{sample.employee.name} · <span className="num">{sample.number}</span></span></h3><Amount value={sample.total} size="strong" /></div>
      {sample.lines.map((line) => (
        <div key={line.id} className="space-y-2">
          <p className="flex flex-wrap justify-between gap-x-4 text-muted"><span>{[categoryName(line.category), line.text, line.spentOn, line.city].filter(Boolean).join(' · ')}</span><Amount value={line.amount} /></p>
          <SideFacts side={{ ...line, marks: [] }} className="grid gap-3 md:grid-cols-3" />
        </div>
      ))}
      <Verdict sample={sample} />
    </article>
  );
}

/** What chance has drawn for a second look. */
export function Samples() {
  return (
    <Loaded query={useQuery(samplesQuery)}>
      {({ items: [first, ...rest] }) => (
        <Section title={t('automation.samples')} aside={first ? `${t('automation.samples.text')} ${rest.length + 1}` : ''} id="automation-samples">
          {first ? <Sample key={first.id} sample={first} /> : <div className={CARD}><Empty icon={FileSearch} title={t('automation.samples.empty')}>{t('automation.samples.empty-text')}</Empty></div>}
        </Section>
      )}
    </Loaded>
  );
}
