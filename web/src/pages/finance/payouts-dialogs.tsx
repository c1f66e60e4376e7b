import { Dialog } from '@base-ui/react/dialog';
import { useState, type ReactNode } from 'react';
import { t, type MessageId } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';

function Frame({ title, text, children, onClose }: { readonly title: string; readonly text: string; readonly children: ReactNode; readonly onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(open) => { if (!open) onClose(); }}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup className="fixed inset-x-0 bottom-0 z-50 rounded-t-lg bg-surface p-5 pb-[max(20px,env(safe-area-inset-bottom))] shadow-lift outline-none md:inset-x-auto md:top-1/4 md:bottom-auto md:left-1/2 md:w-[440px] md:-translate-x-1/2 md:rounded-lg">
          <Dialog.Title className="text-base font-semibold">{title}</Dialog.Title>
          <Dialog.Description className="mt-1 mb-4 text-muted text-pretty">{text}</Dialog.Description>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const COMMON = ['hold.account', 'hold.duplicate', 'hold.absent'] as const satisfies readonly MessageId[];

/** What is held says why; the common reasons are a tap away and can be reworded. */
export function HoldDialog({ count, onHold, onClose }: { readonly count: number; readonly onHold: (reason: string) => void; readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  return (
    <Frame title={t('hold.title')} text={t('hold.text', { count })} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); if (reason.trim().length > 1) onHold(reason.trim()); }}>
        <textarea autoFocus required maxLength={200} rows={2} aria-label={t('hold.reason')} placeholder={t('hold.hint')} value={reason} onChange={(event) => setReason(event.target.value)} className="block w-full resize-none rounded-md border border-line-strong bg-surface p-3 text-base placeholder:text-faint" />
        <div className="mt-2 flex flex-wrap gap-1.5">
          {COMMON.map((id) => <button key={id} type="button" onClick={() => setReason(t(id))} className="h-8 rounded-full border border-line-strong px-3 text-muted hover:bg-sunk hover:text-ink pointer-coarse:h-10">{t(id)}</button>)}
        </div>
        <div className="mt-4 flex justify-end gap-2"><Dialog.Close render={<Button size="thumb">{t('action.cancel')}</Button>} /><Button type="submit" look="primary" size="thumb" disabled={reason.trim().length < 2}>{t('row.hold')}</Button></div>
      </form>
    </Frame>
  );
}

/** The last word before money leaves: how much, to how many. */
export function ReleaseDialog({ count, sum, onRelease, onClose }: { readonly count: number; readonly sum: string; readonly onRelease: () => void; readonly onClose: () => void }) {
  return (
    <Frame title={t('release.title')} text={t('release.text', { count, sum })} onClose={onClose}>
      <div className="flex justify-end gap-2"><Dialog.Close render={<Button size="thumb">{t('action.cancel')}</Button>} /><Button autoFocus look="primary" size="thumb" onClick={onRelease}>{t('run.release')}</Button></div>
    </Frame>
  );
}
