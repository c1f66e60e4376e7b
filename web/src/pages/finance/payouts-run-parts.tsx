import type { PayoutRunView, PayoutShare } from '@roundtrip/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, Download, OctagonAlert } from 'lucide-react';
import { headersFor, problemFrom } from '../../api/client.ts';
import { say, t, type MessageId } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { clockTime, digitsOf, fullMoment, shortMoment } from '../../parts/format.ts';
import { tell, tellProblem } from '../../parts/toast.tsx';
import { findingName } from './payouts-looks.tsx';

const HEAD = 'flex h-8 items-center justify-between border-b border-line bg-hover px-3 text-xs font-medium text-muted';

function Shares({ title, shares }: { readonly title: string; readonly shares: readonly PayoutShare[] }) {
  const most = Math.max(1, ...shares.map((share) => share.count));
  return (
    <section className={CARD} aria-label={title}>
      <h3 className={HEAD}>{title}</h3>
      <ul className="max-h-[116px] overflow-y-auto" tabIndex={shares.length > 4 ? 0 : -1}>
        {shares.map((share) => (
          <li key={`${share.id}${share.sum.currency}`} className="relative flex h-7 items-center gap-3 px-3">
            <span aria-hidden className="absolute inset-y-1 left-0 rounded-r-sm bg-accent-soft" style={{ width: `${Math.max(2, (share.count * 100) / most)}%` }} />
            <span className="relative min-w-0 flex-1 truncate">{say(share.name)}</span>
            <span className="num relative text-muted">{digitsOf(String(share.count))}</span>
            <span className="relative w-32 text-right"><Amount value={share.sum} /></span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export const Totals = ({ run }: { readonly run: PayoutRunView }) => (
  <div className="mb-4 grid gap-3 lg:grid-cols-3">
    <Shares title={t('run.rails')} shares={run.rails} />
    <Shares title={t('run.banks')} shares={run.banks} />
    <Shares title={t('run.entities')} shares={run.entities} />
  </div>
);

type ChecksProps = { readonly run: PayoutRunView; readonly finding: string | undefined; readonly choose: (code: string | undefined) => void; readonly hold: ((what: { finding?: string; count: number }) => void) | null };

/** What stands out, the worst first; each opens its rows, and can be held as one. */
export function Checks({ run, finding, choose, hold }: ChecksProps) {
  const checks = [...run.checks].sort((a, b) => Number(b.blocks) - Number(a.blocks) || b.count - a.count);
  return (
    <section className={`${CARD} mb-4`} aria-label={t('run.checks')}>
      <h3 className={HEAD}><span>{t('run.checks')}</span>{hold && run.blocked > 0 && <button type="button" className="font-semibold text-bad hover:underline pointer-coarse:h-8" onClick={() => hold({ count: run.blocked })}>{t('run.hold-blocked', { count: run.blocked })}</button>}</h3>
      {checks.length === 0 ? (
        <p className="flex items-center gap-2 px-3 py-2.5"><CircleCheck size={15} className="shrink-0 text-ok" aria-hidden /><span className="font-medium">{t('run.clear')}</span><span className="text-muted max-md:hidden">{t('run.clear-text')}</span></p>
      ) : (
        <ul className="lg:columns-2 lg:gap-0">
          {checks.map((check) => (
            <li key={check.code} className={`flex break-inside-avoid items-center gap-2 border-b border-line px-3 ${finding === check.code ? 'bg-accent-soft' : ''}`}>
              <button type="button" aria-pressed={finding === check.code} onClick={() => choose(finding === check.code ? undefined : check.code)} className="flex h-8 min-w-0 flex-1 items-center gap-2 text-left -outline-offset-2! pointer-coarse:h-11">
                {check.blocks ? <OctagonAlert size={15} className="shrink-0 text-bad" aria-hidden /> : <CircleAlert size={15} className="shrink-0 text-warn" aria-hidden />}
                <span className="truncate font-medium">{findingName(check.code)}</span>
                <span className={`text-xs ${check.blocks ? 'text-bad' : 'text-warn'}`}>{t(check.blocks ? 'run.blocks' : 'run.warns')}</span>
                <span className="num ml-auto font-semibold">{digitsOf(String(check.count))}</span>
              </button>
              {hold && check.code !== 'held' && <Button look="quiet" onClick={() => hold({ finding: check.code, count: check.count })}>{t('run.hold-all')}</Button>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Batch = PayoutRunView['batches'][number];
const wordsOfBatch = (batch: Batch): string => t(`batch.${batch.state}` satisfies MessageId, { at: batch.askedAt ? clockTime(batch.askedAt) : '' });

/** The bank's answer to a file or a sheet, handed in by whoever fetched it. */
function AnswerButton() {
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: async (file: File) => {
      const form = new FormData();
      form.append('files', file);
      const answer = await fetch('/v1/payouts/bank-answers', { method: 'POST', body: form, headers: headersFor(true) });
      if (!answer.ok) throw problemFrom(answer.status, await answer.text());
      return answer.json() as Promise<{ taken: number }>;
    },
    onSuccess: ({ taken }) => { tell(t(taken > 0 ? 'batch.answer-taken' : 'batch.answer-aside')); void queries.invalidateQueries({ queryKey: ['payouts'] }); }, onError: tellProblem,
  });
  return (
    <label className="cursor-pointer font-semibold text-accent hover:underline has-disabled:text-faint has-focus-visible:outline-2">
      {t('batch.answer')}
      <input type="file" className="sr-only" disabled={isPending} onChange={(event) => { const file = event.target.files?.[0]; if (file) mutate(file); event.target.value = ''; }} />
    </label>
  );
}

export function Batches({ run, carry }: { readonly run: PayoutRunView; readonly carry: (id: string) => void }) {
  if (run.batches.length === 0) return null;
  const carried = run.batches.some((batch) => batch.state === 'file' || batch.state === 'carried');
  return (
    <section className={CARD} aria-label={t('run.batches')}>
      <h3 className={HEAD}>{t('run.batches')}{carried && <AnswerButton />}</h3>
      <ul className="max-h-[132px] divide-y divide-line overflow-y-auto" tabIndex={run.batches.length > 4 ? 0 : -1}>
        {run.batches.map((batch) => (
          <li key={batch.id} className="flex min-h-8 flex-wrap items-center gap-x-3 px-3 py-1">
            <span className="num text-muted">{shortMoment(batch.sentAt)}</span>
            <span>{say(batch.rail)}</span>
            <span title={wordsOfBatch(batch)} className={`min-w-0 flex-1 truncate ${batch.state === 'asked' || batch.state === 'file' ? 'font-medium text-warn' : 'text-muted'}`}>{wordsOfBatch(batch)}{batch.late && <span className="ml-2 text-bad">{t('batch.late', { at: fullMoment(batch.sentAt) })}</span>}</span>
            <span className="num text-muted">{digitsOf(String(batch.count))}</span><Amount value={batch.sum} />
            {(batch.state === 'file' || batch.state === 'carried') && <a className={buttonClass('quiet')} href={`/v1/payouts/batches/${batch.id}/file`} download><Download size={15} aria-hidden />{t('batch.download')}</a>}
            {batch.state === 'file' && <Button onClick={() => carry(batch.id)}>{t('batch.carry')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const KNOWN = new Set(['made', 'held', 'put-back', 'submitted', 'released', 'sent-back', 'cancelled']);

export function History({ run }: { readonly run: PayoutRunView }) {
  return (
    <section className={CARD} aria-label={t('run.history')}>
      <h3 className={HEAD}>{t('run.history')}</h3>
      <ol className="max-h-[132px] overflow-y-auto py-1" tabIndex={run.history.length > 4 ? 0 : -1}>
        {run.history.map((entry) => (
          <li key={`${entry.at}${entry.action}`} className="flex min-h-7 items-center gap-3 px-3">
            <span className="num text-muted">{shortMoment(entry.at)}</span><span className="font-medium">{KNOWN.has(entry.action) ? t(`run.history.${entry.action}` as MessageId) : entry.action}</span>
            <span className="min-w-0 flex-1 truncate text-muted">{entry.note ?? ''}</span><span className="text-muted">{run.byRule ? t('runs.by-rule') : entry.by}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
