import { CloudOff, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/client.ts';
import { say, t } from '../i18n/index.ts';
import { Button } from './button.tsx';

export const wordsOf = (error: unknown): string => (error instanceof ApiProblem ? say(error.problem.message) : t('error.unknown'));

/** A grey bar where text will stand. */
export const Bone = ({ className = '' }: { readonly className?: string }) => <span className={`block rounded-sm bg-sunk ${className}`} />;

/** Rows in the shape of what will come, so that nothing jumps when it does. */
export function SkeletonRows({ rows = 4, tall = true }: { readonly rows?: number; readonly tall?: boolean }) {
  return (
    <div role="status" aria-label={t('state.loading')} className="animate-breathe divide-y divide-line">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={`flex items-center gap-3 px-4 ${tall ? 'h-[68px]' : 'h-9'}`}>
          {tall && <Bone className="size-9 rounded-md" />}
          <div className="flex-1 space-y-2"><Bone className={`h-3 ${index % 2 ? 'w-2/5' : 'w-1/3'}`} />{tall && <Bone className="h-2.5 w-1/4" />}</div>
          <Bone className="h-3 w-16" />
        </div>
      ))}
    </div>
  );
}

type EmptyProps = { readonly icon: LucideIcon; readonly title: string; readonly children: ReactNode; readonly action?: ReactNode };

/** Says what will happen here, not merely that there is nothing. */
export function Empty({ icon: Icon, title, children, action }: EmptyProps) {
  return (
    <div className="flex flex-col items-center px-6 py-10 text-center">
      <span className="mb-3 grid size-10 place-items-center rounded-full bg-sunk text-muted"><Icon size={19} aria-hidden /></span>
      <p className="text-base font-medium">{title}</p>
      <p className="mt-1 max-w-[56ch] text-muted text-pretty">{children}</p>
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

export function Failed({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-center px-6 py-10 text-center">
      <span className="mb-3 grid size-10 place-items-center rounded-full bg-bad-soft text-bad"><CloudOff size={19} aria-hidden /></span>
      <p className="max-w-[42ch] text-base text-pretty">{wordsOf(error)}</p>
      <Button className="mt-4" onClick={retry}>{t('action.retry')}</Button>
    </div>
  );
}

type Loadable<T> = { readonly data: T | undefined; readonly error: unknown; readonly isPending: boolean; refetch(): unknown };

/** The three faces of anything that is loaded; what is already there stays on screen when a refresh fails. */
export function Loaded<T>({ query, skeleton, children }: { readonly query: Loadable<T>; readonly skeleton?: ReactNode; readonly children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return skeleton ?? <SkeletonRows />;
}
