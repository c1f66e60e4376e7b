/** One character of a line, at a fraction of the width of the picture that was read. */
export type LineChar = { readonly char: string; readonly at: number };
export type ReadLine = { readonly chars: readonly LineChar[]; readonly score: number };

/**
 * Turns what the reading net says into characters (CTC): step by step the likeliest sign, repetitions and blanks left
 * out. `signs[0]` is the blank.
 */
export function readLine(data: Float32Array, steps: number, signs: readonly string[]): ReadLine {
  const kinds = signs.length;
  const chars: LineChar[] = [];
  let [last, sum] = [0, 0];
  for (let step = 0; step < steps; step += 1) {
    let [most, sign] = [-1, 0];
    for (let i = 0, at = step * kinds; i < kinds; i += 1, at += 1) {
      const value = data[at] ?? 0;
      if (value > most) { most = value; sign = i; }
    }
    if (sign !== 0 && sign !== last) { chars.push({ char: signs[sign] ?? '', at: (step + 0.5) / steps }); sum += most; }
    last = sign;
  }
  return { chars, score: chars.length === 0 ? 0 : sum / chars.length };
}
