import type { ApprovalView } from '@roundtrip/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { send } from '../../api/client.ts';
import { approvalsQuery } from '../../api/queries.ts';
import { has, useSession } from '../../app/session.ts';
import { t } from '../../i18n/index.ts';
import { CARD, PageHead } from '../../parts/card.tsx';
import { Segments } from '../../parts/segments.tsx';
import { Empty, Loaded, SkeletonRows } from '../../parts/states.tsx';
import { doUndoably, tell } from '../../parts/toast.tsx';
import { useKeys } from '../../parts/use-keys.ts';
import { useMedia } from '../../parts/use-media.ts';
import { ApprovalCard, Evidence } from './approval-card.tsx';
import { BatchBar } from './batch-bar.tsx';
import { Delegates } from './delegates.tsx';
import { HandOnDialog, type HandOnSent } from './hand-on-dialog.tsx';
import { RejectDialog } from './reject-dialog.tsx';
import { TeamClaims } from './team-claims.tsx';

type Decision = { readonly id: string; readonly path?: HandOnSent['path']; readonly body: Readonly<Record<string, unknown>> };

/** An approval leaves the inbox at once and is sent after the seconds in which it can be taken back; a rejection was already thought over. */
function useDecisions() {
  const queries = useQueryClient();
  const refresh = (): void => { for (const key of ['approvals', 'claims', 'overview']) void queries.invalidateQueries({ queryKey: [key] }); };
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const hide = (id: string): void => setGone((ids) => new Set(ids).add(id));
  const show = (id: string): void => setGone((ids) => new Set([...ids].filter((each) => each !== id)));
  const { mutate } = useMutation({
    mutationFn: ({ id, path = 'decision', body }: Decision) => send(`/v1/approvals/${id}/${path}`, { body }),
    onError: (_error, { id }) => show(id),
    onSettled: refresh,
  });
  return {
    gone,
    approve: ({ id, claim }: ApprovalView): void => { hide(id); doUndoably(t('approval.told.approved', { who: claim.employee.name }), () => mutate({ id, body: { decision: 'approve' } }), () => show(id)); },
    approveAll: (items: readonly ApprovalView[]): void => {
      for (const { id } of items) hide(id);
      doUndoably(t('batch.told', { count: items.length }), () => { for (const { id } of items) mutate({ id, body: { decision: 'approve' } }); }, () => setGone((ids) => new Set([...ids].filter((each) => !items.some(({ id }) => id === each)))));
    },
    handOn: ({ id }: ApprovalView, { path, body, told }: HandOnSent): void => { hide(id); mutate({ id, path, body }); tell(told); },
    reject: ({ id, claim }: ApprovalView, reason: string): void => { hide(id); mutate({ id, body: { decision: 'reject', reason } }); tell(t('approval.told.rejected', { who: claim.employee.name })); },
  };
}

