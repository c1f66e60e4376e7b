/** Which of some amounts add up to a target. Few solutions are wanted: two are already one too many. */
export type Sums = { readonly found: readonly (readonly number[])[]; /** How many subsets there were to choose from. */ readonly tried: number };

const FOUND_MAX = 3;
const STEPS_MAX = 40_000;

const choose = (n: number, k: number): number => {
  let ways = 1;
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
  return ways;
};

/** Subsets of 2 to `most` amounts, by depth-first search over the amounts from large to small; stops at three. */
export function subsetSums(amounts: readonly number[], target: number, most: number): Sums {
  const order = amounts.map((_, i) => i).sort((a, b) => (amounts[b] as number) - (amounts[a] as number) || a - b);
  const rest = new Float64Array(order.length + 1);
  for (let i = order.length - 1; i >= 0; i--) rest[i] = (rest[i + 1] as number) + (amounts[order[i] as number] as number);
  const found: number[][] = [];
  const picked: number[] = [];
  let steps = 0;
  const walk = (from: number, left: number): void => {
    if (left === 0 && picked.length > 1) { found.push(picked.toSorted((a, b) => a - b)); return; }
    if (picked.length === most) return;
    for (let i = from; i < order.length && found.length < FOUND_MAX && steps < STEPS_MAX; i++) {
      steps++;
      if ((rest[i] as number) < left) return;
      const amount = amounts[order[i] as number] as number;
      if (amount > left) continue;
      picked.push(order[i] as number);
      walk(i + 1, left - amount);
      picked.pop();
    }
  };
  walk(0, target);
  // A search that was cut short cannot say that a solution is the only one.
  if (steps >= STEPS_MAX && found.length > 0) found.push(found[0] as number[]);
  let tried = 0;
  for (let k = 2; k <= Math.min(most, amounts.length); k++) tried += choose(amounts.length, k);
  return { found, tried };
}

/** Runs of neighbours that add up to a target: an invoice over a week holds all rides of the week. */
export function runSums(amounts: readonly number[], target: number): Sums {
  const found: number[][] = [];
  const seen = new Map<number, number[]>([[0, [0]]]);
  let total = 0;
  for (const [i, amount] of amounts.entries()) {
    total += amount;
    for (const from of seen.get(total - target) ?? []) if (i + 1 - from > 1 && found.length < FOUND_MAX) found.push(Array.from({ length: i + 1 - from }, (_, k) => from + k));
    const known = seen.get(total);
    if (known) known.push(i + 1);
    else seen.set(total, [i + 1]);
  }
  return { found, tried: (amounts.length * (amounts.length - 1)) / 2 };
}
