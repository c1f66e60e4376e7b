import type { MatchMarks } from '@roundtrip/contract';
import { Check, Minus, TriangleAlert, type LucideIcon } from 'lucide-react';
import { t } from '../../i18n/index.ts';
import { Chip, type Tone } from '../../parts/chip.tsx';
import { isZero, plainMoney } from '../../parts/format.ts';

type Mark = { readonly tone: Tone; readonly text: string };
const ICONS: Partial<Record<Tone, LucideIcon>> = { ok: Check, warn: TriangleAlert, bad: TriangleAlert };
/** An invoice a few days later is the rule; further apart is worth a look. */
const NEAR_DAYS = 3;
const AGREES = { same: 'ok', alike: 'plain', other: 'warn' } as const;

function marksOf({ gap, days, name, order, person }: MatchMarks): Mark[] {
  const absolute = gap ? { ...gap, amount: gap.amount.replace('-', '') } : null;
  return [
    ...(gap && absolute ? [isZero(gap) ? { tone: 'ok', text: t('review.mark.equal') } as const : { tone: 'bad', text: t(gap.amount.startsWith('-') ? 'review.mark.less' : 'review.mark.more', { amount: plainMoney(absolute) }) } as const] : []),
    ...(days === null ? [] : [{ tone: Math.abs(days) <= NEAR_DAYS ? 'ok' : 'warn', text: days === 0 ? t('review.mark.same-day') : t(days > 0 ? 'review.mark.after' : 'review.mark.before', { days: Math.abs(days) }) } as const]),
    ...(order === null ? [] : [{ tone: AGREES[order], text: t(`review.mark.order.${order}`) } as const]),
    ...(name === null ? [] : [{ tone: AGREES[name], text: t(`review.mark.name.${name}`) } as const]),
    ...(person === null ? [] : [{ tone: AGREES[person], text: t(`review.mark.person.${person}`) } as const]),
  ];
}

/** What is the same and what is not, the differences first: the eye goes where the doubt is. */
export function Marks({ marks }: { readonly marks: MatchMarks | undefined }) {
  const shown = marks ? marksOf(marks) : [];
  const rank: Partial<Record<Tone, number>> = { bad: 0, warn: 1, plain: 2 };
  return (
    <ul className="flex flex-wrap gap-1">
      {shown.sort((a, b) => (rank[a.tone] ?? 3) - (rank[b.tone] ?? 3)).map((mark) => <li key={mark.text}><Chip tone={mark.tone} icon={ICONS[mark.tone] ?? Minus}>{mark.text}</Chip></li>)}
    </ul>
  );
}
