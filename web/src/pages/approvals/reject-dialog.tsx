import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { t, type MessageId } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';

const COMMON = ['approval.reason.invoice', 'approval.reason.business', 'approval.reason.standard'] as const satisfies readonly MessageId[];

/** A rejection carries its reason; the common ones are a tap away and can be reworded. */
export function RejectDialog({ title, onReject, onClose }: { readonly title: string; readonly onReject: (reason: string) => void; readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  return (
    <Dialog.Root open onOpenChange={(open) => { if (!open) onClose(); }}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-veil" />
        <Dialog.Popup className="fixed inset-x-0 bottom-0 z-40 rounded-t-lg bg-surface p-5 pb-[max(20px,env(safe-area-inset-bottom))] shadow-lift outline-none md:inset-x-auto md:top-1/4 md:bottom-auto md:left-1/2 md:w-[440px] md:-translate-x-1/2 md:rounded-lg">
          <Dialog.Title className="text-base font-semibold">{t('approval.reject-title')}</Dialog.Title>
          <Dialog.Description className="mb-3 text-muted">{title}</Dialog.Description>
          <form onSubmit={(event) => { event.preventDefault(); if (reason.trim()) onReject(reason.trim()); }}>
            <textarea autoFocus required maxLength={1000} rows={3} aria-label={t('approval.reason')} placeholder={t('approval.reason-hint')} value={reason} onChange={(event) => setReason(event.target.value)} className="block w-full resize-none rounded-md border border-line-strong bg-surface p-3 text-base placeholder:text-faint" />
            <div className="mt-2 flex flex-wrap gap-1.5">
              {COMMON.map((id) => <button key={id} type="button" onClick={() => setReason(t(id))} className="h-8 rounded-full border border-line-strong px-3 text-muted hover:bg-sunk hover:text-ink pointer-coarse:h-10">{t(id)}</button>)}
            </div>
            <div className="mt-4 flex justify-end gap-2"><Dialog.Close render={<Button size="thumb">{t('action.cancel')}</Button>} /><Button type="submit" look="danger" size="thumb" disabled={!reason.trim()}>{t('approval.reject')}</Button></div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
