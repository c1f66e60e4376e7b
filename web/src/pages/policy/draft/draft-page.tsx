import type { PolicyDraftView, PolicyVerdictView } from '@roundtrip/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft, Redo2, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { send } from '../../../api/client.ts';
import { policyDraftQuery } from '../../../api/queries.ts';
import { currentLanguage, say, t } from '../../../i18n/index.ts';
import { Button, IconButton } from '../../../parts/button.tsx';
import { CARD, useTitle } from '../../../parts/card.tsx';
import { Segments } from '../../../parts/segments.tsx';
import { Loaded, SkeletonRows } from '../../../parts/states.tsx';
import { tell } from '../../../parts/toast.tsx';
import { BacktestPanel } from './backtest-panel.tsx';
import { ChangesPanel } from './changes-panel.tsx';
import type { RouteDocument } from './route-document.ts';
import { RouteEditor } from './route-editor.tsx';
import { RouteTrial } from './route-trial.tsx';
import { RowDrawer } from './row-drawer.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { TrialPanel } from './trial-panel.tsx';
import { useDraft, type Draft } from './use-draft.ts';

const route = getRouteApi('/inside/policy/drafts/$id');
type Panel = 'changes' | 'try' | 'backtest';

/** The words that a verdict passed, by rule: what the tables light up. */
const litBy = (verdict: PolicyVerdictView | null, rule: string): ReadonlySet<string> =>
  new Set(verdict ? [...verdict.basis, ...verdict.findings].flatMap((one) => (one.rule === rule && one.cell ? [one.cell] : [])) : []);

/** Undo and redo by the keys that everybody knows; inside a field they are the field's own. */
function useUndoKeys({ undo, redo }: Draft): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea');
      if (typing || !(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'z') return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [undo, redo]);
}

function Head({ view, draft }: { readonly view: PolicyDraftView; readonly draft: Draft }) {
  const navigate = useNavigate();
  const publish = useMutation({
    mutationFn: async () => send(`/v1/policies/${view.id}/publish`, { body: { revision: await draft.flush() }, shape: (c) => ({ parse: (value: unknown) => c.policyView.pick({ version: true }).parse(value) }) }),
    onSuccess: ({ version }) => { tell(t('draft.published', { version, day: draft.effectiveFrom })); void navigate({ to: '/policy' }); },
  });
  const discard = useMutation({
    mutationFn: async () => send(`/v1/policies/${view.id}/discard`, { body: { revision: await draft.flush() } }),
    onSuccess: () => { tell(t('draft.discarded')); void navigate({ to: '/policy' }); },
  });
  const language = currentLanguage() === 'en' ? 'en' : 'zh';
  const errors = view.concerns.filter((concern) => concern.severity === 'error').length;
  return (
    <header className="sticky top-0 z-20 -mx-1 mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-bg px-1 py-3">
      <Link to="/policy" aria-label={t('action.back')} className="grid size-8 place-items-center rounded-sm text-muted hover:bg-sunk"><ChevronLeft size={18} aria-hidden /></Link>
      <h1 className="sr-only">{t('draft.title')}</h1>
      <input aria-label={t('draft.name')} value={draft.title[language]} onChange={(event) => draft.change({ title: { ...draft.title, [language]: event.target.value } })} className="h-9 min-w-40 flex-1 rounded-sm bg-transparent px-1 text-xl font-semibold tracking-[-0.01em] hover:bg-hover" />
      <span role="status" className={draft.saving === 'taken' || draft.saving === 'failed' ? 'text-bad' : 'text-muted'}>{t(`draft.saving.${draft.saving}`)}</span>
      <IconButton icon={Undo2} label={t('draft.undo')} disabled={!draft.canUndo} onClick={draft.undo} className="disabled:text-faint" />
      <IconButton icon={Redo2} label={t('draft.redo')} disabled={!draft.canRedo} onClick={draft.redo} className="disabled:text-faint" />
      <label className="flex items-center gap-2 text-muted">{t('draft.effective')}<input type="date" value={draft.effectiveFrom} onChange={(event) => { if (event.target.value) draft.change({ effectiveFrom: event.target.value }); }} className="h-8 rounded-sm border border-line-strong bg-surface px-2 text-ink pointer-coarse:h-11" /></label>
      <Button look="quiet" disabled={discard.isPending} onClick={() => discard.mutate()}>{t('draft.discard')}</Button>
      <Button look="primary" disabled={errors > 0 || publish.isPending || draft.saving === 'taken'} title={errors > 0 ? t('draft.errors-first', { count: errors }) : undefined} onClick={() => publish.mutate()}>{t('draft.publish')}</Button>
    </header>
  );
}

