import type { CorrectableField, DocumentDetail } from '@roundtrip/contract';
import { ChevronLeft, ChevronRight, Download, FileX2, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { originalAddress, pageAddress } from '../../api/documents.ts';
import { say, t } from '../../i18n/index.ts';
import { IconButton } from '../../parts/button.tsx';
import { CARD } from '../../parts/card.tsx';
import { useMedia } from '../../parts/use-media.ts';
import { spotsOn, type Page, type Spot } from './spots.ts';

const ZOOMS = [1, 1.5, 2, 3] as const;
/** On a phone the print of an invoice is too small to read: what was chosen is shown at this zoom. */
const PHONE_ZOOM = 2;

type Lit = { readonly chosen: CorrectableField | null; readonly hovered: CorrectableField | null };
type PictureProps = Lit & {
  readonly detail: DocumentDetail; readonly at: number; readonly turn: (to: number) => void;
  readonly choose: (name: CorrectableField) => void; readonly hover: (name: CorrectableField | null) => void;
};

function Box({ spot, chosen, hovered, choose, hover }: Lit & Pick<PictureProps, 'choose' | 'hover'> & { readonly spot: Spot }) {
  const { place, fields } = spot;
  const [first] = fields;
  const holds = (name: CorrectableField | null): boolean => fields.some((field) => field.name === name);
  const look = holds(hovered) ? 'border-2 border-[#3538cd] bg-[#3538cd]/25' : holds(chosen) ? 'border-2 border-[#3538cd] bg-[#3538cd]/15' : 'border border-[#3538cd]/55 bg-[#3538cd]/5';
  if (!first) return null;
  // The list of fields is the way by keyboard; the boxes repeat it for the pointer.
  return (
    <button type="button" tabIndex={-1} data-spot={fields.map((field) => field.name).join(' ')} aria-label={fields.map((field) => say(field.label)).join(', ')}
      onClick={() => choose(first.name)} onMouseEnter={() => hover(first.name)} onMouseLeave={() => hover(null)}
      className={`absolute rounded-[3px] transition-colors duration-100 ${look}`}
      style={{ left: `calc(${place.x * 100}% - 3px)`, top: `calc(${place.y * 100}% - 2px)`, width: `calc(${place.width * 100}% + 6px)`, height: `calc(${place.height * 100}% + 4px)` }} />
  );
}

type BarProps = { readonly detail: DocumentDetail; readonly at: number; readonly turn: (to: number) => void; readonly zoom: number; readonly setZoom: (zoom: number) => void; readonly page: Page };

function Bar({ detail, at, turn, zoom, setZoom, page }: BarProps) {
  const step = ZOOMS.findIndex((each) => each >= zoom);
  const original = detail.document.originals.find(({ id }) => id === page.originalId);
  return (
    <div className="flex items-center gap-0.5 border-b border-line py-0.5 pr-1 pl-3">
      <p className="mr-auto min-w-0 truncate text-muted">{original?.fileName}</p>
      {detail.pages.length > 1 && (
        <>
          <IconButton icon={ChevronLeft} label={t('document.page-before')} disabled={at === 0} className="disabled:opacity-40" onClick={() => turn(at - 1)} />
          <span className="num text-muted" aria-label={t('document.page-of', { page: at + 1, count: detail.pages.length })}>{at + 1} / {detail.pages.length}</span>
          <IconButton icon={ChevronRight} label={t('document.page-after')} disabled={at === detail.pages.length - 1} className="disabled:opacity-40" onClick={() => turn(at + 1)} />
        </>
      )}
      <IconButton icon={ZoomOut} label={t('document.zoom-out')} disabled={step <= 0} className="disabled:opacity-40" onClick={() => setZoom(ZOOMS[step - 1] ?? 1)} />
      <IconButton icon={ZoomIn} label={t('document.zoom-in')} disabled={step === ZOOMS.length - 1} className="disabled:opacity-40" onClick={() => setZoom(ZOOMS[step + 1] ?? zoom)} />
      <a href={originalAddress(detail.document.id, page.originalId)} download aria-label={t('document.download')} title={t('document.download')} className="grid size-9 shrink-0 place-items-center rounded-sm text-muted transition-colors hover:bg-sunk hover:text-ink pointer-coarse:size-11"><Download size={17} aria-hidden /></a>
    </div>
  );
}

/** What was read but has no page to look at, an XML or a zip of it. */
function NoPicture({ detail }: { readonly detail: DocumentDetail }) {
  return (
    <div className={`${CARD} px-4 py-4`}>
      <p className="flex items-center gap-2 font-medium"><FileX2 size={16} aria-hidden className="text-muted" />{t('document.no-picture')}</p>
      <p className="mt-1 text-muted text-pretty">{t('document.no-picture-text')}</p>
      <ul className="mt-2">{detail.document.originals.map((one) => <li key={one.id}><a href={originalAddress(detail.document.id, one.id)} download className="inline-flex min-h-8 items-center gap-1.5 text-accent hover:underline pointer-coarse:min-h-11"><Download size={15} aria-hidden />{one.fileName}</a></li>)}</ul>
    </div>
  );
}

/** A page of the paper with a box over each place where a field was read. */
export function PagePicture({ detail, at, turn, chosen, hovered, choose, hover }: PictureProps) {
  const [picked, setZoom] = useState<number | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const phone = useMedia('(max-width: 767px)');
  const page = detail.pages[at];
  // Choosing brings the print near, unless the person has chosen a zoom.
  const zoom = picked ?? (phone && chosen !== null ? PHONE_ZOOM : 1);
  useEffect(() => {
    const box = chosen ? frame.current?.querySelector<HTMLElement>(`[data-spot~="${chosen}"]`) : null;
    if (!box || !frame.current) return;
    frame.current.scrollTo({ left: box.offsetLeft + box.offsetWidth / 2 - frame.current.clientWidth / 2, top: box.offsetTop + box.offsetHeight / 2 - frame.current.clientHeight / 2, behavior: 'smooth' });
  }, [chosen, zoom, at]);
  if (!page) return <NoPicture detail={detail} />;
  const address = pageAddress(detail.document.id, page);
  if (broken === address) return <NoPicture detail={detail} />;
  return (
    <div className={CARD}>
      <Bar detail={detail} at={at} turn={turn} zoom={zoom} setZoom={setZoom} page={page} />
      <div ref={frame} role="group" tabIndex={0} aria-label={t('document.picture')} className="relative max-h-[38dvh] overflow-auto overscroll-contain bg-sunk -outline-offset-2! md:max-h-[calc(100dvh-120px)]">
        <div className="relative mx-auto min-h-40 bg-white" style={{ width: `${zoom * 100}%` }}>
          <img key={address} src={address} alt={t('document.picture-of', { number: detail.document.number })} onError={() => setBroken(address)} className="block w-full" />
          {spotsOn(detail.fields, page).map((spot) => <Box key={spot.fields.map((field) => field.name).join(' ')} spot={spot} chosen={chosen} hovered={hovered} choose={choose} hover={hover} />)}
        </div>
      </div>
    </div>
  );
}
