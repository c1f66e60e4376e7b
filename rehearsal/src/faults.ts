import { SENDERS, type Sender } from './wire/message.ts';

/** What can go wrong on demand. `lagged`: what the vendor shows when it is asked lags behind what it has told. */
export const FAULTS = ['duplicate', 'delay', 'reorder', 'drop', 'fail-after-success', 'timeout', 'return-payment', 'bad-signature', 'lagged'] as const;
export type Fault = (typeof FAULTS)[number];
/** A fault of everybody, or of one sender: `drop`, `alipay:drop`. */
export type ActiveFault = Fault | `${Sender}:${Fault}`;

export type Faults = { has(kind: Fault, of: Sender): boolean; set(kind: Fault, on: boolean, of?: Sender): void; list(): readonly ActiveFault[] };

export function makeFaults(on: readonly ActiveFault[]): Faults {
  const active = new Set<ActiveFault>(on);
  const every: readonly ActiveFault[] = [...FAULTS, ...SENDERS.flatMap((sender) => FAULTS.map((kind) => `${sender}:${kind}` as const))];
  return {
    has: (kind, of) => active.has(kind) || active.has(`${of}:${kind}`),
    set(kind, wanted, of) {
      const name = of ? (`${of}:${kind}` as const) : kind;
      if (wanted) active.add(name);
      else active.delete(name);
    },
    list: () => every.filter((name) => active.has(name)),
  };
}
