import { useEffect, type ReactNode } from 'react';
import { t } from '../i18n/index.ts';

export const CARD = 'overflow-hidden rounded-lg border border-line bg-surface';

/** A titled block: the title stands outside, the card holds only what it is about. */
export function Section({ title, aside, children, id }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode; readonly id?: string }) {
  return (
    <section {...(id ? { 'aria-labelledby': id } : {})}>
      <div className="mb-2 flex min-h-6 flex-wrap items-baseline justify-between gap-x-3 px-1">
        <h2 {...(id ? { id } : {})} className="text-base font-semibold">{title}</h2>
        {aside && <div className="text-muted">{aside}</div>}
      </div>
      {children}
    </section>
  );
}

/** A label at the left and its value at the right of a fixed column: facts in a drawer. */
export function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
      {rows.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="num min-w-0 text-right [white-space:normal] break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The tab of the browser says what the page shows. */
export function useTitle(title: string): void {
  useEffect(() => { document.title = `${title} · ${t('brand')}`; }, [title]);
}

export function PageHead({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  useTitle(title);
  return (
    <div className="mb-4 flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h1 className="max-md:max-w-[calc(100%-128px)] text-xl font-semibold tracking-[-0.01em]">{title}</h1>
      {children}
    </div>
  );
}
