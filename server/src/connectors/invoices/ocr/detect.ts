/** How likely each pixel belongs to the core of a line of text, row by row. */
export type Heat = { readonly data: Float32Array; readonly width: number; readonly height: number };

/** A line of text in the upright frame: the page turned so that its lines run from left to right. */
export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

const PIXEL_MIN = 0.3;
const LINE_MIN = 0.55;
const PIXELS_MIN = 6;
/** The net marks the core of a line; this much around it belongs to it as well. */
const GROW = 1.6;
/** A page of an invoice has some eighty; a page of noise may have thousands. */
const BOXES_MAX = 260;

type Run = { readonly y: number; readonly from: number; readonly to: number; patch: number };
type Patch = { readonly runs: Run[]; pixels: number; heat: number };

/** Runs of warm pixels, joined where they touch from row to row. */
function patchesOf({ data, width, height }: Heat): Patch[] {
  const parents: number[] = [];
  const rootOf = (id: number): number => {
    let root = id;
    while (parents[root] !== root) root = parents[root] as number;
    return root;
  };
  const all: Run[] = [];
  let above: Run[] = [];
  for (let y = 0; y < height; y += 1) {
    const here: Run[] = [];
    for (let x = 0; x < width; x += 1) {
      if ((data[y * width + x] ?? 0) <= PIXEL_MIN) continue;
      const from = x;
      while (x + 1 < width && (data[y * width + x + 1] ?? 0) > PIXEL_MIN) x += 1;
      const run: Run = { y, from, to: x, patch: parents.length };
      parents.push(run.patch);
      here.push(run);
    }
    let i = 0;
    for (const run of here) {
      while (i < above.length && (above[i] as Run).to < run.from - 1) i += 1;
      for (let j = i; j < above.length && (above[j] as Run).from <= run.to + 1; j += 1) parents[rootOf((above[j] as Run).patch)] = rootOf(run.patch);
    }
    all.push(...here);
    above = here;
  }
  const patches = new Map<number, Patch>();
  for (const run of all) {
    const root = rootOf(run.patch);
    const patch = patches.get(root) ?? { runs: [], pixels: 0, heat: 0 };
    patch.runs.push(run);
    patch.pixels += run.to - run.from + 1;
    for (let x = run.from; x <= run.to; x += 1) patch.heat += data[run.y * width + x] ?? 0;
    patches.set(root, patch);
  }
  return [...patches.values()].filter(({ pixels, heat }) => pixels >= PIXELS_MIN && heat / pixels >= LINE_MIN);
}

/** The direction in which a patch is drawn out, in radians, and by how much; null for one that is nearly round. */
function directionOf({ runs, pixels }: Patch): { readonly angle: number; readonly weight: number } | null {
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
  for (const { y, from, to } of runs) {
    for (let x = from; x <= to; x += 1) { sx += x; sy += y; sxx += x * x; syy += y * y; sxy += x * y; }
  }
  const [mx, my] = [sx / pixels, sy / pixels];
  const [xx, yy, xy] = [sxx / pixels - mx * mx, syy / pixels - my * my, sxy / pixels - mx * my];
  const spread = Math.hypot((xx - yy) / 2, xy);
  const [long, short] = [(xx + yy) / 2 + spread, Math.max(0.1, (xx + yy) / 2 - spread)];
  return long / short < 12 ? null : { angle: Math.atan2(2 * xy, xx - yy) / 2, weight: Math.sqrt(long) };
}

function weightedMedian(list: readonly { readonly angle: number; readonly weight: number }[]): number {
  const ordered = [...list].sort((a, b) => a.angle - b.angle);
  let rest = ordered.reduce((sum, one) => sum + one.weight, 0) / 2;
  return ordered.find(({ weight }) => (rest -= weight) <= 0)?.angle ?? 0;
}

/** The angle at which the lines of a page run, from -45 to 135 degrees in radians: which way up is not known from this. */
function angleOf(patches: readonly Patch[]): number {
  const directions = patches.flatMap((patch) => directionOf(patch) ?? []);
  const quarter = Math.PI / 4;
  const lying = directions.filter(({ angle }) => Math.abs(angle) <= quarter);
  const standing = directions.filter(({ angle }) => Math.abs(angle) > quarter).map((one) => ({ ...one, angle: one.angle < 0 ? one.angle + Math.PI : one.angle }));
  const sum = (list: typeof directions): number => list.reduce((total, one) => total + one.weight, 0);
  return sum(standing) > sum(lying) ? weightedMedian(standing) : weightedMedian(lying);
}

/** One pixel's place in a frame that is turned by `angle`. */
export const turned = (x: number, y: number, angle: number): readonly [number, number] => [
  x * Math.cos(angle) + y * Math.sin(angle), y * Math.cos(angle) - x * Math.sin(angle),
];

function boxOf({ runs }: Patch, angle: number): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { y, from, to } of runs) {
    for (const [px, py] of [[from, y], [to + 1, y], [from, y + 1], [to + 1, y + 1]] as const) {
      const [u, v] = turned(px, py, angle);
      left = Math.min(left, u); right = Math.max(right, u); top = Math.min(top, v); bottom = Math.max(bottom, v);
    }
  }
  const by = ((right - left) * (bottom - top) * GROW) / (2 * (right - left + bottom - top));
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

/** The lines of text that the net saw, and the angle at which they run. The longest come first where there are too many. */
export function linesIn(heat: Heat): { readonly angle: number; readonly boxes: readonly Box[] } {
  const patches = patchesOf(heat);
  const angle = angleOf(patches);
  const boxes = patches.map((patch) => boxOf(patch, angle)).filter((box) => box.bottom - box.top >= 5 && box.right - box.left >= 4);
  return { angle, boxes: boxes.sort((a, b) => b.right - b.left - (a.right - a.left)).slice(0, BOXES_MAX) };
}
