import type { Glyph, TextPage } from '../shared/layout.ts';
import { all, at, textAt, within, type Element } from '../shared/xml.ts';
import { xmlAt, type OfdPackage } from './package.ts';

const PAGES_MAX = 50;
const GLYPHS_MAX = 100_000;

/** A page with the XML that it was read from, and that of its template. */
export type OfdPage = { readonly page: TextPage; readonly path: string; readonly xml: Element; readonly frames: readonly Element[] };

/** A text object's characters; the tags name it by its id. */
export type TextObject = { readonly id: string; readonly text: string; readonly page: TextPage; readonly glyphs: readonly Glyph[] };

const numbers = (text: string | undefined): number[] => (text ?? '').trim().split(/\s+/).filter((part) => part !== '').map(Number).filter((value) => Number.isFinite(value));

/** `g 4 1.5 3` means four steps of 1.5, then one of 3. */
function steps(text: string | undefined, length: number): number[] {
  const parts = (text ?? '').trim().split(/\s+/).filter((part) => part !== '');
  const list: number[] = [];
  for (let i = 0; i < parts.length && list.length < length; i += 1) {
    if (parts[i] !== 'g') { list.push(Number(parts[i])); continue; }
    const [count, value] = [Math.min(Number(parts[i + 1]), length), Number(parts[i + 2])];
    for (let n = 0; n < count; n += 1) list.push(value);
    i += 2;
  }
  return list.map((value) => (Number.isFinite(value) ? value : 0));
}

function glyphsOf(object: Element): Glyph[] {
  const [left = 0, top = 0] = numbers(object.attributes['Boundary']);
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(object.attributes['CTM']);
  const size = (Number(object.attributes['Size']) || 3.175) * (Math.hypot(b, d) || 1);
  const glyphs: Glyph[] = [];
  let [x, y] = [0, 0];
  for (const code of all(object, 'TextCode')) {
    // A code without X or Y goes on where the one before stood.
    x = Number(code.attributes['X'] ?? x);
    y = Number(code.attributes['Y'] ?? y);
    const chars = [...code.text.replace(/[\r\n]/g, '')];
    const [right, down] = [steps(code.attributes['DeltaX'], chars.length), steps(code.attributes['DeltaY'], chars.length)];
    chars.forEach((char, i) => {
      const narrow = /[\u0020-\u00ff]/.test(char) ? 0.5 : 1;
      if (char.trim() !== '') glyphs.push({ char, x: left + a * x + c * y + e, y: top + b * x + d * y + f, size, width: size * narrow });
      x += right[i] ?? (size / (Math.hypot(b, d) || 1)) * narrow;
      y += down[i] ?? 0;
    });
  }
  return glyphs;
}

const boxOf = (...areas: readonly (Element | undefined)[]): number[] => {
  for (const area of areas) {
    const box = numbers(textAt(area, 'PhysicalBox'));
    if (box.length === 4 && (box[2] ?? 0) > 0 && (box[3] ?? 0) > 0) return box;
  }
  return [0, 0, 210, 140];
};

/** Every page with the printed frame of its template, and its text objects by id. */
export function pagesOf(ofd: OfdPackage): { readonly pages: OfdPage[]; readonly objects: ReadonlyMap<string, TextObject> } {
  const common = at(ofd.document, 'CommonData');
  const templates = new Map(all(common, 'TemplatePage').map((template) => [template.attributes['ID'] ?? '', template.attributes['BaseLoc'] ?? '']));
  const pages: OfdPage[] = [];
  const objects = new Map<string, TextObject>();
  let count = 0;
  for (const listed of within(at(ofd.document, 'Pages'), 'Page').slice(0, PAGES_MAX)) {
    const content = xmlAt(ofd.entries, ofd.documentPath, listed.attributes['BaseLoc'] ?? '');
    if (!content) continue;
    const [, , width = 210, height = 140] = boxOf(at(content.xml, 'Area'), at(common, 'PageArea'));
    const frames = all(content.xml, 'Template').flatMap((used) => xmlAt(ofd.entries, ofd.documentPath, templates.get(used.attributes['TemplateID'] ?? '') ?? '') ?? []);
    const glyphs: Glyph[] = [];
    const page: TextPage = { page: pages.length + 1, width, height, glyphs };
    for (const source of [...frames, content]) {
      for (const object of within(at(source.xml, 'Content'), 'TextObject')) {
        const own = glyphsOf(object);
        count += own.length;
        if (count > GLYPHS_MAX) return { pages, objects };
        glyphs.push(...own);
        const id = object.attributes['ID'];
        if (id) objects.set(id, { id, text: own.map((glyph) => glyph.char).join(''), page, glyphs: own });
      }
    }
    pages.push({ page, path: content.path, xml: content.xml, frames: frames.map((frame) => frame.xml) });
  }
  return { pages, objects };
}
