import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Place } from '#spi';
import { dayOf } from './values.ts';
import { note, type Field, type Readings } from './readings.ts';

export type QrInvoice = {
  readonly type: string; readonly code: string; readonly number: string; readonly amount: string; readonly date: string; readonly checkCode: string;
  /** 31 and 32 carry the total; the older types the amount before tax (some agencies the total all the same). */
  readonly amountIs: 'total' | 'pretax';
};

const TYPES: Readonly<Record<string, string>> = {
  '01': '增值税专用发票', '04': '增值税普通发票', '10': '增值税电子普通发票', '11': '增值税普通发票(卷票)', '20': '增值税电子专用发票', '31': '电子发票(增值税专用发票)', '32': '电子发票(普通发票)',
};

/** Reads the text of an invoice's QR code: `01,32,,<number>,<amount>,<date>,<check code>,<crc>`. Null for any other code. */
export function parseInvoiceQr(text: string): QrInvoice | null {
  const [version, type = '', code = '', number = '', amount = '', date = '', checkCode = ''] = text.trim().split(',').map((part) => part.trim());
  if (version !== '01' || !/^\d{2}$/.test(type) || !/^\d{8}(?:\d{12})?$/.test(number) || !/^\d*$/.test(code) || !dayOf(date)) return null;
  if (amount !== '' && !/^-?\d+(\.\d{1,2})?$/.test(amount)) return null;
  return { type, code, number, amount, date, checkCode, amountIs: number.length === 20 ? 'total' : 'pretax' };
}

export type QrContext = {
  /** Where an old code's amount is the printed total, it is taken as that: some agencies print it so. */
  readonly printedTotal?: string | undefined;
  readonly place?: Place | undefined;
};

/** Notes what the QR says. */
export function noteQr(readings: Readings, qr: QrInvoice, { printedTotal, place }: QrContext = {}): void {
  const add = (field: Field, value: string | undefined): void => note(readings, field, value, { source: 'qr', place });
  add('number', qr.number);
  add('code', qr.code);
  add('date', dayOf(qr.date) ?? '');
  add(qr.amountIs === 'pretax' && printedTotal !== undefined && Number(printedTotal) === Number(qr.amount) ? 'total' : qr.amountIs, qr.amount);
  add('checkCode', qr.checkCode);
  add('type', TYPES[qr.type]);
}

let prepared: Promise<unknown> | undefined;

function prepare(): Promise<unknown> {
  // The package would fetch its module from the net; it lies beside it.
  prepared ??= Promise.resolve(prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))).buffer }, fireImmediately: true,
  }));
  return prepared;
}

export type Pixels = { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number };

/** A code and where it stands: the box around its corners, in fractions of the picture. */
export type QrCode = { readonly text: string; readonly place: Place };

type Corner = { readonly x: number; readonly y: number };

function placeOf(corners: readonly Corner[], { width, height }: Pixels, page: number): Place {
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  const [xs, ys] = [corners.map(({ x }) => clip(x / width)), corners.map(({ y }) => clip(y / height))];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { page, x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** All QR codes in a picture of `page`. Never throws: a picture that cannot be searched has none. */
export async function readQrCodes(pixels: Pixels, page = 1): Promise<QrCode[]> {
  try {
    await prepare();
    const image = { data: pixels.data, width: pixels.width, height: pixels.height, colorSpace: 'srgb' };
    const found = await readBarcodes(image as Extract<Parameters<typeof readBarcodes>[0], { readonly width: number }>, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 8 });
    return found.filter((one) => one.isValid).map(({ text, position: { topLeft, topRight, bottomLeft, bottomRight } }) => ({ text, place: placeOf([topLeft, topRight, bottomLeft, bottomRight], pixels, page) }));
  } catch {
    return [];
  }
}
