import type { PayoutFinding, PayoutRow, PayoutRunSummary } from '@roundtrip/contract';
import { CircleCheck, CircleDashed, CircleX, Hand, Send, UserCheck, type LucideIcon } from 'lucide-react';
import { t, type MessageId } from '../../i18n/index.ts';
import { Chip, type Tone } from '../../parts/chip.tsx';
import { digitsOf } from '../../parts/format.ts';
import { PAYOUT_LOOKS } from '../../parts/words.ts';

const RUN_LOOKS: Readonly<Record<PayoutRunSummary['state'], { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  draft: { tone: 'plain', icon: CircleDashed }, submitted: { tone: 'warn', icon: UserCheck }, released: { tone: 'accent', icon: Send }, done: { tone: 'ok', icon: CircleCheck }, cancelled: { tone: 'plain', icon: CircleX },
};
export const RunChip = ({ state }: Pick<PayoutRunSummary, 'state'>) => <Chip tone={RUN_LOOKS[state].tone} icon={RUN_LOOKS[state].icon}>{t(`run.state.${state}`)}</Chip>;

export const findingName = (code: PayoutFinding): string => t(`finding.${code.replace('.', '-')}` as MessageId);

/** How a payout stands, in one word. What is held says so before anything else. */
export function RowChip({ row }: { readonly row: Pick<PayoutRow, 'state' | 'held'> }) {
  if (row.state === 'planned' && row.held) return <Chip tone="warn" icon={Hand}>{t('rows.held')}</Chip>;
  const look = PAYOUT_LOOKS[row.state];
  return <Chip tone={look.tone} icon={look.icon}>{t(look.label)}</Chip>;
}

const ORDER = ['settled', 'accepted', 'sending', 'unknown', 'planned', 'failed', 'returned'] as const;
const FILLS: Readonly<Record<(typeof ORDER)[number], string>> = { settled: 'bg-ok', accepted: 'bg-accent', sending: 'bg-accent/60', unknown: 'bg-warn', planned: 'bg-line-strong', failed: 'bg-bad/60', returned: 'bg-bad' };

/** What a run has come to, as a bar and, where there is room, as the numbers that it is made of. */
export function Progress({ states, words = false }: { readonly states: PayoutRunSummary['states']; readonly words?: boolean }) {
  const all = ORDER.reduce((sum, state) => sum + (states[state] ?? 0), 0);
  const shown = ORDER.filter((state) => (states[state] ?? 0) > 0);
  const name = shown.map((state) => `${t(PAYOUT_LOOKS[state].label)} ${states[state] ?? 0}`).join(' · ');
  return (
    <div className="min-w-0">
      <div role="img" aria-label={name} title={name} className="flex h-1.5 gap-px overflow-hidden rounded-full bg-sunk">
        {shown.map((state) => <div key={state} className={`h-full transition-[width] duration-500 ease-calm ${FILLS[state]}`} style={{ width: `${((states[state] ?? 0) * 100) / all}%` }} />)}
      </div>
      {words && (
        <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-muted">
          {shown.map((state) => <span key={state} className="flex items-center gap-1.5"><span aria-hidden className={`size-2 rounded-full ${FILLS[state]}`} />{t(PAYOUT_LOOKS[state].label)}<span className="num font-semibold text-ink">{digitsOf(String(states[state] ?? 0))}</span></span>)}
        </p>
      )}
    </div>
  );
}
