import type { PolicyChangeWire } from '@roundtrip/contract';
import { ArrowRight } from 'lucide-react';
import { say, t } from '../../../i18n/index.ts';
import type { Document } from '../read-rules.ts';

const ruleTitle = (document: Document, id: string | null): string => { const rule = document.rules.find((one) => one.id === id); return rule ? say(rule.title) : id ?? t('draft.head'); };

/** What the draft says otherwise than what it was begun from, rule by rule. */
export function ChangesPanel({ document, changes, basedOn }: { readonly document: Document; readonly changes: readonly PolicyChangeWire[]; readonly basedOn: string }) {
  if (changes.length === 0) return <p className="text-muted">{t('draft.no-changes', { version: basedOn })}</p>;
  return (
    <ul className="divide-y divide-line">
      {changes.map(({ rule, path, from, to }) => (
        <li key={`${rule}/${path}`} className="py-2">
          <p className="font-medium">{ruleTitle(document, rule)}<span className="ml-2 font-normal text-muted">{path}</span></p>
          <p className="flex flex-wrap items-center gap-x-2"><del className="text-muted no-underline">{from ?? t('draft.nothing')}</del><ArrowRight size={14} aria-hidden className="text-faint" /><ins className="font-medium no-underline">{to ?? t('draft.nothing')}</ins></p>
        </li>
      ))}
    </ul>
  );
}
