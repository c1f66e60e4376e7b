import { cutPage, findAll, leftOf, rowsOf, type Found, type Row, type TextPage } from '../shared/layout.ts';

/** A page's own invoice number; the numbers that a remark or a list names of others do not count. */
const OWN_NUMBER = /(?<!蓝字|正数|负数|对应|所属|原)发\s*票\s*号\s*码\s*:?\s*(\d{20}|\d{8})(?!\d)/;
/** Two numbers this near in height stand beside each other. */
const BAND = 0.08;

function bandsOf(anchors: readonly Found[], height: number): Found[][] {
  const bands: Found[][] = [];
  for (const anchor of [...anchors].sort((a, b) => a.row.y - b.row.y)) {
    const last = bands.at(-1)?.[0];
    if (last && anchor.row.y - last.row.y < BAND * height) bands.at(-1)?.push(anchor);
    else bands.push([anchor]);
  }
  return bands;
}

/** Where the invoice above ends: the widest gap between rows a little above the next one's number. */
function cutAbove(rows: readonly Row[], from: number, to: number): number {
  const near = rows.filter((row) => row.y > to - 0.3 * (to - from) && row.y <= to);
  let [cut, widest] = [to - 0.1 * (to - from), 0];
  for (let i = 1; i < near.length; i += 1) {
    const [above, below] = [near[i - 1]?.y ?? 0, near[i]?.y ?? 0];
    if (below - above > widest) [widest, cut] = [below - above, (above + below) / 2];
  }
  return cut;
}

/**
 * The invoices on one page, each as a page of its own: below each other, beside each other or both, as people print them
 * to save paper. A page of one invoice, or of none, stays whole.
 */
export function invoicesOn(page: TextPage): TextPage[] {
  const rows = rowsOf(page);
  const anchors = [...new Map(findAll(rows, OWN_NUMBER).reverse().map((anchor) => [anchor.text, anchor])).values()];
  if (anchors.length < 2) return [page];
  const bands = bandsOf(anchors, page.height);
  const tops = bands.map((band, i) => (i === 0 ? 0 : cutAbove(rows, bands[i - 1]?.[0]?.row.y ?? 0, band[0]?.row.y ?? 0)));
  return bands.flatMap((band, i) => {
    const columns = [...band].sort((a, b) => leftOf(a) - leftOf(b));
    const width = page.width / columns.length;
    return columns.map((_, column) => cutPage(page, { left: column * width, right: (column + 1) * width, top: tops[i] ?? 0, bottom: tops[i + 1] ?? page.height }));
  });
}
