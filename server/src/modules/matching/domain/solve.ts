/** Pairs that may belong together, as columns; `weight` in nats against belonging to nothing. */
export type Edges = { readonly size: number; readonly left: Int32Array; readonly right: Int32Array; readonly weight: Float64Array };
export type Solved = { /** How likely each pair is, given that each side is used once. */ readonly likely: Float64Array; /** The pairs of the best whole assignment. */ readonly chosen: Uint8Array };

const ROUNDS = 24;
const EXACT_SIDE_MAX = 9;
/** A pair less likely than this need not hold a large part together: cut there, step by step, it falls into parts small enough for the exact way. */
const CUT_FROM = 1e-7;
const CUT_TO = 2e-3;
const EXACT_LEFT_MAX = 40;
const ASSIGN_MAX = 160;
const WEIGHT_MAX = 40;

/** Probabilities by belief propagation over all pairs at once: exact where pairs form no ring, close elsewhere. */
function propagate(edges: Edges, lefts: number, rights: number): Float64Array {
  const { size, left, right } = edges;
  const w = edges.weight.subarray(0, size).map((weight) => Math.exp(Math.min(WEIGHT_MAX, weight)));
  const [toRight, toLeft] = [new Float64Array(size).fill(1), new Float64Array(size).fill(1)];
  const [sumLeft, sumRight] = [new Float64Array(lefts), new Float64Array(rights)];
  for (let round = 0; round < ROUNDS; round++) {
    sumLeft.fill(1);
    sumRight.fill(1);
    for (let e = 0; e < size; e++) {
      sumLeft[left[e] as number]! += (w[e] as number) * (toLeft[e] as number);
      sumRight[right[e] as number]! += (w[e] as number) * (toRight[e] as number);
    }
    for (let e = 0; e < size; e++) {
      // The mean of logarithms keeps rings of strong pairs from swinging for ever.
      const free = 1 / Math.max(1, (sumLeft[left[e] as number] as number) - (w[e] as number) * (toLeft[e] as number));
      const there = 1 / Math.max(1, (sumRight[right[e] as number] as number) - (w[e] as number) * (toRight[e] as number));
      toRight[e] = round === 0 ? free : Math.sqrt((toRight[e] as number) * free);
      toLeft[e] = round === 0 ? there : Math.sqrt((toLeft[e] as number) * there);
    }
  }
  return w.map((weight, e) => {
    const odds = weight * (toRight[e] as number) * (toLeft[e] as number);
    return odds / (1 + odds);
  });
}

/** Connected parts of some pairs, in the order of their first pair. */
function partsOf(edges: Edges, some: readonly number[], lefts: number): number[][] {
  const parent = new Map<number, number>();
  const root = (at: number): number => {
    let node = at;
    for (let up = parent.get(node) ?? node; up !== node; up = parent.get(node) ?? node) node = up;
    for (let walk = at; walk !== node;) {
      const up = parent.get(walk) ?? walk;
      parent.set(walk, node);
      walk = up;
    }
    return node;
  };
  for (const e of some) {
    const [a, b] = [root(edges.left[e] as number), root(lefts + (edges.right[e] as number))];
    if (a !== b) parent.set(Math.max(a, b), Math.min(a, b));
  }
  const parts = new Map<number, number[]>();
  for (const e of some) {
    const key = root(edges.left[e] as number);
    const part = parts.get(key);
    if (part) part.push(e);
    else parts.set(key, [e]);
  }
  return [...parts.values()];
}

type Local = { readonly edges: readonly number[]; readonly rows: number; readonly columns: number; readonly row: readonly number[]; readonly column: readonly number[] };

function localOf(edges: Edges, part: readonly number[]): Local {
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  const place = (known: Map<number, number>, id: number): number => known.get(id) ?? (known.set(id, known.size), known.size - 1);
  const row = part.map((e) => place(rows, edges.left[e] as number));
  const column = part.map((e) => place(columns, edges.right[e] as number));
  return { edges: part, row, column, rows: rows.size, columns: columns.size };
}

const flipped = (local: Local): Local => ({ ...local, rows: local.columns, columns: local.rows, row: local.column, column: local.row });

/** Exact probabilities in a small part: the sum over every way to use its items once. */
function enumerate(local: Local, weight: Float64Array, likely: Float64Array): void {
  const masks = 1 << local.columns;
  const byRow = Array.from({ length: local.rows }, () => [] as { e: number; bit: number; w: number }[]);
  for (const [k, e] of local.edges.entries()) byRow[local.row[k] as number]?.push({ e, bit: 1 << (local.column[k] as number), w: Math.exp(Math.min(WEIGHT_MAX, weight[e] as number)) });
  const forward = Array.from({ length: local.rows + 1 }, () => new Float64Array(masks));
  const backward = Array.from({ length: local.rows + 1 }, () => new Float64Array(masks));
  (forward[0] as Float64Array)[0] = 1;
  (backward[local.rows] as Float64Array).fill(1);
  for (let r = 0; r < local.rows; r++) {
    const [from, to] = [forward[r] as Float64Array, forward[r + 1] as Float64Array];
    for (let mask = 0; mask < masks; mask++) {
      const ways = from[mask] as number;
      if (ways === 0) continue;
      to[mask]! += ways;
      for (const { bit, w } of byRow[r] ?? []) if (!(mask & bit)) to[mask | bit]! += ways * w;
    }
  }
  for (let r = local.rows - 1; r >= 0; r--) {
    const [from, to] = [backward[r + 1] as Float64Array, backward[r] as Float64Array];
    for (let mask = 0; mask < masks; mask++) {
      let ways = from[mask] as number;
      for (const { bit, w } of byRow[r] ?? []) if (!(mask & bit)) ways += w * (from[mask | bit] as number);
      to[mask] = ways;
    }
  }
  const total = (backward[0] as Float64Array)[0] as number;
  for (let r = 0; r < local.rows; r++) {
    for (const { e, bit, w } of byRow[r] ?? []) {
      let ways = 0;
      for (let mask = 0; mask < masks; mask++) if (!(mask & bit)) ways += ((forward[r] as Float64Array)[mask] as number) * w * ((backward[r + 1] as Float64Array)[mask | bit] as number);
      likely[e] = ways / total;
    }
  }
}

