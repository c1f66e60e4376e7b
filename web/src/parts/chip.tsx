import type { LucideIcon } from 'lucide-react';

export type Tone = 'ok' | 'warn' | 'bad' | 'accent' | 'plain';
const TONES: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok', warn: 'bg-warn-soft text-warn', bad: 'bg-bad-soft text-bad', accent: 'bg-accent-soft text-accent', plain: 'bg-sunk text-muted',
};

type ChipProps = { readonly tone: Tone; readonly icon: LucideIcon; readonly children: string; readonly figure?: string | undefined };

/** A state said three ways — icon, word and number — never by colour alone. */
export function Chip({ tone, icon: Icon, children, figure }: ChipProps) {
  return (
    <span className={`inline-flex h-[22px] shrink-0 items-center gap-1 rounded-full pl-1.5 pr-2 text-xs font-medium whitespace-nowrap ${TONES[tone]}`}>
      <Icon size={13} strokeWidth={2.1} aria-hidden />
      {children}
      {figure && <span className="num font-semibold">{figure}</span>}
    </span>
  );
}
