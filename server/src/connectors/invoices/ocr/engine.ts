import type { Canvas } from '@napi-rs/canvas';
import { linesIn, type Box } from './detect.ts';
import { LINE_HEIGHT, linePlanes, pagePlanes, type Planes } from './picture.ts';
import { readLine, type ReadLine } from './read-line.ts';

export type Net = (planes: Planes) => Promise<{ readonly data: Float32Array; readonly dims: readonly number[] }>;
/** The three nets of PP-OCR and the signs that the reading one knows, the blank first. */
export type Nets = { readonly detect: Net; readonly upsideDown: Net; readonly read: Net; readonly signs: readonly string[] };

export type PageLine = ReadLine & { readonly box: Box };
/** The lines of a page in its upright frame; `angle` in radians is how the frame lies on the picture. */
export type PageLines = { readonly width: number; readonly height: number; readonly angle: number; readonly lines: readonly PageLine[] };

const DETECT_SIDE = 1216;
const SCORE_MIN = 0.5;
const LINE_WIDTH_MAX = 1600;
const TURN_LINES = 9;
const TURN_WIDTH = 192;

/** Half a turn is right when the small net says so of most of the longest lines. */
async function isUpsideDown(page: Canvas, boxes: readonly Box[], { nets, angle }: { readonly nets: Nets; readonly angle: number }): Promise<boolean> {
  let votes = 0;
  for (const box of boxes.slice(0, TURN_LINES)) {
    const { data } = await nets.upsideDown(linePlanes(page, { box: { ...box, right: Math.min(box.right, box.left + 6 * (box.bottom - box.top)) }, angle, width: TURN_WIDTH }));
    votes += (data[1] ?? 0) - (data[0] ?? 0);
  }
  return votes > 0;
}

const scaled = (box: Box, by: number): Box => ({ left: box.left * by, top: box.top * by, right: box.right * by, bottom: box.bottom * by });

/** Finds and reads the lines of a page that may lie askew, sideways or upside down. */
export async function readPage(page: Canvas, nets: Nets): Promise<PageLines> {
  const { planes, scale } = pagePlanes(page, DETECT_SIDE);
  const { data, dims } = await nets.detect(planes);
  const found = linesIn({ data, width: dims[3] ?? 0, height: dims[2] ?? 0 });
  let { angle } = found;
  let boxes = found.boxes.map((box) => scaled(box, 1 / scale));
  if (await isUpsideDown(page, boxes, { nets, angle })) {
    angle += Math.PI;
    boxes = boxes.map((box) => ({ left: -box.right, top: -box.bottom, right: -box.left, bottom: -box.top }));
  }
  const lines: PageLine[] = [];
  for (const box of boxes) {
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    // A column of single characters is a heading or a margin note.
    if (height > 2.5 * width) continue;
    const exact = Math.min(LINE_WIDTH_MAX, (LINE_HEIGHT * width) / height);
    const padded = Math.max(32, Math.ceil(exact / 16) * 16);
    const read = await nets.read(linePlanes(page, { box: { ...box, right: box.left + (padded * height) / LINE_HEIGHT }, angle, width: padded }));
    const line = readLine(read.data, read.dims[1] ?? 0, nets.signs);
    if (line.score >= SCORE_MIN) lines.push({ ...line, chars: line.chars.map(({ char, at }) => ({ char, at: (at * padded) / exact })), box });
  }
  return { width: page.width, height: page.height, angle, lines };
}
