import type { InvoiceRecord } from '#spi';
import { Refusal, finding } from '../shared/errors.ts';
import { rowsOf, type Row } from '../shared/layout.ts';
import { readPrinted } from '../shared/printed-fapiao.ts';
import { best, newReadings, recordOf, type Readings } from '../shared/readings.ts';
import type { PageLines } from './engine.ts';
import { mendReadings } from './mend.ts';
import { textPageOf } from './page.ts';
import { readForeignReceipt } from './receipt.ts';
import { readTicket, ticketKind } from './tickets.ts';

/** The sheets that state tax apart; everything else with a code and a number is a slip. */
const FAPIAO = /增\s*值\s*税|电\s*子\s*发\s*票|价\s*税\s*合\s*计|纳税人识别号/;
const SLIP = /发\s*票\s*(?:号|代)\s*码|定\s*额\s*发\s*票/;

const findingOf = (hasQr: boolean) => (hasQr
  ? finding('info', 'READ_BY_OCR', '二维码之外的内容由机器从图片识别,请核对', 'What the QR code does not say was read from the picture by a machine: check it')
  : finding('warning', 'READ_BY_OCR', '内容由机器从图片识别,请核对号码、日期与金额', 'A machine read this from the picture: check number, date and amounts'));

function readingsFrom(known: InvoiceRecord | undefined): Readings {
  const readings = newReadings();
  readings.evidence.push(...(known?.evidence.filter((one) => one.source === 'qr') ?? []));
  return readings;
}

function readPaper(rows: readonly Row[], format: string, known: InvoiceRecord | undefined): InvoiceRecord {
  const text = rows.map((row) => row.text).join('\n');
  const readings = readingsFrom(known);
  const isSheet = known !== undefined || FAPIAO.test(text);
  const kind = isSheet ? null : ticketKind(text) ?? (SLIP.test(text) ? 'fapiao' : null);
  if (isSheet) { readPrinted(rows, readings, 'ocr'); mendReadings(readings); } else if (kind) readTicket(rows, readings, kind); else return readForeignReceipt(rows, format);
  if (best(readings, 'number') === undefined) throw new Refusal('file.unreadable', { zh: '图片上的发票号码看不清', en: 'The invoice number on the picture cannot be read for sure' }, 'number');
  readings.findings.push(findingOf(known !== undefined));
  return recordOf(readings, format);
}

/**
 * The papers on pages that were read from pictures. `known` is what their QR codes told already: it stays what it is where
 * a picture shows several, and gains the rest where it shows one. Throws a `Refusal` where no paper can be made out.
 */
export function papersOn(pages: readonly PageLines[], format: string, known: readonly InvoiceRecord[]): InvoiceRecord[] {
  if (known.length > 1) return [...known];
  const [only] = known;
  const texts = pages.flatMap((page, i) => textPageOf(page, i + 1) ?? []).map((page) => rowsOf(page));
  if (texts.length === 0) {
    if (only) return [only];
    throw new Refusal('file.unreadable', { zh: '图片上没有可识别的文字', en: 'The picture shows no text that can be read' });
  }
  if (only) return [readPaper(texts.flat(), format, only)];
  const papers: InvoiceRecord[] = [];
  let first: unknown;
  for (const rows of texts) {
    try {
      papers.push(readPaper(rows, format, undefined));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      first ??= error;
    }
  }
  if (papers.length === 0) throw first;
  return papers;
}
