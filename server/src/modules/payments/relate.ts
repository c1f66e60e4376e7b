import type { Tx } from '#platform/db';
import type { StoredPayment } from './domain/index.ts';

/** Links refunds to the one purchase of their order in the same account, whichever of the two came first and in whatever file. */
export async function relateRefunds(tx: Tx, added: readonly StoredPayment[]): Promise<void> {
  const orders = added.filter(({ facts }) => facts.orderNo && (facts.type === 'purchase' || (facts.type === 'refund' && !facts.relatedExternalId)));
  if (orders.length === 0) return;
  await tx.query(
    `with orders as (select distinct * from unnest($1::text[], $2::text[]) as k(source, order_no)),
          refunds as (select r.id, r.source, r.order_no from orders k join payments.payments r on r.company_id = platform.company() and r.source = k.source and r.order_no = k.order_no
                       where r.type = 'refund' and r.order_no is not null and r.related_external_id is null),
          purchases as (select p.source, p.order_no, min(p.external_id) as external_id from (select distinct source, order_no from refunds) k
                          join payments.payments p on p.company_id = platform.company() and p.source = k.source and p.order_no = k.order_no
                         where p.type = 'purchase' and p.order_no is not null group by p.source, p.order_no having count(*) = 1)
     update payments.payments r set related_external_id = p.external_id, facts = jsonb_set(r.facts, '{relatedExternalId}', to_jsonb(p.external_id))
       from refunds f join purchases p on p.source = f.source and p.order_no = f.order_no
      where r.company_id = platform.company() and r.id = f.id and p.external_id <> r.external_id`,
    [orders.map((one) => one.source), orders.map((one) => one.facts.orderNo)]);
}