function Waiting({ items, decide }: { readonly items: readonly ApprovalView[]; readonly decide: ReturnType<typeof useDecisions> }) {
  const [at, setAt] = useState<string | undefined>();
  const [rejecting, setRejecting] = useState<ApprovalView | null>(null);
  const [handing, setHanding] = useState<ApprovalView | null>(null);
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const picked = items.filter(({ id }) => marks.has(id));
  const pick = (id: string): void => setMarks((old) => { const next = new Set(old); if (!next.delete(id)) next.add(id); return next; });
  const beside = useMedia('(min-width: 1280px)');
  const index = Math.max(0, items.findIndex(({ id }) => id === at));
  const current = items[index];
  const go = (to: number): void => {
    const next = items[Math.min(items.length - 1, Math.max(0, to))];
    if (!next) return;
    setAt(next.id);
    document.getElementById(`approval-${next.id}`)?.focus();
  };
  const approve = (item: ApprovalView): void => { setAt(items[index + 1]?.id ?? items[index - 1]?.id); decide.approve(item); };
  useKeys({ j: () => go(index + 1), k: () => go(index - 1), a: () => { if (current) approve(current); }, r: () => { if (current) setRejecting(current); }, h: () => { if (current) setHanding(current); }, x: () => { if (current) pick(current.id); } }, rejecting === null && handing === null);
  return (
    <>
      <div className="grid grid-cols-1 gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div>
      <ul className="space-y-3">
        {items.map((item) => <ApprovalCard key={item.id} approval={item} current={item.id === current?.id} picked={marks.has(item.id)} onPick={() => pick(item.id)} withLines={!beside} onFocus={() => setAt(item.id)} approve={() => approve(item)} reject={() => setRejecting(item)} handOn={() => setHanding(item)} />)}
      </ul>
      {picked.length > 0 && <BatchBar picked={picked} all={items.length} onAll={() => setMarks(new Set(items.map(({ id }) => id)))} onNone={() => setMarks(new Set())} approve={() => { decide.approveAll(picked); setMarks(new Set()); }} />}
      </div>
      {beside && current && <aside aria-label={t('claim.lines-title')} className="sticky top-5 self-start overflow-y-auto xl:max-h-[calc(100dvh-40px)]"><Evidence claimId={current.claim.id} /></aside>}
      </div>
      {handing && <HandOnDialog approval={handing} onClose={() => setHanding(null)} onSend={(sent) => { decide.handOn(handing, sent); setHanding(null); }} />}
      {rejecting && <RejectDialog title={`${rejecting.claim.employee.name} · ${rejecting.claim.title}`} onClose={() => setRejecting(null)} onReject={(reason) => { decide.reject(rejecting, reason); setRejecting(null); }} />}
    </>
  );
}

const Key = ({ children }: { readonly children: string }) => <kbd className="rounded-[4px] border border-line-strong bg-surface px-1.5 font-sans text-xs">{children}</kbd>;

/** The keys as keycaps; only where there is a keyboard to press them on. */
const Keys = () => (
  <p className="flex items-center gap-1.5 text-xs text-muted max-md:hidden pointer-coarse:hidden"><Key>J</Key><Key>K</Key>{t('keys.move')}<span className="w-1" /><Key>A</Key>{t('approval.approve')}<span className="w-1" /><Key>R</Key>{t('approval.reject')}<span className="w-1" /><Key>H</Key>{t('hand-on.title')}<span className="w-1" /><Key>X</Key>{t('batch.key')}</p>
);

function MyInbox() {
  const query = useQuery(approvalsQuery);
  const decide = useDecisions();
  return (
    <Loaded query={query} skeleton={<div className={CARD}><SkeletonRows rows={3} /></div>}>
      {({ items }) => {
        const waiting = items.filter(({ id }) => !decide.gone.has(id));
        return waiting.length > 0 ? <Waiting items={waiting} decide={decide} /> : <div className={CARD}><Empty icon={Inbox} title={t('approval.empty')}>{t('approval.empty-text')}</Empty></div>;
      }}
    </Loaded>
  );
}

export function ApprovalsPage() {
  const session = useSession();
  const { view = 'mine' }: { view?: 'mine' | 'team' | 'delegates' } = useSearch({ from: '/inside/approvals' });
  const navigate = useNavigate({ from: '/approvals' });
  const { data } = useQuery(approvalsQuery);
  return (
    <div className={`mx-auto max-w-[760px] ${view === 'mine' ? 'xl:max-w-[1240px]' : ''}`}>
      <PageHead title={t('nav.approvals')}>{view === 'mine' && <Keys />}</PageHead>
      <div className="mb-3"><Segments label={t('nav.approvals')} value={view} onChange={(next) => void navigate({ search: next === 'mine' ? {} : { view: next }, replace: true })} options={[
        { value: 'mine', label: t('approval.mine'), count: data?.items.length }, ...(has(session, 'manager', 'finance', 'admin') ? [{ value: 'team', label: t('approval.team') } as const] : []), { value: 'delegates', label: t('delegate.title') },
      ]} /></div>
      {view === 'team' ? <TeamClaims /> : view === 'delegates' ? <Delegates /> : <MyInbox />}
    </div>
  );
}