/** The best whole assignment of a part by shortest augmenting paths; a row may also stay alone, at weight 0. */
function assign(local: Local, weight: Float64Array, chosen: Uint8Array): void {
  const { rows, columns } = local;
  const all = columns + rows;
  const cost = new Float64Array(rows * all).fill(1e6);
  const edgeAt = new Int32Array(rows * all).fill(-1);
  for (let r = 0; r < rows; r++) cost[r * all + columns + r] = 0;
  for (const [k, e] of local.edges.entries()) {
    const at = (local.row[k] as number) * all + (local.column[k] as number);
    cost[at] = -(weight[e] as number);
    edgeAt[at] = e;
  }
  const [u, v] = [new Float64Array(rows + 1), new Float64Array(all + 1)];
  const rowOf = new Int32Array(all + 1);
  const way = new Int32Array(all + 1);
  for (let r = 1; r <= rows; r++) {
    rowOf[0] = r;
    const slack = new Float64Array(all + 1).fill(Infinity);
    const done = new Uint8Array(all + 1);
    let at = 0;
    do {
      done[at] = 1;
      const row = rowOf[at] as number;
      let delta = Infinity;
      let next = 0;
      for (let c = 1; c <= all; c++) {
        if (done[c]) continue;
        const reduced = (cost[(row - 1) * all + c - 1] as number) - (u[row] as number) - (v[c] as number);
        if (reduced < (slack[c] as number)) { slack[c] = reduced; way[c] = at; }
        if ((slack[c] as number) < delta) { delta = slack[c] as number; next = c; }
      }
      for (let c = 0; c <= all; c++) {
        if (done[c]) { u[rowOf[c] as number]! += delta; v[c]! -= delta; }
        else slack[c]! -= delta;
      }
      at = next;
    } while (rowOf[at] !== 0);
    for (; at !== 0; at = way[at] as number) rowOf[at] = rowOf[way[at] as number] as number;
  }
  for (let c = 1; c <= columns; c++) {
    const e = rowOf[c] === 0 ? -1 : edgeAt[((rowOf[c] as number) - 1) * all + c - 1] as number;
    if (e >= 0) chosen[e] = 1;
  }
}

/** In a part too large for the exact way the most likely pair is taken first. */
function takeLikeliest(local: Local, likely: Float64Array, chosen: Uint8Array): void {
  const [rows, columns] = [new Set<number>(), new Set<number>()];
  const order = local.edges.map((e, k) => ({ e, k })).sort((a, b) => (likely[b.e] as number) - (likely[a.e] as number) || a.e - b.e);
  for (const { e, k } of order) {
    if (rows.has(local.row[k] as number) || columns.has(local.column[k] as number)) continue;
    rows.add(local.row[k] as number);
    columns.add(local.column[k] as number);
    chosen[e] = 1;
  }
}

/** Every pair's probability and the best assignment, part by part. */
export function solve(edges: Edges, lefts: number, rights: number): Solved {
  const likely = propagate(edges, lefts, rights);
  const chosen = new Uint8Array(edges.size);
  const all = Array.from({ length: edges.size }, (_, e) => e);
  const parts = partsOf(edges, all, lefts).map((part) => ({ part, cut: CUT_FROM }));
  for (let next = parts.pop(); next !== undefined; next = parts.pop()) {
    const { part, cut } = next;
    if (part.length === 1) {
      chosen[part[0] as number] = 1;
      continue;
    }
    const local = localOf(edges, part);
    const small = local.columns <= local.rows ? local : flipped(local);
    const exact = small.columns <= EXACT_SIDE_MAX && small.rows <= EXACT_LEFT_MAX;
    if (!exact && cut <= CUT_TO) {
      const held = part.filter((e) => (likely[e] as number) >= cut);
      parts.push(...partsOf(edges, held, lefts).map((one) => ({ part: one, cut: cut * 10 })));
      continue;
    }
    if (exact) enumerate(small, edges.weight, likely);
    if (local.rows <= ASSIGN_MAX && local.columns <= ASSIGN_MAX) assign(local, edges.weight, chosen);
    else takeLikeliest(local, likely, chosen);
  }
  return { likely, chosen };
}
