/** What the matcher said of its groups against how many were right: on the line it means what it says. */
type Point = { readonly n: number; readonly said: number; readonly right: number };
const SIDE = 360;
const EDGE = 40;
const COLORS = ['#2563eb', '#d97706', '#059669', '#7c3aed', '#dc2626', '#0891b2'] as const;
const x = (value: number): string => (EDGE + value * (SIDE - 2 * EDGE)).toFixed(1);
const y = (value: number): string => (SIDE - EDGE - value * (SIDE - 2 * EDGE)).toFixed(1);

/** A picture of calibration: a dot for each step of confidence, as large as it has groups. */
export function calibrationPicture(series: readonly { readonly name: string; readonly points: readonly Point[] }[]): string {
  const dots = series.flatMap(({ points }, k) => points.map((point) => `<circle cx="${x(point.said)}" cy="${y(point.right)}" r="${Math.min(9, 1.5 + Math.log10(point.n) * 1.6).toFixed(1)}" fill="${COLORS[k % COLORS.length]}" fill-opacity="0.6"/>`));
  const names = series.map(({ name }, k) => `<text x="${EDGE + 8}" y="${EDGE + 14 + k * 15}" fill="${COLORS[k % COLORS.length]}">${name}</text>`);
  return [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}" font-family="sans-serif" font-size="11">`, `<rect width="${SIDE}" height="${SIDE}" fill="#fff"/>`,
    `<path d="M${x(0)} ${y(0)}H${x(1)}M${x(0)} ${y(0)}V${y(1)}" stroke="#64748b" fill="none"/><path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#94a3b8" stroke-dasharray="4 4"/>`,
    ...dots, ...names, `<text x="${SIDE / 2}" y="${SIDE - 12}" text-anchor="middle">what it said</text><text x="14" y="${SIDE / 2}" text-anchor="middle" transform="rotate(-90 14 ${SIDE / 2})">how many were right</text>`, '</svg>', ''].join('\n');
}
