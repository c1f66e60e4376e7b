import { createCanvas, loadImage } from '@napi-rs/canvas';
import { qrPng } from '../qr.ts';
import { makeChance } from '../../../chance.ts';
import type { Page } from './page.ts';

const MM_PER_INCH = 25.4;

export type Shot = {
  readonly dpi: number;
  readonly type?: 'png' | 'jpeg';
  readonly quality?: number;
  /** Degrees, clockwise: small ones for a hand, quarters for a phone held sideways. */
  readonly turn?: number;
  /** 0 is clean; 1 is a poor camera at night. */
  readonly noise?: number;
  /** How much darker the far corner lies. */
  readonly shade?: number;
  readonly blur?: number;
  readonly font?: 'sans' | 'serif';
  /** A margin of table around the paper, in millimetres. */
  readonly margin?: number;
  readonly seed?: string;
};

function grain(data: Uint8ClampedArray, amount: number, seed: string): void {
  const chance = makeChance(seed);
  for (let i = 0; i < data.length; i += 4) {
    const by = (chance.next() - 0.5) * 120 * amount;
    for (const channel of [0, 1, 2]) data[i + channel] = (data[i + channel] ?? 0) + by;
  }
}

/** A page as a camera, a scanner or a screen shows it. */
export async function shoot(page: Page, shot: Shot): Promise<Uint8Array> {
  const { dpi, turn = 0, margin = 0, shade = 0, blur = 0, noise = 0 } = shot;
  const scale = dpi / MM_PER_INCH;
  const quarter = Math.abs(Math.round(turn / 90)) % 2 === 1;
  const [across, down] = [page.width + 2 * margin, page.height + 2 * margin];
  const [width, height] = [(quarter ? down : across) * scale, (quarter ? across : down) * scale].map(Math.round) as [number, number];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = margin > 0 ? '#7d6c58' : '#fff';
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.scale(scale, scale);
  context.translate(-page.width / 2, -page.height / 2);
  context.fillStyle = '#fcfaf4';
  context.fillRect(0, 0, page.width, page.height);
  context.fillStyle = '#1c1c1c';
  for (const { x, y, size, text } of page.prints) {
    context.font = `${size}px "${shot.font === 'serif' ? 'Noto Serif CJK SC' : 'Noto Sans CJK SC'}", "PingFang SC", "Microsoft YaHei", sans-serif`;
    context.fillText(text, x, y);
  }
  if (page.qr) context.drawImage(await loadImage(Buffer.from(await qrPng(page.qr.text))), page.qr.x, page.qr.y, page.qr.side, page.qr.side);
  context.setTransform(1, 0, 0, 1, 0, 0);
  if (blur > 0) {
    context.filter = `blur(${blur}px)`;
    context.drawImage(canvas, 0, 0);
    context.filter = 'none';
  }
  if (shade > 0) {
    const dark = context.createLinearGradient(0, 0, width, height);
    dark.addColorStop(0, 'rgba(0,0,0,0)');
    dark.addColorStop(1, `rgba(0,0,0,${shade})`);
    context.fillStyle = dark;
    context.fillRect(0, 0, width, height);
  }
  if (noise > 0) {
    const pixels = context.getImageData(0, 0, width, height);
    grain(pixels.data, noise, shot.seed ?? 'grain');
    context.putImageData(pixels, 0, 0);
  }
  return new Uint8Array(shot.type === 'png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg', shot.quality ?? 85));
}
