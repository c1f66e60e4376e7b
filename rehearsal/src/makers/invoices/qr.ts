import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { amountText, type InvoicePlan } from './plan.ts';

/** What the code on a 数电票 says: kind, number, total, day. */
export function qrTextOf(plan: InvoicePlan): string {
  return `01,${plan.special ? '31' : '32'},,${plan.number},${amountText(plan.total)},${plan.issuedOn.replaceAll('-', '')},,${checkOf(plan.number)}`;
}

/** Stands where issuers print a checksum that only they can make. */
const checkOf = (number: string): string => (BigInt(number) % 65_521n).toString(16).toUpperCase().padStart(4, '0');

let prepared: Promise<unknown> | undefined;

/** The code as a PNG with its quiet zone. */
export async function qrPng(text: string, scale = 6): Promise<Uint8Array> {
  prepared ??= Promise.resolve(prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')))).buffer }, fireImmediately: true,
  }));
  await prepared;
  const { image, error } = await writeBarcode(text, { format: 'QRCode', scale, addQuietZones: true });
  if (!image) throw new Error(`no QR code was made: ${error}`);
  return new Uint8Array(await image.arrayBuffer());
}
