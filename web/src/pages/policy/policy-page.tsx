import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Ban, BookOpenText, PencilLine, Scissors, TriangleAlert, UserCheck, type LucideIcon } from 'lucide-react';
import { has, useSession } from '../../app/session.ts';
import { send } from '../../api/client.ts';
import { policiesQuery } from '../../api/queries.ts';
import { say, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { CARD, PageHead, Section } from '../../parts/card.tsx';
import { Chip, type Tone } from '../../parts/chip.tsx';
import { shortMoment } from '../../parts/format.ts';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { cellText } from './cell-text.ts';
import { readDocument, type PolicyView } from './read-document.ts';
import { isRules, readRules, type Handling, type RuleText } from './read-rules.ts';

const BREACHES: Record<Handling, { readonly tone: Tone; readonly icon: LucideIcon }> = {
  cut: { tone: 'warn', icon: Scissors }, warn: { tone: 'plain', icon: TriangleAlert }, approve: { tone: 'accent', icon: UserCheck }, refuse: { tone: 'bad', icon: Ban },
};
const isFigure = (text: string): boolean => /^[\d,.—]+$/.test(text);

type TableProps = { readonly label: string; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** Figures stand at the right under their heading; everything else at the left. */
function PolicyTable({ label, columns, rows }: TableProps) {
  const end = columns.map((_, at) => at > 0 && rows.every((row) => isFigure(row[at] ?? '') || row[at] === ''));
  return (
    <div tabIndex={0} role="region" aria-label={label} className="overflow-x-auto">
      <table className="w-full border-collapse">
        <thead className="border-y border-line bg-hover"><tr>{columns.map((column, at) => <th key={at} className={`h-9 px-4 text-xs font-medium whitespace-nowrap text-muted ${end[at] ? 'text-right' : 'text-left'}`}>{column}</th>)}</tr></thead>
        <tbody className="divide-y divide-line">
          {rows.map((row, index) => <tr key={index} className="h-9">{row.map((cell, at) => <td key={at} className={`num px-4 py-1.5 [white-space:normal] ${end[at] ? 'text-right' : 'max-w-[52ch] min-w-32'}`}>{cell}</td>)}</tr>)}
        </tbody>
      </table>
    </div>
  );
}

function RuleCard({ rule }: { readonly rule: RuleText }) {
  const breach = BREACHES[rule.breach];
  return (
    <li className={CARD}>
      <div className="flex items-start justify-between gap-4 px-4 py-3">
        <div className="min-w-0">
          <h3 className="text-base font-medium">{rule.title}<span className="ml-2 text-sm font-normal text-muted">{rule.clause}</span></h3>
          {rule.says.map((line) => <p key={line} className="text-muted text-pretty">{line}</p>)}
        </div>
        <Chip tone={breach.tone} icon={breach.icon}>{t(`policy.breach.${rule.breach}`)}</Chip>
      </div>
      {rule.table && <PolicyTable label={rule.title} columns={rule.table.columns} rows={rule.table.rows} />}
    </li>
  );
}

type DraftSummary = { readonly id: string; readonly title: { readonly zh: string; readonly en: string }; readonly effectiveFrom: string; readonly updatedAt: string; readonly updatedBy: string };

/** Drafts that are open, for those who write them. */
function Drafts({ drafts }: { readonly drafts: readonly DraftSummary[] }) {
  if (drafts.length === 0) return null;
  return (
    <Section title={t('draft.open-drafts')}>
      <ul className={`${CARD} divide-y divide-line`}>
        {drafts.map((draft) => (
          <li key={draft.id}><Link to="/policy/drafts/$id" params={{ id: draft.id }} className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 px-4 py-2 hover:bg-hover">
            <span className="font-medium">{say(draft.title)}</span><span className="num text-muted">{[t('policy.from', { day: draft.effectiveFrom }), t('draft.last', { name: draft.updatedBy, when: shortMoment(draft.updatedAt) })].join(' · ')}</span>
          </Link></li>
        ))}
      </ul>
    </Section>
  );
}

/** Begins the next version from this one; restoring an old version is beginning from it. */
function BeginDraft({ basedOn, label }: { readonly basedOn: string; readonly label: string }) {
  const navigate = useNavigate();
  const begin = useMutation({
    mutationFn: () => send('/v1/policies', { body: { basedOn }, shape: (c) => c.policyDraftView }),
    onSuccess: ({ id }) => void navigate({ to: '/policy/drafts/$id', params: { id } }),
  });
  return <Button icon={PencilLine} disabled={begin.isPending} onClick={() => begin.mutate()}>{label}</Button>;
}

function Policy({ policy, editable }: { readonly policy: PolicyView; readonly editable: boolean }) {
  return (
    <Section title={say(policy.title)} aside={<span className="flex flex-wrap items-center gap-3"><span className="num">{[policy.version, t(`policy.status.${policy.status}`), t('policy.from', { day: policy.effectiveFrom })].join(' · ')}</span>{editable && <BeginDraft basedOn={policy.version} label={t('draft.begin')} />}</span>}>
      {isRules(policy.document)
        ? <ul className="space-y-3">{readRules(policy.document).map((rule) => <RuleCard key={rule.id} rule={rule} />)}</ul>
        : readDocument(policy.document).map((table) => <div key={table.id} className={`${CARD} mb-3`}><h3 className="px-4 py-2 font-medium">{table.title}</h3><PolicyTable label={table.title} columns={table.columns} rows={table.rows.map((row) => row.map(cellText))} /></div>)}
    </Section>
  );
}

export function PolicyPage() {
  const query = useQuery(policiesQuery);
  const editable = has(useSession(), 'admin');
  return (
    <div className="mx-auto max-w-[1080px]">
      <PageHead title={t('nav.policy')}>{editable && <div className="flex flex-wrap gap-2"><BeginDraft basedOn="template:cn-private-company" label={t('draft.template.private')} /><BeginDraft basedOn="template:cn-state-organ" label={t('draft.template.state')} /><BeginDraft basedOn="template:us-gsa" label={t('draft.template.gsa')} /></div>}</PageHead>
      <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={6} tall={false} /></div>}>
        {({ items, drafts }) => items.length === 0 ? <div className={CARD}><Empty icon={BookOpenText} title={t('policy.empty')}>{t('policy.empty-text')}</Empty></div>
          : <div className="space-y-10">{editable && <Drafts drafts={drafts} />}{items.map((policy) => <Policy key={policy.version} policy={policy} editable={editable} />)}</div>}
      </Loaded>
    </div>
  );
}
