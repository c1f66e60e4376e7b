import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../i18n/index.ts';
import { IconButton } from './button.tsx';

type DrawerProps = { readonly title: ReactNode; readonly children: ReactNode; readonly actions?: ReactNode; readonly onClose: () => void };

/** The detail beside a list; on a phone it covers the screen from below. Focus stays inside and returns on close. */
export function Drawer({ title, children, actions, onClose }: DrawerProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => { if (!open) onClose(); }}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-veil transition-opacity duration-200 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-x-0 bottom-0 z-40 flex max-h-[calc(100dvh-40px)] flex-col rounded-t-lg bg-surface shadow-lift transition-transform duration-200 ease-calm outline-none data-starting-style:translate-y-6 md:inset-y-0 md:right-0 md:max-h-none md:left-auto md:w-[440px] md:rounded-none md:border-l md:border-line md:data-starting-style:translate-x-6 md:data-starting-style:translate-y-0">
          <header className="flex h-13 shrink-0 items-center justify-between gap-3 border-b border-line pr-2 pl-5">
            <Dialog.Title className="min-w-0 truncate text-base font-semibold">{title}</Dialog.Title>
            <Dialog.Close render={<IconButton icon={X} label={t('action.close')} />} />
          </header>
          <div className="min-h-0 flex-1 space-y-6 overflow-y-auto overscroll-contain px-5 pt-5 pb-8">{children}</div>
          {actions && <footer className="flex gap-2 border-t border-line px-5 py-3 pb-[max(12px,env(safe-area-inset-bottom))]">{actions}</footer>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
