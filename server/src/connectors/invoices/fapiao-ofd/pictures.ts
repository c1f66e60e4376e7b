import type { Place } from '#spi';
import { all, at, textAt, within } from '../shared/xml.ts';
import { entryAt, resolvePath, xmlAt, type OfdPackage } from './package.ts';
import type { OfdPage } from './text.ts';

const PICTURE = /\.(png|jpe?g|bmp|gif)$/i;

/** A picture of the package; `place` is where a page shows it. */
export type Picture = { readonly path: string; readonly bytes: Uint8Array; readonly place?: Place };

/** The path of each picture resource by its id, as the resource files say: their folder is named by `BaseLoc`. */
function resourcesOf({ entries, document, documentPath }: OfdPackage, pages: readonly OfdPage[]): ReadonlyMap<string, string> {
  const common = at(document, 'CommonData');
  const named = [...all(common, 'PublicRes'), ...all(common, 'DocumentRes')].map((file) => [documentPath, file.text] as const);
  const ofPages = pages.flatMap(({ path, xml }) => all(xml, 'PageRes').map((file) => [path, file.text] as const));
  const paths = new Map<string, string>();
  for (const [from, location] of [...named, ...ofPages]) {
    const file = xmlAt(entries, from, location.trim());
    if (!file) continue;
    const base = file.xml.attributes['BaseLoc'] ?? '';
    for (const media of within(file.xml, 'MultiMedia')) {
      const name = textAt(media, 'MediaFile');
      if (name !== '') paths.set(media.attributes['ID'] ?? '', resolvePath(file.path, name.startsWith('/') || base === '' ? name : `${base}/${name}`));
    }
  }
  return paths;
}

const clip = (value: number): number => Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));

/** The pictures that pages show, each with its place, then those that nothing shows: some issuers only pack them. */
export function picturesOf(ofd: OfdPackage, pages: readonly OfdPage[]): Picture[] {
  const resources = resourcesOf(ofd, pages);
  const shown = new Map<string, Picture>();
  for (const { page, xml, frames } of pages) {
    for (const object of [...frames, xml].flatMap((source) => within(source, 'ImageObject'))) {
      const path = resources.get(object.attributes['ResourceID'] ?? '');
      const bytes = path === undefined ? undefined : entryAt(ofd.entries, path);
      const [x = NaN, y = NaN, width = NaN, height = NaN] = (object.attributes['Boundary'] ?? '').trim().split(/\s+/).map(Number);
      if (path === undefined || !bytes || shown.has(path)) continue;
      const [left, top] = [clip(x / page.width), clip(y / page.height)];
      const [across, down] = [clip((x + width) / page.width) - left, clip((y + height) / page.height) - top];
      // A boundary that is turned inside out says nothing of where the picture stands.
      shown.set(path, across > 0 && down > 0 ? { path, bytes, place: { page: page.page, x: left, y: top, width: across, height: down } } : { path, bytes });
    }
  }
  const others = [...ofd.entries].filter(([name]) => PICTURE.test(name) && !shown.has(name.replace(/^\/+/, ''))).map(([path, bytes]) => ({ path, bytes }));
  return [...shown.values(), ...others];
}
