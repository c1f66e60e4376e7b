import { PDFDocument, PDFHexString, PDFName, type PDFPage, type PDFRef } from 'pdf-lib';
import { formatAmount, sum, type CivilDate, type Money } from '@roundtrip/kernel';
import { qrPng, qrTextOf } from './qr.ts';
import { sheetOf, type Print } from './sheet.ts';
import type { InvoicePlan } from './plan.ts';

const POINTS_PER_MM = 72 / 25.4;

/** A Chinese font by name only, as the e-invoices of the last decade carry it: the reader's own CMaps and fonts draw it. */
function addFont(document: PDFDocument): PDFRef {
  const { context } = document;
  const descriptor = context.register(context.obj({ Type: 'FontDescriptor', FontName: 'STSong-Light', Flags: 6, FontBBox: [-25, -254, 1000, 880], ItalicAngle: 0, Ascent: 880, Descent: -120, CapHeight: 880, StemV: 93 }));
  const system = { Registry: PDFHexString.fromText('Adobe'), Ordering: PDFHexString.fromText('GB1'), Supplement: 4 };
  const latin = context.obj([1, 95, 500, 814, 939, 500]);
  const descendant = context.register(context.obj({ Type: 'Font', Subtype: 'CIDFontType0', BaseFont: 'STSong-Light', CIDSystemInfo: system, FontDescriptor: descriptor, DW: 1000, W: latin }));
  return context.register(context.obj({ Type: 'Font', Subtype: 'Type0', BaseFont: 'STSong-Light', Encoding: 'UniGB-UCS2-H', DescendantFonts: [descendant] }));
}

function print(document: PDFDocument, page: PDFPage, font: PDFRef, prints: readonly Print[]): void {
  page.node.setFontDictionary(PDFName.of('F1'), font);
  const height = page.getHeight();
  const points = (mm: number): string => (mm * POINTS_PER_MM).toFixed(2);
  const lines = prints.map(({ x, y, size, text }) => {
    const hex = Buffer.from(text, 'utf16le').swap16().toString('hex');
    return `BT /F1 ${points(size)} Tf 1 0 0 1 ${points(x)} ${(height - y * POINTS_PER_MM).toFixed(2)} Tm <${hex}> Tj ET`;
  });
  page.node.addContentStream(document.context.register(document.context.flateStream(lines.join('\n'))));
}

async function newDocument(day: CivilDate): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  const at = new Date(`${day}T02:00:00Z`);
  document.setCreationDate(at);
  document.setModificationDate(at);
  return document;
}

export type PdfOptions = {
  /** Files to carry inside, as rail tickets carry their XBRL. */
  readonly attachments?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly qr?: boolean;
  /** What the code says where it is not what the page says. */
  readonly qrText?: string;
  /** Prints all on one sheet, one below the other, as people do to save paper. */
  readonly oneSheet?: boolean;
};

const HEIGHT = 140;

/** 数电票 in PDF: a page of text with its QR code for each plan. */
export async function makeInvoicePdf(plans: readonly InvoicePlan[], { attachments = [], qr = true, qrText, oneSheet = false }: PdfOptions = {}): Promise<Uint8Array> {
  const document = await newDocument(plans[0]?.issuedOn ?? ('2026-01-01' as CivilDate));
  const font = addFont(document);
  const sheets = oneSheet ? [plans] : plans.map((plan) => [plan]);
  for (const [plan, page, from] of sheets.flatMap((sheet) => {
    const page = document.addPage([210 * POINTS_PER_MM, HEIGHT * sheet.length * POINTS_PER_MM]);
    return sheet.map((plan, i) => [plan, page, HEIGHT * i] as const);
  })) {
    print(document, page, font, sheetOf(plan).map((text) => ({ ...text, y: text.y + from })));
    if (!qr) continue;
    const side = 22 * POINTS_PER_MM;
    page.drawImage(await document.embedPng(await qrPng(qrText ?? qrTextOf(plan))), { x: 8 * POINTS_PER_MM, y: page.getHeight() - (from + 26) * POINTS_PER_MM, width: side, height: side });
  }
  for (const { name, bytes } of attachments) await document.attach(bytes, name, { mimeType: 'application/xml' });
  return document.save({ useObjectStreams: false });
}

export type RidePlan = { readonly on: CivilDate; readonly time: string; readonly city: string; readonly from: string; readonly to: string; readonly km: string; readonly amount: Money };

/** The trip table that a ride-hailing company sends with its invoice. */
export async function makeRideTablePdf(rides: readonly RidePlan[]): Promise<Uint8Array> {
  const first = rides[0]?.on ?? ('2026-01-01' as CivilDate);
  const total = formatAmount(sum(rides.map((ride) => ride.amount), rides[0]?.amount.currency ?? 'CNY'));
  const document = await newDocument(first);
  const page = document.addPage([210 * POINTS_PER_MM, 297 * POINTS_PER_MM]);
  const at = (x: number, y: number, text: string): Print => ({ x, y, size: 3.4, text });
  print(document, page, addFont(document), [
    { x: 80, y: 24, size: 6, text: '出行行程单' }, at(16, 40, `行程起止日期:${first} 至 ${rides.at(-1)?.on ?? first}`), at(16, 48, `共${rides.length}笔行程,合计${total}元`),
    ...['序号', '服务商', '车型', '上车时间', '城市', '起点', '终点', '里程', '金额'].map((head, i) => at([16, 28, 44, 58, 88, 104, 134, 164, 182][i] ?? 16, 60, head)),
    ...rides.flatMap((ride, i) => [
      String(i + 1), '快行', '经济', `${ride.on.slice(5)} ${ride.time}`, ride.city, ride.from, ride.to, ride.km, formatAmount(ride.amount),
    ].map((text, column) => at([16, 28, 44, 58, 88, 104, 134, 164, 182][column] ?? 16, 68 + i * 8, text))),
  ]);
  return document.save({ useObjectStreams: false });
}