function Editor({ view }: { readonly view: PolicyDraftView }) {
  const draft = useDraft(view);
  useTitle(say(draft.title));
  useUndoKeys(draft);
  const [row, setRow] = useState<{ readonly rule: number; readonly row: number } | null>(null);
  const [part, setPart] = useState<'rules' | 'route'>('rules');
  const wayOf = draft.route as RouteDocument;
  const [panel, setPanel] = useState<Panel>('changes');
  const [verdict, setVerdict] = useState<PolicyVerdictView | null>(null);
  const edit = (document: Draft['document']): void => { setVerdict(null); draft.change({ document }); };
  return (
    <div className="mx-auto max-w-[1320px]">
      <Head view={view} draft={draft} />
      <div className="mb-3"><Segments label={t('route.part')} value={part} onChange={setPart} options={[{ value: 'rules', label: t('route.part.rules') }, { value: 'route', label: t('route.part.route'), count: view.concerns.filter((one) => one.part === 'route').length || undefined }]} /></div>
      {part === 'route' && (
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_360px]">
          <RouteEditor document={wayOf} concerns={view.concerns.filter((one) => one.part === 'route')} onEdit={(route) => draft.change({ route })} />
          <aside aria-label={t('route.try.title')} className="lg:sticky lg:top-20 lg:self-start"><div className={`${CARD} overflow-visible! p-4`}><h2 className="mb-3 font-medium">{t('route.try.title')}</h2><RouteTrial route={wayOf} /></div></aside>
        </div>
      )}
      {part === 'rules' && <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_360px]">
        <ul className="min-w-0 space-y-3">
          {draft.document.rules.map((rule, index) => <RuleEditor key={rule.id} document={draft.document} rule={rule} index={index} concerns={view.concerns} lit={litBy(verdict, rule.id)} onEdit={edit} onRow={(at) => setRow({ rule: index, row: at })} />)}
        </ul>
        <aside aria-label={t('draft.panels')} className="max-lg:order-first lg:sticky lg:top-20 lg:self-start">
          <Segments label={t('draft.panel')} value={panel} onChange={setPanel} options={[{ value: 'changes', label: t('draft.changes'), count: view.changes.length }, { value: 'try', label: t('draft.try') }, { value: 'backtest', label: t('draft.backtest') }]} />
          <div className={`${CARD} mt-2 max-h-[calc(100dvh-160px)] overflow-y-auto! p-4`} tabIndex={0}>
            {panel === 'changes' && <ChangesPanel document={draft.document} changes={view.changes} basedOn={view.basedOn} />}
            {panel === 'try' && <TrialPanel id={view.id} document={draft.document} flush={draft.flush} onVerdict={setVerdict} />}
            {panel === 'backtest' && <BacktestPanel id={view.id} document={draft.document} revision={draft.revision} backtest={view.backtest} flush={draft.flush} />}
          </div>
        </aside>
      </div>}
      {row && <RowDrawer key={`${row.rule}/${row.row}`} document={draft.document} at={row} onEdit={edit} onMove={(to) => setRow({ ...row, row: to })} onClose={() => setRow(null)} />}
    </div>
  );
}

/** The next version of the policy, as it is being written. */
export function DraftPage() {
  const { id } = route.useParams();
  const query = useQuery(policyDraftQuery(id));
  return <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={8} tall={false} /></div>}>{(view) => <Editor key={view.id} view={view} />}</Loaded>;
}
