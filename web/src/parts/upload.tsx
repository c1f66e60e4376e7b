import { useQueryClient } from '@tanstack/react-query';
import { Camera, FilePlus2 } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { uploadFile } from '../api/upload.ts';
import { t } from '../i18n/index.ts';
import { CARD } from './card.tsx';
import { tell } from './toast.tsx';
import { outcomeOf, UploadRow, type Sending } from './upload-row.tsx';

const AT_ONCE = 3;
let lastKey = 0;

export type Uploads = { readonly files: readonly Sending[]; 
  /** `announce`: the box is out of sight, so the outcome is also told in passing. */
  readonly add: (files: readonly File[], announce?: boolean) => void; readonly dismiss: (key: number) => void;
  /** Something is being dragged over the page. */
  readonly over: boolean;
};

/** Sends files a few at a time; each keeps its own progress and outcome until it is dismissed. */
export function useUploads(path: '/v1/documents' | '/v1/imports'): Uploads {
  const queries = useQueryClient();
  const [files, setFiles] = useState<readonly Sending[]>([]);
  const queue = useRef<Sending[]>([]);
  const busy = useRef(0);
  const change = (key: number, news: Partial<Sending>): void => setFiles((list) => list.map((each) => (each.key === key ? { ...each, ...news } : each)));
  const next = (): void => {
    const sending = busy.current < AT_ONCE ? queue.current.shift() : undefined;
    if (!sending) return;
    busy.current += 1;
    void uploadFile(path, sending.file, (share) => change(sending.key, { share }))
      .then((result): Partial<Sending> => ({ share: 1, result }), (error: unknown): Partial<Sending> => ({ share: 1, error }))
      .then((news) => { change(sending.key, news); if (sending.announce) tell(outcomeOf({ ...sending, ...news }).text); })
      .finally(() => {
        busy.current -= 1;
        for (const key of ['matches', 'documents', 'claims', 'payments', 'quarantine', 'reconciliation', 'overview']) void queries.invalidateQueries({ queryKey: [key] });
        next();
      });
    next();
  };
  const add = (picked: readonly File[], announce = false): void => {
    const fresh = picked.map((file) => ({ key: (lastKey += 1), file, share: 0, announce }));
    setFiles((list) => [...fresh, ...list]);
    queue.current.push(...fresh);
    next();
  };
  return { files, add, over: useDropAnywhere(add), dismiss: useCallback((key) => setFiles((list) => list.filter((each) => each.key !== key)), []) };
}

/** Files may be dropped anywhere on the page, or pasted; a near miss must not make the browser leave for the file. */
function useDropAnywhere(add: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useRef(add);
  useEffect(() => { take.current = add; });
  useEffect(() => {
    const accept = (files: FileList | undefined): void => { if (files && files.length > 0) take.current([...files]); };
    const drag = (event: DragEvent): void => { if (event.dataTransfer?.types.includes('Files')) { event.preventDefault(); setOver(true); } };
    const leave = (event: DragEvent): void => { if (event.relatedTarget === null) setOver(false); };
    const drop = (event: DragEvent): void => { event.preventDefault(); setOver(false); accept(event.dataTransfer?.files); };
    const paste = (event: ClipboardEvent): void => accept(event.clipboardData?.files);
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => { removeEventListener('dragover', drag); removeEventListener('dragleave', leave); removeEventListener('drop', drop); removeEventListener('paste', paste); };
  }, []);
  return over;
}

type PickProps = { readonly onPick: (files: readonly File[]) => void; readonly className: string; readonly children: ReactNode; readonly camera?: boolean; readonly accept?: string };

/** A label over a real file input: it works by touch, pointer and keyboard without any script. */
export function PickFiles({ onPick, className, children, camera = false, accept }: PickProps) {
  return (
    <label className={`${className} cursor-pointer focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent`}>
      <input type="file" multiple={!camera} className="sr-only" {...(accept ? { accept } : {})} {...(camera ? { capture: 'environment' as const } : {})} onChange={(event) => { onPick([...(event.target.files ?? [])]); event.target.value = ''; }} />
      {children}
    </label>
  );
}

type BoxProps = { readonly uploads: Uploads; readonly title: string; readonly hint: string; readonly camera?: boolean; readonly accept?: string };

/** Camera, picker and drop target in one; below it what became of each file. */
export function UploadBox({ uploads, title, hint, camera = false, accept }: BoxProps) {
  return (
    <div>
      <div className={`flex items-stretch overflow-hidden rounded-lg border border-dashed transition-colors ${uploads.over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface'}`}>
        <PickFiles onPick={(files) => uploads.add(files)} className="flex min-w-0 flex-1 items-center gap-3 rounded-lg px-4 py-3.5 transition-colors hover:bg-hover" {...(accept ? { accept } : {})}>
          <span className="grid size-10 shrink-0 place-items-center rounded-full bg-accent-soft text-accent"><FilePlus2 size={19} aria-hidden /></span>
          <span className="min-w-0"><span className="block text-base font-medium">{title}</span><span className="block text-muted text-pretty">{hint}</span></span>
        </PickFiles>
        {camera && (
          <PickFiles camera accept="image/*" onPick={(files) => uploads.add(files)} className="hidden w-18 shrink-0 flex-col items-center justify-center gap-1 border-l border-line text-xs font-medium text-accent hover:bg-hover pointer-coarse:flex">
            <Camera size={21} aria-hidden />{t('upload.camera')}
          </PickFiles>
        )}
      </div>
      {uploads.files.length > 0 && <ul aria-live="polite" className={`${CARD} mt-2 divide-y divide-line`}>{uploads.files.map((each) => <UploadRow key={each.key} sending={each} dismiss={() => uploads.dismiss(each.key)} />)}</ul>}
    </div>
  );
}
