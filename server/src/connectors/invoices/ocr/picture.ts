import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { Box } from './detect.ts';

/** Numbers for a net, channel by channel. */
export type Planes = { readonly data: Float32Array; readonly dims: readonly [number, number, number, number] };

type Shade = { readonly mean: readonly [number, number, number]; readonly spread: readonly [number, number, number] };

/** What the detecting net was trained with, blue first. */
const PAGE_SHADE: Shade = { mean: [0.485, 0.456, 0.406], spread: [0.229, 0.224, 0.225] };
const LINE_SHADE: Shade = { mean: [0.5, 0.5, 0.5], spread: [0.5, 0.5, 0.5] };

function planesOf(canvas: Canvas, { mean, spread }: Shade): Planes {
  const { width, height } = canvas;
  const { data: pixels } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const area = width * height;
  const data = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel += 1) {
    const [scale, shift] = [1 / (255 * (spread[channel] ?? 1)), (mean[channel] ?? 0) / (spread[channel] ?? 1)];
    for (let i = 0, at = 2 - channel; i < area; i += 1, at += 4) data[channel * area + i] = (pixels[at] ?? 0) * scale - shift;
  }
  return { data, dims: [1, 3, height, width] };
}

/** The whole page at a size that the detecting net takes, and how much smaller it is than the picture. */
export function pagePlanes(page: Canvas, longSide: number): { readonly planes: Planes; readonly scale: number } {
  const scale = Math.min(1, longSide / Math.max(page.width, page.height));
  const [width, height] = [page.width, page.height].map((side) => Math.max(32, Math.ceil((side * scale) / 32) * 32)) as [number, number];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(page, 0, 0, page.width * scale, page.height * scale);
  return { planes: planesOf(canvas, PAGE_SHADE), scale };
}

export const LINE_HEIGHT = 48;

/** One line cut out of the page, upright, at the height that the reading net takes and `width` wide. */
export function linePlanes(page: Canvas, { box, angle, width }: { readonly box: Box; readonly angle: number; readonly width: number }): Planes {
  const canvas = createCanvas(width, LINE_HEIGHT);
  const context = canvas.getContext('2d');
  const scale = LINE_HEIGHT / (box.bottom - box.top);
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, LINE_HEIGHT);
  context.setTransform(cos, -sin, sin, cos, -box.left * scale, -box.top * scale);
  context.drawImage(page, 0, 0);
  return planesOf(canvas, LINE_SHADE);
}
