import type { PageLine, PageLines } from './engine.ts';

/** A page that the nets would have read: each row a list of [left edge in characters, text]. */
export function pageOf(rows: readonly (readonly (readonly [number, string])[])[], angle = 0): PageLines {
  const size = 20;
  const lines = rows.flatMap((row, i) => row.map(([left, text]): PageLine => {
    const widths = [...text].map((char) => (/[\u0020-\u00ff]/.test(char) ? 0.5 : 1));
    const width = widths.reduce((sum, one) => sum + one, 0);
    let at = 0;
    const chars = [...text].map((char, n) => { const half = (widths[n] ?? 1) / 2; at += 2 * half; return { char, at: (at - half) / width }; });
    return { chars, score: 0.99, box: { left: left * size, top: i * 2 * size, right: (left + width) * size, bottom: i * 2 * size + 1.25 * size } };
  }));
  return { width: 1000, height: 800, angle, lines };
}
