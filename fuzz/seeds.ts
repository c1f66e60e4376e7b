import { LAYOUTS, makeEndlessPdf, makeMail, makePaper, type CorpusFormat } from '@roundtrip/rehearsal/makers';
import * as statements from '../server/src/connectors/payments/testing/files.ts';

/** Whole files to start from, and how many of a thousand inputs are made from their kind: slow readers get fewer. */
export type SeedKind = { readonly name: string; readonly share: number; readonly files: readonly Uint8Array[] };

const SHARES: Readonly<Record<CorpusFormat, number>> = { xml: 250, zip: 15, ofd: 45, pdf: 9, xbrl: 160, en16931: 160, facturx: 3, image: 3 };
/** Small inputs reach as much code as large ones, sooner. */
const IMAGE_LAYOUTS_USED = /^(screen-96-dpi|small-jpeg)$/;
const PDF_LAYOUTS_LEFT_OUT = /scanned|three-pages|nameless/;

async function papersOf(format: CorpusFormat): Promise<Uint8Array[]> {
  const layouts = LAYOUTS.filter((layout) => layout.format === format && (format === 'image' ? IMAGE_LAYOUTS_USED.test(layout.name) : !PDF_LAYOUTS_LEFT_OUT.test(layout.name)));
  const files: Uint8Array[] = [];
  for (const layout of layouts) files.push((await makePaper(layout, 'fuzz', 0)).bytes);
  return files;
}

/** Every kind of file that the house reads. */
export async function makeSeeds(): Promise<readonly SeedKind[]> {
  const formats = Object.entries(SHARES) as [CorpusFormat, number][];
  const papers = await Promise.all(formats.map(async ([name, share]): Promise<SeedKind> => ({ name, share, files: await papersOf(name) })));
  const { camt053, camt054, wechatBill, alipayBill, cardCsv, pain002, mt940, ofx, vcf, cdf3, gl1025 } = statements;
  const makers = { camt053, camt054, wechatBill, alipayBill, cardCsv, pain002, mt940, ofx, vcf, cdf3, gl1025 };
  const [first] = papers.find(({ name }) => name === 'xml')?.files ?? [];
  const mail = await makeMail({ from: 'a@company.test', subject: '发票', messageId: '<1@company.test>', sentAt: new Date('2026-01-01T00:00:00Z'), text: 'x', attachments: first ? [{ name: 'a.xml', bytes: first }] : [] });
  return [
    ...papers, ...Object.entries(makers).map(([name, make]): SeedKind => ({ name, share: 30, files: [make()] })), { name: 'mail', share: 15, files: [mail] },
    { name: 'endless-pdf', share: 0, files: [await makeEndlessPdf()] }, { name: 'noise', share: 10, files: [new Uint8Array(0)] },
  ];
}
