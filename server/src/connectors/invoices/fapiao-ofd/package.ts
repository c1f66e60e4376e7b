import { posix } from 'node:path';
import { Refusal } from '../shared/errors.ts';
import { at, readXml, textAt, within, type Element, type XmlMode } from '../shared/xml.ts';
import { unpack } from '../shared/zip.ts';

/** An opened OFD: every path is resolved through the XML that names it, since folder names vary by issuer. */
export type OfdPackage = {
  readonly entries: ReadonlyMap<string, Uint8Array>;
  readonly root: Element;
  readonly body: Element;
  readonly documentPath: string;
  readonly document: Element;
};

const clean = (path: string): string => posix.normalize(path.replaceAll('\\', '/')).replace(/^\/+/, '');

/** The entry that `location` means when the file at `from` names it: a leading slash is the zip's root. */
export function resolvePath(from: string, location: string): string {
  return location.startsWith('/') ? clean(location) : clean(posix.join(posix.dirname(from), location));
}

/** The bytes at a path; some issuers write other cases in the XML than in the zip. */
export function entryAt(entries: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array | undefined {
  const found = entries.get(path) ?? entries.get(`/${path}`);
  if (found) return found;
  const folded = path.toLowerCase();
  for (const [name, bytes] of entries) if (clean(name).toLowerCase() === folded) return bytes;
  return undefined;
}

/** The XML that `location` names, seen from `from`; undefined where it is absent or broken, since only the root may be fatal. */
export function xmlAt(entries: ReadonlyMap<string, Uint8Array>, from: string, location: string, mode: XmlMode = 'lenient'): { readonly path: string; readonly xml: Element } | undefined {
  if (location === '') return undefined;
  const path = resolvePath(from, location);
  const bytes = entryAt(entries, path);
  if (!bytes) return undefined;
  try {
    return { path, xml: readXml(bytes, mode) };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

export function openOfd(bytes: Uint8Array): OfdPackage {
  const entries = unpack(bytes);
  const rootBytes = entryAt(entries, 'OFD.xml');
  if (!rootBytes) throw new Refusal('file.malformed', { zh: 'OFD 缺少 OFD.xml', en: 'The OFD has no OFD.xml' }, 'OFD.xml');
  const root = readXml(rootBytes);
  const body = within(root, 'DocBody')[0];
  const document = xmlAt(entries, 'OFD.xml', textAt(body, 'DocRoot'));
  if (!body || !document) throw new Refusal('file.malformed', { zh: 'OFD 缺少文档主体', en: 'The OFD names no document' }, 'OFD.xml/DocRoot');
  return { entries, root, body, documentPath: document.path, document: document.xml };
}

/** The attached files, by what Attachments.xml says. */
export function attachmentsOf({ entries, document, documentPath }: OfdPackage): { readonly name: string; readonly bytes: Uint8Array }[] {
  const list = xmlAt(entries, documentPath, textAt(at(document, 'Attachments')));
  if (!list) return [];
  return within(list.xml, 'Attachment').flatMap((attachment) => {
    const location = textAt(attachment, 'FileLoc');
    const bytes = location ? entryAt(entries, resolvePath(list.path, location)) : undefined;
    return bytes ? [{ name: attachment.attributes['Name'] ?? location, bytes }] : [];
  });
}
