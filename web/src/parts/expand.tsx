import type { ReactNode } from 'react';

/** Opens to the height of what it holds; closed content is not in the page, so Tab never lands in it. */
export function Expand({ open, children, id }: { readonly open: boolean; readonly children: ReactNode; readonly id: string }) {
  return <div id={id} hidden={!open}>{open && <div className="animate-rise">{children}</div>}</div>;
}
