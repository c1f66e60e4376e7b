import type { SessionView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, Outlet, useRouter, type LinkProps } from '@tanstack/react-router';
import { BookOpenText, CloudOff, FlaskConical, Inbox, Landmark, Languages, LogOut, ReceiptText, Wallet, type LucideIcon } from 'lucide-react';
import { useEffect } from 'react';
import { listenForChanges, useConnection } from '../api/events.ts';
import { approvalsQuery, sessionQuery } from '../api/queries.ts';
import { currentLanguage, speak, t, type MessageId } from '../i18n/index.ts';
import { IconButton } from '../parts/button.tsx';
import { Mark } from '../parts/mark.tsx';
import { tellProblem } from '../parts/toast.tsx';
import { queryClient } from './queries.ts';
import { drivesRehearsal, has, signOut } from './session.ts';

type Place = { readonly link: Pick<LinkProps, 'to' | 'params'>; readonly icon: LucideIcon; readonly label: MessageId; readonly badge?: number };

function placesFor(session: SessionView, waiting: number): Place[] {
  const books = has(session, 'finance', 'admin');
  return [
    ...(books ? [{ link: { to: '/finance/$tab', params: { tab: 'payments' } }, icon: Landmark, label: 'nav.finance' } as const] : []),
    { link: { to: '/expenses' }, icon: ReceiptText, label: 'nav.expenses' },
    ...(has(session, 'manager', 'finance', 'admin') || waiting > 0 ? [{ link: { to: '/approvals' }, icon: Inbox, label: 'nav.approvals', badge: waiting } as const] : []),
    { link: { to: '/policy' }, icon: BookOpenText, label: 'nav.policy' },
    ...(drivesRehearsal(session) ? [{ link: { to: '/rehearsal' }, icon: FlaskConical, label: 'nav.rehearsal' } as const] : []),
  ];
}

/** A small dot while news flows, words when it does not. */
function LiveDot() {
  const connection = useConnection();
  if (connection === 'away') return <span role="status" className="flex items-center gap-1 text-xs whitespace-nowrap text-warn"><CloudOff size={13} aria-hidden />{t('live.away')}</span>;
  return (
    <span role="img" aria-label={t(connection === 'live' ? 'live.on' : 'live.connecting')} title={t(connection === 'live' ? 'live.on' : 'live.connecting')} className="relative grid size-4 place-items-center">
      {connection === 'live' && <span className="absolute size-1.5 animate-ping-soft rounded-full bg-ok" />}
      <span className={`size-1.5 rounded-full ${connection === 'live' ? 'bg-ok' : 'bg-line-strong'}`} />
    </span>
  );
}

const Badge = ({ count }: { readonly count: number | undefined }) =>
  count ? <span className="num grid h-[18px] min-w-[18px] place-items-center rounded-full bg-accent-fill px-1 text-[11px] font-semibold text-white" aria-label={t('nav.waiting', { count })}>{count}</span> : null;

const switchLanguage = (): void => void speak(currentLanguage() === 'en' ? 'zh-CN' : 'en', true);

function Account({ session }: { readonly session: SessionView }) {
  const leave = (): void => void signOut().catch(tellProblem);
  return (
    <div className="flex items-center gap-1">
      <div className="mr-auto min-w-0 max-md:hidden">
        <p className="truncate font-medium">{session.employee.name}</p>
        <p className="truncate text-xs text-muted">{session.employee.department}</p>
      </div>
      <Link to="/accounts" aria-label={t('nav.accounts')} title={t('nav.accounts')} className="grid size-9 pointer-coarse:size-11 shrink-0 place-items-center rounded-sm text-muted transition-colors hover:bg-sunk hover:text-ink aria-[current=page]:text-accent"><Wallet size={17} aria-hidden /></Link>
      <IconButton icon={Languages} label={t('nav.language')} onClick={switchLanguage} />
      <IconButton icon={LogOut} label={t('nav.sign-out')} onClick={leave} />
    </div>
  );
}

function SideBar({ session, places }: { readonly session: SessionView; readonly places: readonly Place[] }) {
  return (
    <aside className="sticky top-0 flex h-dvh w-52 shrink-0 flex-col border-r border-line px-3 py-4 max-md:hidden">
      <div className="mb-5 flex items-center gap-2.5 px-2">
        <Mark /><span className="text-base font-semibold tracking-[-0.01em]">{t('brand')}</span><span className="ml-auto"><LiveDot /></span>
      </div>
      <nav aria-label={t('nav.main')} className="flex flex-col gap-0.5">
        {places.map(({ link, icon: Icon, label, badge }) => (
          <Link key={label} {...link} activeOptions={{ includeSearch: false }} className="flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted transition-colors hover:bg-sunk hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent">
            <Icon size={17} aria-hidden /><span className="mr-auto">{t(label)}</span><Badge count={badge} />
          </Link>
        ))}
      </nav>
      <div className="mt-auto border-t border-line pt-3 pl-2"><p className="mb-2 truncate text-xs text-muted">{session.company.name}</p><Account session={session} /></div>
    </aside>
  );
}

function BottomBar({ places }: { readonly places: readonly Place[] }) {
  return (
    <nav aria-label={t('nav.main')} className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden">
      {places.map(({ link, icon: Icon, label, badge }) => (
        <Link key={label} {...link} activeOptions={{ includeSearch: false }} className="relative flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[11px] font-medium text-muted aria-[current=page]:text-accent">
          <Icon size={20} aria-hidden />{t(label)}
          <span className="absolute top-1 left-[calc(50%+6px)]"><Badge count={badge} /></span>
        </Link>
      ))}
    </nav>
  );
}

/** The signed-in layout. A session that ends while the page is open leads back to the sign-in, and from there to here. */
export function Shell() {
  const { data: session } = useQuery(sessionQuery);
  const { href } = useRouter().latestLocation;
  return session ? <Frame session={session} /> : <Navigate to="/sign-in" search={{ to: href }} />;
}

function Frame({ session }: { readonly session: SessionView }) {
  const approvals = useQuery(approvalsQuery);
  useEffect(() => listenForChanges(queryClient), [session.employee.id]);
  const places = placesFor(session, approvals.data?.items.length ?? 0);
  return (
    <div className="relative flex">
      <a href="#main" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2">{t('nav.skip')}</a>
      <SideBar session={session} places={places} />
      <div className="min-w-0 flex-1">
        <header className="absolute top-2 right-2 z-10 flex items-center gap-1 md:hidden"><LiveDot /><Account session={session} /></header>
        <main id="main" tabIndex={-1} className="px-4 pt-3 pb-24 outline-none md:px-6 md:pt-5 md:pb-8"><Outlet /></main>
      </div>
      <BottomBar places={places} />
    </div>
  );
}
