import { PDFDocument as SkiaPdf, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import iconv from 'iconv-lite';
import { PDFDocument, PDFHexString, PDFName, concatTransformationMatrix, degrees, popGraphicsState, pushGraphicsState, type PDFPage, type PDFRef } from 'pdf-lib';
import { qrPng } from '../qr.ts';
import type { Page, Print } from './page.ts';

const POINTS_PER_MM = 72 / 25.4;
const AT = new Date('2026-01-01T02:00:00Z');

/**
 * How a producer writes text. `named`: fonts by name only, in UCS-2 (the e-invoices of the last decade); `gbk`: the same
 * in GBK; `skia`: embedded fonts, whose look-alikes come out as radicals; `no-unicode`: codes that mean nothing.
 */
export type Producer = 'named' | 'gbk' | 'skia' | 'no-unicode';

export type PdfStyle = {
  readonly producer: Producer;
  /** Characters of one text are placed one by one within it. */
  readonly spacing?: 'font' | 'each';
  /** The page is turned by its own `Rotate` and drawn against it, so that people see it upright. */
  readonly turned?: boolean;
  /** The whole content drawn through a scale, as browsers print. */
  readonly scaled?: boolean;
  /** The page box does not begin at zero. */
  readonly offset?: number;
  readonly attachments?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** The code as a picture; without it only the text tells. */
  readonly qr?: boolean;
};

const ENCODINGS: Readonly<Record<Exclude<Producer, 'skia'>, string>> = { named: 'UniGB-UCS2-H', gbk: 'GBK-EUC-H', 'no-unicode': 'Identity-H' };

function addFont(document: PDFDocument, producer: Exclude<Producer, 'skia'>): PDFRef {
  const { context } = document;
  const garbled = producer === 'no-unicode';
  const BaseFont = garbled ? 'ABCDEF+Hidden' : 'STSong-Light';
  const descriptor = context.register(context.obj({ Type: 'FontDescriptor', FontName: BaseFont, Flags: garbled ? 4 : 6, FontBBox: [-25, -254, 1000, 880], ItalicAngle: 0, Ascent: 880, Descent: -120, CapHeight: 880, StemV: 93 }));
  const system = { Registry: PDFHexString.fromText('Adobe'), Ordering: PDFHexString.fromText(garbled ? 'Identity' : 'GB1'), Supplement: garbled ? 0 : 4 };
  const descendant = context.register(context.obj({ Type: 'Font', Subtype: garbled ? 'CIDFontType2' : 'CIDFontType0', BaseFont, CIDSystemInfo: system, FontDescriptor: descriptor, DW: 1000, W: context.obj([1, 95, 500, 814, 939, 500]) }));
  return context.register(context.obj({ Type: 'Font', Subtype: 'Type0', BaseFont, Encoding: ENCODINGS[producer], DescendantFonts: [descendant] }));
}

function codesOf(text: string, producer: Exclude<Producer, 'skia'>): string {
  if (producer === 'gbk') return iconv.encode(text, 'gbk').toString('hex');
  const codes = producer === 'no-unicode' ? String.fromCharCode(...[...text].map((_, i) => 3 + ((i * 37) % 60))) : text;
  return Buffer.from(codes, 'utf16le').swap16().toString('hex');
}

/** A code whose text GBK cannot write is left to UCS-2 producers. */
function textOperators({ x, y, size, text }: Print, height: number, style: PdfStyle & { readonly producer: Exclude<Producer, 'skia'> }): string {
  const points = (mm: number): string => (mm * POINTS_PER_MM).toFixed(3);
  const shown = style.spacing === 'each'
    ? `[${[...text].map((char) => `<${codesOf(char, style.producer)}> ${/[\u0020-\u00ff]/.test(char) ? -4 : 6}`).join(' ')}] TJ`
    : `<${codesOf(text, style.producer)}> Tj`;
  return `BT /F1 ${points(size)} Tf 1 0 0 1 ${points(x)} ${points(height - y)} Tm ${shown} ET`;
}

async function drawQr(document: PDFDocument, page: PDFPage, { qr, height }: Page): Promise<void> {
  if (!qr) return;
  const unit = POINTS_PER_MM;
  page.drawImage(await document.embedPng(await qrPng(qr.text)), { x: qr.x * unit, y: (height - qr.y - qr.side) * unit, width: qr.side * unit, height: qr.side * unit });
}

async function writeNamed(pages: readonly Page[], style: PdfStyle & { readonly producer: Exclude<Producer, 'skia'> }): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setCreationDate(AT);
  document.setModificationDate(AT);
  const font = addFont(document, style.producer);
  for (const drawn of pages) {
    const [width, height] = [drawn.width * POINTS_PER_MM, drawn.height * POINTS_PER_MM];
    const page = document.addPage(style.turned ? [height, width] : [width, height]);
    page.node.setFontDictionary(PDFName.of('F1'), font);
    const lines = drawn.prints.filter(({ text }) => text !== '').map((print) => textOperators(print, drawn.height, style));
    // Browsers draw at 4/3 of a point through a scale; the text lands where it would have.
    const scaled = style.scaled ? `q 0.75 0 0 0.75 0 0 cm 1.333333 0 0 1.333333 0 0 cm\n${lines.join('\n')}\nQ` : lines.join('\n');
    const content = style.turned ? `q 0 1 -1 0 ${height.toFixed(3)} 0 cm\n${scaled}\nQ` : scaled;
    page.node.addContentStream(document.context.register(document.context.flateStream(content)));
    if (style.turned) page.pushOperators(pushGraphicsState(), concatTransformationMatrix(0, 1, -1, 0, height, 0));
    if (style.qr !== false) await drawQr(document, page, drawn);
    if (style.turned) page.pushOperators(popGraphicsState());
    if (style.offset) page.setMediaBox(-style.offset, -style.offset, page.getWidth() + 2 * style.offset, page.getHeight() + 2 * style.offset);
    if (style.turned) page.setRotation(degrees(90));
  }
  for (const { name, bytes } of style.attachments ?? []) await document.attach(bytes, name, { mimeType: 'application/xml', creationDate: AT, modificationDate: AT });
  return document.save({ useObjectStreams: false });
}

