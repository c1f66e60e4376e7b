import { createCanvas, loadImage } from '@napi-rs/canvas';
import { qrPng, qrTextOf } from './qr.ts';
import { sheetOf } from './sheet.ts';
import type { InvoicePlan } from './plan.ts';

const PIXELS_PER_MM = 8;

export type PhotoOptions = {
  readonly type?: 'png' | 'jpeg';
  /** Degrees that the paper lies askew. */
  readonly tilt?: number;
  /** 0 is clean; 1 is a poor camera at night. The grain follows `seed`, so that a photo can be made again. */
  readonly noise?: number;
  readonly seed?: number;
  /** What the code says where it is not the plan's own: invoices of the last decade had another. */
  readonly qrText?: string;
};

/** A small generator of repeatable numbers (mulberry32): the same seed gives the same grain. */
function grainOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A printed 数电票 on a table, photographed. */
export async function makeInvoicePhoto(plan: InvoicePlan, { type = 'jpeg', tilt = 2, noise = 0.2, seed = 1, qrText = qrTextOf(plan) }: PhotoOptions = {}): Promise<Uint8Array> {
  const [width, height] = [230 * PIXELS_PER_MM, 160 * PIXELS_PER_MM];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#8a7a66';
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate((tilt * Math.PI) / 180);
  context.scale(PIXELS_PER_MM, PIXELS_PER_MM);
  context.translate(-105, -70);
  context.fillStyle = '#fbf9f2';
  context.fillRect(0, 0, 210, 140);
  context.fillStyle = '#222';
  for (const { x, y, size, text } of sheetOf(plan)) {
    context.font = `${size}px "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif`;
    context.fillText(text, x, y);
  }
  context.drawImage(await loadImage(Buffer.from(await qrPng(qrText))), 8, 4, 22, 22);
  const grain = grainOf(seed);
  const pixels = context.getImageData(0, 0, width, height);
  for (let i = 0; noise > 0 && i < pixels.data.length; i += 4) {
    const by = (grain() - 0.5) * 120 * noise;
    for (const channel of [0, 1, 2]) pixels.data[i + channel] = (pixels.data[i + channel] ?? 0) + by;
  }
  context.putImageData(pixels, 0, 0);
  return new Uint8Array(type === 'png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg', 85));
}
