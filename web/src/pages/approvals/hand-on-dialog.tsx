import { Dialog } from '@base-ui/react/dialog';
import type { ApprovalView } from '@roundtrip/contract';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { say, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { PersonPicker } from '../../parts/person-picker.tsx';
import { Segments } from '../../parts/segments.tsx';

type Kind = 'transfer' | 'add' | 'back';
type Picked = { readonly id: string; readonly name: string; readonly department: string };
/** What is sent: a hand-on, or a return to the claim's person. */
export type HandOnSent = { readonly path: 'hand-on' | 'decision'; readonly body: Readonly<Record<string, unknown>>; readonly told: string };

const TO_PERSON = '';

type DialogProps = { readonly approval: ApprovalView; readonly onSend: (sent: HandOnSent) => void; readonly onClose: () => void };

/** What an approver may do beside yes and no: hand it on, ask others as well, send it back. */
export function HandOnDialog({ approval, onSend, onClose }: DialogProps) {
  const { employee } = useSession();
  const [kind, setKind] = useState<Kind>('add');
  const [people, setPeople] = useState<readonly Picked[]>([]);
  const [where, setWhere] = useState<'before' | 'after'>('before');
  const [mode, setMode] = useState<'any' | 'all'>('any');
  const [toStep, setToStep] = useState(TO_PERSON);
  const [reason, setReason] = useState('');
  const earlier = approval.steps.filter((step) => step.state === 'done');
  const said = reason.trim();
  const names = people.map((one) => one.name).join(t('policy.and'));
  const ready = kind === 'back' ? said !== '' : people.length > 0;
  const submit = (): void => {
    const why = said === '' ? {} : { reason: said };
    if (kind === 'transfer') onSend({ path: 'hand-on', body: { kind, to: people[0]?.id, ...why }, told: t('hand-on.told.transfer', { name: names }) });
    else if (kind === 'add') onSend({ path: 'hand-on', body: { kind, persons: people.map((one) => one.id), where, mode, ...why }, told: t('hand-on.told.add', { name: names }) });
    else if (toStep === TO_PERSON) onSend({ path: 'decision', body: { decision: 'return', ...why }, told: t('hand-on.told.return', { name: approval.claim.employee.name }) });
    else onSend({ path: 'hand-on', body: { kind: 'send-back', toStep, ...why }, told: t('hand-on.told.back') });
  };
  return (
    <Dialog.Root open onOpenChange={(open) => { if (!open) onClose(); }}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-veil" />
        <Dialog.Popup className="fixed inset-x-0 bottom-0 z-40 max-h-[calc(100dvh-24px)] overflow-y-auto rounded-t-lg bg-surface p-5 pb-[max(20px,env(safe-area-inset-bottom))] shadow-lift outline-none md:inset-x-auto md:top-[12%] md:bottom-auto md:left-1/2 md:w-[480px] md:-translate-x-1/2 md:rounded-lg">
          <Dialog.Title className="text-base font-semibold">{t('hand-on.title')}</Dialog.Title>
          <Dialog.Description className="mb-3 text-muted">{approval.claim.employee.name} · {approval.claim.title}</Dialog.Description>
          <form className="space-y-4" onSubmit={(event) => { event.preventDefault(); if (ready) submit(); }}>
            <Segments label={t('hand-on.title')} value={kind} onChange={(next) => { setKind(next); setPeople([]); }} options={[{ value: 'add', label: t('hand-on.add') }, { value: 'transfer', label: t('hand-on.transfer') }, { value: 'back', label: t('hand-on.back') }]} />
            {kind !== 'back' && <PersonPicker label={t(kind === 'add' ? 'hand-on.whom-add' : 'hand-on.whom')} picked={people} many={kind === 'add'} without={[employee.id, approval.claim.employee.id]} onPick={setPeople} />}
            {kind === 'add' && (
              <div className="flex flex-wrap gap-3">
                <Segments label={t('hand-on.when')} value={where} onChange={setWhere} options={[{ value: 'before', label: t('hand-on.before') }, { value: 'after', label: t('hand-on.after') }]} />
                {people.length > 1 && <Segments label={t('hand-on.mode')} value={mode} onChange={setMode} options={[{ value: 'any', label: t('hand-on.any') }, { value: 'all', label: t('hand-on.all') }]} />}
              </div>
            )}
            {kind === 'back' && (
              <label className="block">{t('hand-on.to')}
                <select value={toStep} onChange={(event) => setToStep(event.target.value)} className="mt-1 block h-9 w-full rounded-sm border border-line-strong bg-surface px-2 pointer-coarse:h-11">
                  <option value={TO_PERSON}>{t('hand-on.to-person', { name: approval.claim.employee.name })}</option>
                  {earlier.map((step) => <option key={step.id} value={step.id}>{say(step.title)} · {step.approvers.map((one) => one.name).join(t('policy.and'))}</option>)}
                </select>
              </label>
            )}
            <label className="block">{t('approval.reason')}<textarea rows={2} maxLength={1000} required={kind === 'back'} placeholder={t('approval.reason-hint')} value={reason} onChange={(event) => setReason(event.target.value)} className="mt-1 block w-full resize-none rounded-md border border-line-strong bg-surface p-3 text-base placeholder:text-faint" /></label>
            <div className="flex justify-end gap-2"><Dialog.Close render={<Button size="thumb">{t('action.cancel')}</Button>} /><Button type="submit" look="primary" size="thumb" disabled={!ready}>{t(kind === 'add' ? where === 'before' ? 'hand-on.do-add' : 'hand-on.do-add-after' : kind === 'transfer' ? 'hand-on.do-transfer' : 'hand-on.do-back')}</Button></div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
