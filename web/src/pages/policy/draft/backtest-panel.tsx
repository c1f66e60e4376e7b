import type { PolicyBacktestView } from '@roundtrip/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { send } from '../../../api/client.ts';
import { policyDraftQuery } from '../../../api/queries.ts';
import { say, t, type MessageId } from '../../../i18n/index.ts';
import { Button } from '../../../parts/button.tsx';
import { plainMoney } from '../../../parts/format.ts';
import { categoryName } from '../../../parts/words.ts';
import type { Document } from '../read-rules.ts';

type PanelProps = { readonly id: string; readonly document: Document; readonly revision: number; readonly backtest: PolicyBacktestView | null; readonly flush: () => Promise<number> };
type Result = NonNullable<PolicyBacktestView['result']>;

const WORDS: Readonly<Record<string, MessageId>> = { pass: 'draft.word.pass', warn: 'draft.word.warn', cut: 'draft.word.cut', refuse: 'draft.word.refuse', person: 'draft.word.person' };
const wordOf = (code: string): string => { const word = WORDS[code]; return word ? t(word) : code; };
const moveText = (move: string): string => move.split('→').map(wordOf).join(' → ');
const saidText = (said: { readonly outcome: string; readonly needsApproval: boolean }): string => wordOf(said.needsApproval && said.outcome !== 'refuse' ? 'person' : said.outcome);

const Figure = ({ label, value, loud = false }: { readonly label: string; readonly value: string; readonly loud?: boolean }) => (
  <div><dt className="text-xs text-muted">{label}</dt><dd className={`num text-base font-semibold ${loud ? 'text-bad' : ''}`}>{value}</dd></div>
);

function Counts({ title, counts }: { readonly title: string; readonly counts: readonly (readonly [string, number])[] }) {
  if (counts.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-muted">{title}</h3>
      <ul>{counts.map(([name, count]) => <li key={name} className="flex justify-between gap-3"><span className="truncate">{name}</span><span className="num">{count.toLocaleString()}</span></li>)}</ul>
    </div>
  );
}

const largest = (counts: Readonly<Record<string, number>>): [string, number][] => Object.entries(counts).sort(([, a], [, b]) => b - a);

function Outcome({ result, document }: { readonly result: Result; readonly document: Document }) {
  const ruleTitle = (id: string): string => { const rule = document.rules.find((one) => one.id === id); return rule ? say(rule.title) : id; };
  return (
    <div className="space-y-4">
      <dl className="grid grid-cols-2 gap-3">
        <Figure label={t('draft.bt.changed')} value={t('draft.bt.of', { changed: result.changed.toLocaleString(), judged: result.judged.toLocaleString() })} />
        <Figure label={t('draft.bt.people')} value={result.people.toLocaleString()} />
        <Figure label={t('draft.bt.stops')} value={result.stops.toLocaleString()} loud={result.stops > 0} />
        <Figure label={t('draft.bt.eased')} value={result.eased.toLocaleString()} />
        <Figure label={t('draft.bt.before')} value={plainMoney(result.standardBefore)} />
        <Figure label={t('draft.bt.after')} value={plainMoney(result.standardAfter)} />
      </dl>
      <Counts title={t('draft.bt.moves')} counts={largest(result.moves).map(([move, count]) => [moveText(move), count])} />
      <Counts title={t('draft.bt.rules')} counts={largest(result.rules).map(([rule, count]) => [ruleTitle(rule), count])} />
      {result.examples.length > 0 && (
        <div>
          <h3 className="mb-1 text-xs font-medium text-muted">{t('draft.bt.examples')}</h3>
          <ul className="max-h-80 divide-y divide-line overflow-y-auto" tabIndex={0} aria-label={t('draft.bt.examples')}>
            {result.examples.map((one) => (
              <li key={one.subjectId} className="flex justify-between gap-3 py-1.5">
                <span className="min-w-0 truncate">{one.employee} · {categoryName(one.category)} · <span className="num text-muted">{one.spentOn}</span><br /><span className="text-muted">{saidText(one.before)} → {saidText(one.after)}</span></span>
                <span className="num text-right">{plainMoney(one.amount)}<br /><span className="text-muted">{plainMoney(one.before.standard)} → {plainMoney(one.after.standard)}</span></span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** The draft held against the last twelve months: asked for, followed, and read here. */
export function BacktestPanel({ id, document, revision, backtest, flush }: PanelProps) {
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: async () => { await flush(); return send(`/v1/policies/${id}/backtest`, { shape: (c) => c.policyDraftView }); },
    onSuccess: (view) => queries.setQueryData(policyDraftQuery(id).queryKey, view),
  });
  const running = backtest !== null && backtest.status !== 'done';
  const stale = backtest?.result && backtest.draftRevision !== revision;
  return (
    <div className="space-y-4">
      <p className="text-muted text-pretty">{t('draft.bt.text')}</p>
      <Button icon={History} disabled={ask.isPending || running} onClick={() => ask.mutate()}>{t('draft.bt.run')}</Button>
      {running && <div role="status"><progress className="h-1.5 w-full accent-accent" aria-label={t('draft.bt.running')} value={backtest.done} max={Math.max(1, backtest.total)} /><p className="num text-muted">{t('draft.bt.progress', { done: backtest.done.toLocaleString(), total: backtest.total.toLocaleString() })}</p></div>}
      {stale && <p className="rounded-sm bg-warn-soft px-3 py-2 text-warn">{t('draft.bt.stale')}</p>}
      {backtest?.result && <Outcome result={backtest.result} document={document} />}
    </div>
  );
}