async function writeSkia(pages: readonly Page[], style: PdfStyle): Promise<Uint8Array> {
  const chinese = style.scaled ? '"Noto Serif CJK SC"' : '"Noto Sans CJK SC"';
  // The Chinese font alone loses the names of digits that stand by themselves.
  const fonts = style.spacing === 'each' ? chinese : `"Liberation Sans", "DejaVu Sans", ${chinese}`;
  const document = new SkiaPdf({ title: 'invoice', creationDate: AT, modificationDate: AT } as ConstructorParameters<typeof SkiaPdf>[0]);
  for (const { width, height, prints, qr } of pages) {
    const context = document.beginPage(width * POINTS_PER_MM, height * POINTS_PER_MM) as unknown as SKRSContext2D;
    context.scale(POINTS_PER_MM, POINTS_PER_MM);
    context.fillStyle = '#111';
    for (const { x, y, size, text } of prints) {
      context.font = `${size}px ${fonts}`;
      context.fillText(text, x, y);
    }
    if (qr && style.qr !== false) context.drawImage(await loadImage(Buffer.from(await qrPng(qr.text))), qr.x, qr.y, qr.side, qr.side);
    document.endPage();
  }
  return new Uint8Array(document.close());
}

/** Writes pages as the named producer would. */
export const writePdf = (pages: readonly Page[], style: PdfStyle): Promise<Uint8Array> => {
  const { producer } = style;
  return producer === 'skia' ? writeSkia(pages, style) : writeNamed(pages, { ...style, producer });
};

/** A scanner's PDF: each page is nothing but a picture. */
export async function writeScan(pictures: readonly { readonly jpeg: Uint8Array; readonly width: number; readonly height: number }[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setCreationDate(AT);
  document.setModificationDate(AT);
  for (const { jpeg, width, height } of pictures) {
    const size = { width: width * POINTS_PER_MM, height: height * POINTS_PER_MM };
    document.addPage([size.width, size.height]).drawImage(await document.embedJpg(jpeg), { x: 0, y: 0, ...size });
  }
  return document.save({ useObjectStreams: false });
}
