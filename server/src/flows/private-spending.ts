import { civilDateIn, type CivilDate } from '@roundtrip/kernel';
import { listEntries, reverse } from '#modules/ledger';
import { paymentsById } from '#modules/payments';
import { loadCompany } from '#modules/people';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';
import { postPrivate } from './post-payments.ts';

const ENTRIES_MAX = 50;

/** The last entry of a payment's private spending: itself, or the newest in the chain of corrections that follow it. */
async function lastOf(tx: Tx, paymentId: string): Promise<{ readonly id: string; readonly isPrivate: boolean } | null> {
  const bookedOn = (sourceId: string) => listEntries(tx, { account: null, sourceIds: [sourceId], after: null, limit: ENTRIES_MAX });
  let last = (await bookedOn(paymentId)).find((one) => one.kind === 'payment.private')?.id ?? null;
  if (last === null) return null;
  for (let isPrivate = true; ; isPrivate = !isPrivate) {
    const next: string | undefined = (await bookedOn(last)).find((one) => one.kind === 'correction')?.id;
    if (next === undefined) return { id: last, isPrivate };
    last = next as typeof last;
  }
}

/** Books payments as private, or takes that back: each change of mind reverses the entry before it, and all stay readable. */
export async function bookPrivate(tx: Tx, house: House, paymentIds: readonly string[], isPrivate: boolean): Promise<void> {
  const on: CivilDate = civilDateIn((await loadCompany(tx)).zone, house.clock.now());
  const first: string[] = [];
  for (const paymentId of paymentIds) {
    const last = await lastOf(tx, paymentId);
    if (!last) first.push(paymentId);
    else if (last.isPrivate !== isPrivate) await reverse(tx, house.clock, { entryId: last.id, on });
  }
  if (isPrivate && first.length > 0) await postPrivate(tx, house, await paymentsById(tx, first));
}
