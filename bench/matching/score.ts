import type { MatchGroup } from '../../server/src/modules/matching/domain/index.ts';
import type { TrueGroup, World } from './world.ts';

export type Found = Pick<MatchGroup, 'payments' | 'invoices' | 'bookings' | 'confidence' | 'decision'>;
export type Tally = { links: Record<'invoice' | 'booking', { right: number; found: number; true: number }>; auto: { right: number; all: number }; both: { auto: number; all: number }; bins: { n: number; right: number; said: number }[]; missed: Map<string, number>; wrong: Map<string, number> };

const BINS = 15;
export const newTally = (): Tally => ({
  links: { invoice: { right: 0, found: 0, true: 0 }, booking: { right: 0, found: 0, true: 0 } }, auto: { right: 0, all: 0 }, both: { auto: 0, all: 0 },
  bins: Array.from({ length: BINS }, () => ({ n: 0, right: 0, said: 0 })), missed: new Map(), wrong: new Map(),
});

type Members = Pick<TrueGroup, 'payments' | 'invoices' | 'bookings'> | Found;
const keyOf = (group: Members): string => [group.payments, group.invoices, group.bookings].map((ids) => [...ids].sort().join(',')).join('|');
const linksOf = (group: Members, kind: 'invoices' | 'bookings'): string[] => group.payments.flatMap((p) => group[kind].map((other) => `${p}/${other}`));
const bump = (counts: Map<string, number>, key: string): void => { counts.set(key, (counts.get(key) ?? 0) + 1); };

/** A group is right when it is exactly a true one: what belongs to it and is not in it is an error too. */
export function addTo(tally: Tally, world: World, found: readonly Found[]): void {
  for (const [name, kind] of [['invoice', 'invoices'], ['booking', 'bookings']] as const) {
    const truth = new Set(world.truth.flatMap((group) => linksOf(group, kind)));
    const links = found.flatMap((group) => linksOf(group, kind));
    tally.links[name].true += truth.size;
    tally.links[name].found += links.length;
    tally.links[name].right += links.filter((link) => truth.has(link)).length;
  }
  const truth = new Map(world.truth.map((group) => [keyOf(group), group]));
  const shapeOf = new Map(world.truth.flatMap((group) => [...group.payments, ...group.invoices, ...group.bookings].map((id) => [id, group.shape] as const)));
  const autos = new Set<string>();
  for (const group of found) {
    if (group.payments.length === 0 || group.invoices.length + group.bookings.length === 0) continue;
    const right = truth.has(keyOf(group));
    const bin = tally.bins[Math.min(BINS - 1, Math.floor(group.confidence * BINS))];
    if (bin) Object.assign(bin, { n: bin.n + 1, right: bin.right + Number(right), said: bin.said + group.confidence });
    if (group.decision !== 'auto') continue;
    tally.auto.all++;
    if (right) tally.auto.right++;
    else bump(tally.wrong, shapeOf.get(group.payments[0] ?? '') ?? '');
    autos.add(keyOf(group));
  }
  for (const group of world.truth) {
    if (group.payments.length === 0 || group.invoices.length === 0) continue;
    tally.both.all++;
    if (autos.has(keyOf(group))) tally.both.auto++;
    else bump(tally.missed, group.shape);
  }
}

/** Wilson's interval of a share, 95 %. */
function wilson(hits: number, n: number): readonly [number, number] {
  if (n === 0) return [0, 1];
  const z = 1.96;
  const share = hits / n;
  const middle = share + (z * z) / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return [(middle - spread) / (1 + (z * z) / n), (middle + spread) / (1 + (z * z) / n)];
}

const round = (value: number, digits = 4): number => Number(value.toFixed(digits));
const f1 = ({ right, found, true: all }: { right: number; found: number; true: number }): number => (found + all === 0 ? 1 : (2 * right) / (found + all));

/** By how sure the matcher was: how many groups, what it said of them, and how many were right. */
export const calibrationOf = (tally: Tally): { readonly n: number; readonly said: number; readonly right: number }[] => tally.bins.filter((bin) => bin.n > 0).map((bin) => ({ n: bin.n, said: round(bin.said / bin.n), right: round(bin.right / bin.n) }));

export function summary(tally: Tally): Record<string, unknown> {
  const n = tally.bins.reduce((sum, bin) => sum + bin.n, 0);
  const ece = tally.bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.said), 0) / Math.max(1, n);
  const share = (hits: number, all: number): { value: number; interval: number[]; of: number } => ({ value: round(all === 0 ? 0 : hits / all, 5), interval: wilson(hits, all).map((x) => round(x, 5)), of: all });
  const { invoice, booking } = tally.links;
  return {
    paymentInvoice: { f1: round(f1(invoice)), precision: round(invoice.right / Math.max(1, invoice.found)), recall: round(invoice.right / Math.max(1, invoice.true)), links: invoice.true },
    paymentBooking: { f1: round(f1(booking)), precision: round(booking.right / Math.max(1, booking.found)), recall: round(booking.right / Math.max(1, booking.true)), links: booking.true },
    autoPrecision: share(tally.auto.right, tally.auto.all), coverage: share(tally.both.auto, tally.both.all), ece: round(ece), calibration: calibrationOf(tally),
  };
}
