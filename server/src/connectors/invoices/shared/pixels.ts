import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Pixels } from './qr.ts';

export const MEGAPIXELS_MAX = 60;
const SIDE_MAX = 2400;

export type ImageSize = { readonly width: number; readonly height: number };

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 65536 + u16(bytes, at + 2);

export const isPng = (head: Uint8Array): boolean => head[0] === 0x89 && head[1] === 0x50 && head[2] === 0x4e && head[3] === 0x47;
export const isJpeg = (head: Uint8Array): boolean => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;

/** The size that a picture's header claims, before a single pixel is unpacked. Null where there is none. */
export function imageSize(bytes: Uint8Array): ImageSize | null {
  if (isPng(bytes)) return bytes.length >= 24 ? { width: u32(bytes, 16), height: u32(bytes, 20) } : null;
  if (!isJpeg(bytes)) return null;
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) { at += 1; continue; }
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { height: u16(bytes, at + 5), width: u16(bytes, at + 7) };
    at += marker === 0xff ? 1 : marker === 0xd8 || (marker >= 0xd0 && marker <= 0xd7) ? 2 : 2 + u16(bytes, at + 2);
  }
  return null;
}

/** Unpacks a picture, scaled down to what a QR code needs. Null for one that is damaged, or too large to unpack. */
export async function decodeImage(bytes: Uint8Array, longSide = SIDE_MAX): Promise<Pixels | null> {
  const claimed = imageSize(bytes);
  if (claimed && claimed.width * claimed.height > MEGAPIXELS_MAX * 1e6) return null;
  try {
    const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const scale = Math.min(1, longSide / Math.max(image.width, image.height));
    const [width, height] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))];
    const context = createCanvas(width, height).getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(image, 0, 0, width, height);
    return { data: context.getImageData(0, 0, width, height).data, width, height };
  } catch {
    return null;
  }
}
