import type { Glyph, TextPage } from '../shared/layout.ts';
import { turned, type Box } from './detect.ts';
import type { PageLine, PageLines } from './engine.ts';

/** Of the height of a line's box: the characters themselves, and how far down they stand. */
const SIZE = 0.8;
const BASELINE = 0.82;
const MARGIN = 0.01;
/** Characters nearer than this to each other, in sizes, belong together: the net knows their places only to a sixth. */
const NEAR = 0.75;
const NEAR_WORDS = 1.6;
const WORD_GAP = 0.3;
const NARROW = /[\u0020-\u00ff]/;

function glyphsOf({ box, chars }: PageLine, by: readonly [number, number]): Glyph[] {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const size = SIZE * height;
  const y = box.top + BASELINE * height + by[1];
  const own = chars.map(({ char, at }) => {
    const wide = (NARROW.test(char) ? 0.5 : 1) * size;
    return { char, x: box.left + by[0] + at * width - wide / 2, width: wide };
  });
  // The order in which a line was read is the order of its characters, whatever their widths.
  own.forEach((one, i) => { one.x = Math.max(one.x, (own[i - 1]?.x ?? -Infinity) + 0.1 * size); });
  return own.flatMap(({ char, x, width: wide }, i): Glyph[] => {
    if (char.trim() === '') return [];
    const follower = own[i + 1];
    const next = follower?.char.trim() === '' ? own[i + 2] : follower;
    const gap = next ? next.x - (x + wide) : Infinity;
    if (!next || gap >= (next === follower ? NEAR : NEAR_WORDS) * size) return [{ char, x, y, size, width: wide }];
    // A space that was read stays one, but is no gap between columns.
    return [{ char, x, y, size, width: Math.max(0.1 * size, next.x - x - (next === follower ? 0 : WORD_GAP * size)) }];
  });
}

const extentOf = (boxes: readonly Box[]): Box => ({
  left: Math.min(...boxes.map((box) => box.left)), top: Math.min(...boxes.map((box) => box.top)),
  right: Math.max(...boxes.map((box) => box.right)), bottom: Math.max(...boxes.map((box) => box.bottom)),
});

/**
 * A page that was read, as the readers of printed text take it: the part of the picture that carries text, upright. Where
 * a value stood is told on the picture as it was handed in.
 */
export function textPageOf({ width, height, angle, lines }: PageLines, page: number): TextPage | null {
  if (lines.length === 0) return null;
  const extent = extentOf(lines.map((line) => line.box));
  const margin = MARGIN * (extent.right - extent.left);
  const by: readonly [number, number] = [margin - extent.left, margin - extent.top];
  return {
    page, width: extent.right - extent.left + 2 * margin, height: extent.bottom - extent.top + 2 * margin,
    glyphs: lines.flatMap((line) => glyphsOf(line, by)),
    picture: { width, height, at: (x, y) => turned(x - by[0], y - by[1], -angle) },
  };
}
