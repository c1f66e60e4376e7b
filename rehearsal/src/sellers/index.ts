import type { CivilDate, Instant, InvoiceFacts, Money } from '@roundtrip/kernel';
import { openJournal } from '../store/journal.ts';
import type { Outbox } from '../wire/outbox.ts';

export type Ride = { readonly at: Instant; readonly city: string; readonly from: string; readonly to: string; readonly amount: Money; readonly kilometres: string };

/** A paper and the form it is handed over in. */
export type Paper =
  | { readonly form: 'xml' | 'ofd' | 'pdf' | 'photo'; readonly invoice: InvoiceFacts }
  | { readonly form: 'ride-table'; readonly passenger: string; readonly issuedOn: CivilDate; readonly rides: readonly Ride[]; readonly total: Money };

export type Delivery = { readonly id: string; readonly submittedBy: string; readonly papers: readonly Paper[] };

export type PaperFile = { readonly name: string; readonly bytes: Uint8Array };
export type MakePaper = (paper: Paper) => Promise<PaperFile>;

export type Sellers = { deliver(delivery: Delivery): Promise<void>; deliveries(): readonly Delivery[] };

/** The sellers: what they sold they invoice, and the papers come into the company's invoice mailbox as files. */
export function openSellers(path: string, outbox: Outbox, make: MakePaper): Sellers {
  const journal = openJournal<Delivery>(path);
  const known = new Map(journal.past.map((delivery) => [delivery.id, delivery]));
  return {
    async deliver(delivery) {
      if (!known.has(delivery.id)) journal.add(delivery);
      known.set(delivery.id, delivery);
      const files: { name: string; base64: string }[] = [];
      for (const paper of delivery.papers) {
        const { name, bytes } = await make(paper);
        files.push({ name, base64: Buffer.from(bytes).toString('base64') });
      }
      outbox.put({ id: `papers-${delivery.id}`, from: 'sellers', kind: 'files', submittedBy: delivery.submittedBy, files });
    },
    deliveries: () => [...known.values()],
  };
}
