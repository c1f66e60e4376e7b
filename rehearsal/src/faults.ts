/** What can go wrong on demand. */
export const FAULTS = ['duplicate', 'delay', 'reorder', 'drop', 'fail-after-success', 'timeout', 'return-payment', 'bad-signature'] as const;
export type Fault = (typeof FAULTS)[number];

export type Faults = { has(kind: Fault): boolean; set(kind: Fault, on: boolean): void; list(): readonly Fault[] };

export function makeFaults(on: readonly Fault[]): Faults {
  const active = new Set<Fault>(on);
  return {
    has: (kind) => active.has(kind),
    set(kind, wanted) { if (wanted) active.add(kind); else active.delete(kind); },
    list: () => FAULTS.filter((kind) => active.has(kind)),
  };
}
