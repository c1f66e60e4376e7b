import type { FileFormat, InvoiceRecord } from '#spi';
import { Refusal, finding, guarded } from '../shared/errors.ts';
import { rootName } from '../shared/xml.ts';
import { isZip, unpackAside } from '../shared/zip.ts';

const ID = 'fapiao-zip';
const FILES_MAX = 30;
const HEAD_BYTES = 65_536;
/** Each file has its own limit; thirty that use theirs up would still hold up everybody else. */
const READ_MS_MAX = 20_000;

/** The readers of what may lie in a bundle; handed in, since formats do not know each other. */
type Readers = { readonly xml: FileFormat; readonly ofd: FileFormat; readonly pdf: FileFormat };
type Part = { readonly name: string; readonly records: readonly InvoiceRecord[] };

async function readPart(readers: Readers, name: string, bytes: Uint8Array): Promise<Part> {
  const isXml = rootName(bytes.subarray(0, HEAD_BYTES)) === 'EInvoice';
  const format = isXml ? readers.xml : isZip(bytes) && /\.ofd$/i.test(name) ? readers.ofd : /\.pdf$/i.test(name) ? readers.pdf : null;
  if (!format) {
    if (isZip(bytes)) throw new Refusal('file.malformed', { zh: '压缩包内还有压缩包', en: 'The zip holds another zip' }, name);
    return { name, records: [] };
  }
  const read = await format.read(bytes);
  // The bureau's own file must not be passed over in silence.
  if (!read.ok && isXml) throw new Refusal(read.error.kind, read.error.message, read.error.place ? `${name}:${read.error.place}` : name);
  return { name, records: read.ok ? read.value.filter((record) => record.kind === 'invoice') : [] };
}

/** Copies of one invoice become one record: the best-ranked reading of each stands, the others are its evidence. */
function joined(records: readonly InvoiceRecord[]): InvoiceRecord[] {
  const groups = Map.groupBy(records, ({ invoice }) => `${invoice.code ?? ''}${invoice.number}`);
  return [...groups.values()].flatMap((copies) => {
    const [first, ...others] = copies;
    if (!first) return [];
    const differ = others.filter(({ invoice }) => invoice.total.minor !== first.invoice.total.minor || invoice.issuedOn !== first.invoice.issuedOn);
    return [{
      ...first, format: ID, evidence: copies.flatMap((copy) => copy.evidence),
      findings: [
        ...first.findings,
        ...others.flatMap((copy) => copy.findings.filter(({ code }) => /^(OFD_|TEST_CA|QR_)/.test(code))),
        ...differ.map(() => finding('error', 'EVIDENCE_CONFLICT', '压缩包内同一发票的文件互相矛盾', 'The copies of one invoice in this zip disagree')),
      ],
    }];
  });
}

async function readBundle(readers: Readers, bytes: Uint8Array, readMsMax: number): Promise<readonly InvoiceRecord[]> {
  const files = [...await unpackAside(bytes, (name) => /\.(xml|pdf|ofd|zip)$/i.test(name) && !name.startsWith('__MACOSX/'))];
  if (files.length > FILES_MAX) throw new Refusal('file.too-large', { zh: `压缩包内发票文件超过 ${FILES_MAX} 个`, en: `The zip holds more than ${FILES_MAX} invoice files` });
  const order = (name: string): number => (/\.xml$/i.test(name) ? 0 : /\.ofd$/i.test(name) ? 1 : 2);
  const parts: Part[] = [];
  const started = performance.now();
  for (const [name, part] of files.sort(([a], [b]) => order(a) - order(b))) {
    if (performance.now() - started > readMsMax) throw new Refusal('file.unreadable', { zh: '压缩包读取超时', en: 'Reading the zip took too long' }, name);
    parts.push(await readPart(readers, name, part));
  }
  const records = joined(parts.flatMap((part) => part.records));
  if (records.length === 0) throw new Refusal('file.unreadable', { zh: '压缩包内没有可读的发票', en: 'The zip holds no readable invoice' });
  return records;
}

/** The bundle that issuers deliver: one invoice as XML, PDF and OFD. Several originals, one record. */
export const makeFapiaoZip = (readers: Readers, readMsMax = READ_MS_MAX): FileFormat => ({
  id: ID,
  title: { zh: '发票压缩包', en: 'Zip of invoice originals' },
  sniff: ({ zipEntries }) => {
    if (!zipEntries || zipEntries.some((name) => /^\/?ofd\.xml$|^\[Content_Types\]\.xml$/i.test(name))) return null;
    return zipEntries.some((name) => /\.(xml|ofd|pdf)$/i.test(name)) ? 70 : zipEntries.some((name) => /\.zip$/i.test(name)) ? 20 : null;
  },
  read: (bytes) => guarded(() => readBundle(readers, bytes, readMsMax)),
});
