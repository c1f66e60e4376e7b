import type { PolicyChangeWire } from '@roundtrip/contract';
import { ArrowRight } from 'lucide-react';
import { say, t } from '../../../i18n/index.ts';
import { gradeName, type Document, type Handling, type Rule } from '../read-rules.ts';

const HANDLINGS: readonly Handling[] = ['refuse', 'warn', 'cut', 'approve'];
const handlingText = (text: string): string => { const handling = HANDLINGS.find((one) => one === text); return handling ? t(`policy.breach.${handling}`) : text; };

/** `table.tier1.then.staff` as the table shows it: 一线城市 · 员工. A path that this page has no words for is shown as it is. */
function placeText(document: Document, rule: Rule | undefined, path: string): string {
  if (path === 'onBreach') return t('draft.on-breach');
  if (path.endsWith('when.city')) return t('draft.cities');
  const [, id, part, grade] = /^table\.([^.]+)\.(then|when|label)(?:\.(.+))?$/.exec(path) ?? [];
  const row = rule?.table?.rows.find((one, index) => (one.id ?? String(index + 1)) === id);
  if (!row || part !== 'then') return path;
  const name = row.label ? say(row.label) : rule?.table?.rows.length === 1 ? t('policy.always') : id ?? '';
  return grade === undefined ? name : `${name} · ${gradeName(document, grade)}`;
}

/** What the draft says otherwise than what it was begun from, rule by rule. */
export function ChangesPanel({ document, changes, basedOn }: { readonly document: Document; readonly changes: readonly PolicyChangeWire[]; readonly basedOn: string }) {
  if (changes.length === 0) return <p className="text-muted">{t('draft.no-changes', { version: basedOn })}</p>;
  return (
    <ul className="divide-y divide-line">
      {changes.map(({ rule: id, path, from, to }) => {
        const rule = document.rules.find((one) => one.id === id);
        const text = (value: string | null): string => (value === null ? t('draft.nothing') : path === 'onBreach' ? handlingText(value) : value);
        return (
          <li key={`${id}/${path}`} className="py-2">
            <p className="font-medium">{rule ? say(rule.title) : id ?? t('draft.head')}<span className="ml-2 font-normal text-muted">{placeText(document, rule, path)}</span></p>
            <p className="flex flex-wrap items-center gap-x-2"><del className="text-muted no-underline">{text(from)}</del><ArrowRight size={14} aria-hidden className="text-faint" /><ins className="font-medium no-underline">{text(to)}</ins></p>
          </li>
        );
      })}
    </ul>
  );
}
