import type { Id, Instant, PaymentFacts } from '@roundtrip/kernel';
import { columnsFrom, insertMany, unpackFacts, type Tx } from '#platform/db';
import type { RawId } from '#modules/ingest';
import { companyPart, meetEntries, reusedId, sameMoney, supersedes, type Told, type ChainLink, type DaySums, type PaymentId, type StoredPayment } from './domain/index.ts';
import { relateRefunds } from './relate.ts';

export type NewPayment = { readonly id: PaymentId; readonly source: string; readonly payerId: string | null; readonly rawId: RawId; readonly facts: PaymentFacts };

/** `added`: seen for the first time. `changed`: a pending one became final. `known`: nothing new. `conflict`: known, but with other content. */
export type PaymentOutcome = {
  readonly id: PaymentId;
  readonly outcome: 'added' | 'changed' | 'known' | 'conflict';
  /** The state it had before this arrival; absent for a new one. */
  readonly before?: PaymentFacts['status'];
  readonly payment: StoredPayment;
};

const COLUMNS = {
  id: 'uuid', source: 'text', externalId: 'text', channel: 'text', type: 'text', direction: 'text', status: 'text', paidAt: 'timestamptz', amountMinor: 'bigint', currency: 'text',
  settledMinor: 'bigint', settledCurrency: 'text', companyPaidMinor: 'bigint', merchant: 'text', mcc: 'text', city: 'text', description: 'text', orderNo: 'text',
  relatedExternalId: 'text', account: 'text', payerId: 'uuid', facts: 'jsonb', rawId: 'uuid', receivedAt: 'timestamptz', entryId: 'text',
} as const;

const toRow = ({ id, source, payerId, rawId, facts }: NewPayment, now: Instant) => ({
  id, source, externalId: facts.externalId, channel: facts.channel, type: facts.type, direction: facts.direction, status: facts.status, paidAt: facts.paidAt,
  amountMinor: facts.amount.minor, currency: facts.amount.currency, settledMinor: facts.settled?.minor ?? null, settledCurrency: facts.settled?.currency ?? null,
  companyPaidMinor: companyPart(facts).minor, merchant: facts.merchant, mcc: facts.mcc ?? null, city: facts.city ?? null, description: facts.description ?? null,
  orderNo: facts.orderNo ?? null, relatedExternalId: facts.relatedExternalId ?? null, account: facts.account ?? null, payerId, facts, rawId, receivedAt: now,
  entryId: facts.entry?.id ?? null,
});

type PaymentRow = { id: PaymentId; source: string; externalId: string; payerId: string | null; receivedAt: Instant; facts: unknown };
const FIELDS = 'p.id, p.source, p.external_id, p.payer_id, p.received_at, p.facts';
const stored = (row: PaymentRow): StoredPayment => ({ id: row.id, source: row.source, payerId: row.payerId, receivedAt: row.receivedAt, facts: unpackFacts<PaymentFacts>(row.facts) });

const keyOf = (source: string, externalId: string): string => `${source}\u0000${externalId}`;

/**
 * Within one batch the furthest state of a payment stands, so that a redelivered batch is one statement. Other payments
 * under an id that is in the batch already are left for `later`: which of them has the id is known when the first is kept.
 */
function furthest(payments: readonly NewPayment[]): { readonly first: NewPayment[]; readonly later: NewPayment[] } {
  const byKey = new Map<string, NewPayment>();
  const later: NewPayment[] = [];
  for (const payment of payments) {
    const key = keyOf(payment.source, payment.facts.externalId);
    const kept = byKey.get(key);
    if (!kept) byKey.set(key, payment);
    else if (reusedId(kept.facts, payment.facts)) later.push(payment);
    else if (supersedes(kept.facts.status, payment.facts.status)) byKey.set(key, { ...payment, id: kept.id });
  }
  return { first: [...byKey.values()], later };
}

const renamed = (payment: NewPayment, externalId: string): NewPayment => ({ ...payment, facts: { ...payment.facts, externalId } });

/**
 * Keeps payments: each exists once in its source however often, in whatever form and by whatever way it arrives. A pending
 * one is replaced by its posted form; a posted one that comes again with another amount is reported and not overwritten.
 */
export async function addPayments(tx: Tx, payments: readonly NewPayment[], now: Instant): Promise<PaymentOutcome[]> {
  const { first, later } = furthest(payments);
  const { take, met } = await meetKept(tx, first);
  const outcomes = [...met, ...(await addEach(tx, take, now))];
  return later.length > 0 ? [...outcomes, ...(await addPayments(tx, later, now))] : outcomes;
}

async function addEach(tx: Tx, batch: readonly NewPayment[], now: Instant): Promise<PaymentOutcome[]> {
  const { rows: fresh } = await insertMany<ReturnType<typeof toRow>, { id: PaymentId }>(tx, 'payments.payments', COLUMNS,
    { rows: batch.map((payment) => toRow(payment, now)), tail: 'on conflict (company_id, source, external_id) do nothing returning id' });
  const added = new Set(fresh.map((row) => row.id));
  const again = batch.filter((payment) => !added.has(payment.id));
  const outcomes: PaymentOutcome[] = batch.filter((payment) => added.has(payment.id)).map((payment) =>
    ({ id: payment.id, outcome: 'added', payment: { id: payment.id, source: payment.source, payerId: payment.payerId, receivedAt: now, facts: payment.facts } }));
  await relateRefunds(tx, outcomes.map((outcome) => outcome.payment));
  if (again.length === 0) return outcomes;
  const known = await paymentsByKey(tx, again);
  const [renewed, reused]: [PaymentOutcome[], NewPayment[]] = [[], []];
  for (const arrived of again) {
    const kept = known.get(keyOf(arrived.source, arrived.facts.externalId));
    const other = kept && reusedId(kept.facts, arrived.facts);
    if (other) reused.push(renamed(arrived, other));
    else if (kept) renewed.push(renewal(kept, arrived));
  }
  await saveRenewed(tx, renewed.filter((outcome) => outcome.outcome === 'changed').map((outcome) => outcome.payment));
  return [...outcomes, ...renewed, ...(reused.length > 0 ? await addEach(tx, furthest(reused).first, now) : [])];
}

/** What the arrival of a payment that is known already means for it. */
function renewal(kept: StoredPayment, arrived: NewPayment): PaymentOutcome {
  const before = kept.facts.status;
  const related = kept.facts.relatedExternalId ? { relatedExternalId: kept.facts.relatedExternalId } : {};
  if (supersedes(before, arrived.facts.status)) return { id: kept.id, outcome: 'changed', before, payment: { ...kept, facts: { ...related, ...arrived.facts } } };
  return { id: kept.id, outcome: sameMoney(kept.facts, arrived.facts) ? 'known' : 'conflict', before, payment: kept };
}

const toldOf = (of: StoredPayment | NewPayment): Told => ({
  entry: keyOf(of.source, of.facts.entry?.id ?? ''), id: of.facts.externalId, parts: of.facts.entry?.parts ?? 1, state: of.facts.status === 'reversed' ? 'gone' : of.facts.status,
  // On a person's own account a decision may hang on it; parts would undo that.
  fixed: of.payerId !== null,
});

/** Holds a batch against what was told of the same booked entries before, by one file at a time for each account. */
async function meetKept(tx: Tx, batch: readonly NewPayment[]): Promise<{ readonly take: readonly NewPayment[]; readonly met: readonly PaymentOutcome[] }> {
  const named = batch.filter((payment) => payment.facts.entry);
  if (named.length === 0) return { take: batch, met: [] };
  for (const source of [...new Set(named.map((payment) => payment.source))].sort()) await tx.query('select pg_advisory_xact_lock(hashtextextended(platform.company()::text || $1, 0))', [source]);
  const kept = (await paymentsOfEntries(tx, named)).map((of) => ({ ...toldOf(of), of }));
  const meeting = meetEntries(kept, named.map((of) => ({ ...toldOf(of), of })));
  const changed = (of: StoredPayment, status: PaymentFacts['status']): PaymentOutcome =>
    ({ id: of.id, outcome: 'changed', before: of.facts.status, payment: { ...of, facts: { ...of.facts, status } } });
  const met = [...meeting.replaced.map(({ of }) => changed(of, 'reversed')), ...meeting.booked.map(({ of }) => changed(of, 'posted'))];
  await saveRenewed(tx, met.map((outcome) => outcome.payment));
  return { take: [...batch.filter((payment) => !payment.facts.entry), ...meeting.take.map(({ of }) => of)], met };
}

async function paymentsOfEntries(tx: Tx, payments: readonly NewPayment[]): Promise<StoredPayment[]> {
  const keys = [...new Map(payments.map((p) => [keyOf(p.source, p.facts.entry?.id ?? ''), p])).values()];
  return (await tx.query<PaymentRow>(
    `select ${FIELDS} from unnest($1::text[], $2::text[]) as k(source, entry_id)
       join payments.payments p on p.company_id = platform.company() and p.source = k.source and p.entry_id = k.entry_id`,
    [keys.map((p) => p.source), keys.map((p) => p.facts.entry?.id ?? '')])).rows.map(stored);
}

const RENEWED_COLUMNS = { id: 'uuid', status: 'text', amountMinor: 'bigint', currency: 'text', settledMinor: 'bigint', settledCurrency: 'text', companyPaidMinor: 'bigint', facts: 'jsonb', entryId: 'text' } as const;

/** All that changed in one statement: a card programme posts a whole day at once. */
async function saveRenewed(tx: Tx, payments: readonly StoredPayment[]): Promise<void> {
  if (payments.length === 0) return;
  const rows = payments.map(({ id, facts }) => ({
    id, status: facts.status, amountMinor: facts.amount.minor, currency: facts.amount.currency, settledMinor: facts.settled?.minor ?? null, settledCurrency: facts.settled?.currency ?? null,
    companyPaidMinor: companyPart(facts).minor, facts, entryId: facts.entry?.id ?? null,
  }));
  await tx.query(
    `update payments.payments p set status = r.status, amount_minor = r.amount_minor, currency = r.currency, settled_minor = r.settled_minor, settled_currency = r.settled_currency,
       company_paid_minor = r.company_paid_minor, facts = r.facts::jsonb, entry_id = r.entry_id
       from unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::bigint[], $8::text[], $9::text[])
         as r(id, status, amount_minor, currency, settled_minor, settled_currency, company_paid_minor, facts, entry_id) where p.id = r.id`, columnsFrom(rows, RENEWED_COLUMNS));
}

async function paymentsByKey(tx: Tx, payments: readonly NewPayment[]): Promise<Map<string, StoredPayment>> {
  const { rows } = await tx.query<PaymentRow>(
    `select ${FIELDS} from unnest($1::text[], $2::text[]) as k(source, external_id)
       join payments.payments p on p.company_id = platform.company() and p.source = k.source and p.external_id = k.external_id`,
    [payments.map((p) => p.source), payments.map((p) => p.facts.externalId)]);
  return new Map(rows.map((row) => [keyOf(row.source, row.externalId), stored(row)]));
}

export async function paymentsById(tx: Tx, ids: readonly string[]): Promise<StoredPayment[]> {
  return (await tx.query<PaymentRow>(`select ${FIELDS} from payments.payments p where p.id = any($1::uuid[])`, [ids])).rows.map(stored);
}

export type PaymentFilter = {
  readonly payerId: string | null; readonly text: string | null; readonly after: string | null; readonly limit: number;
};

export async function listPayments(tx: Tx, filter: PaymentFilter): Promise<StoredPayment[]> {
  return (await tx.query<PaymentRow>(
    `select ${FIELDS} from payments.payments p where ($1::uuid is null or p.payer_id = $1)
       and ($2::text is null or p.merchant ilike '%' || $2 || '%' or p.order_no = $2)
       and ($3::uuid is null or (p.paid_at, p.id) < (select x.paid_at, x.id from payments.payments x where x.id = $3))
      order by p.paid_at desc, p.id desc limit $4`, [filter.payerId, filter.text, filter.after, filter.limit])).rows.map(stored);
}

/** The payments of employees among these that could still be explained: money of their own or of a company card, not a bank account's. */
export async function explainablePayments(tx: Tx, since: Instant): Promise<StoredPayment[]> {
  return (await tx.query<PaymentRow>(`select ${FIELDS} from payments.payments p where p.payer_id is not null and p.status <> 'reversed' and p.paid_at >= $1 order by p.id`, [since])).rows.map(stored);
}

/** How many payments went out and what they cost in the company's currency: since a moment, or of the given ones. */
export async function companySums(tx: Tx, of: { readonly currency: string; readonly since: Instant | null; readonly ids: readonly string[] | null }): Promise<{ n: bigint; minor: bigint }> {
  const { rows } = await tx.query<{ n: bigint; minor: bigint }>(
    `select count(*) as n, coalesce(sum(coalesce(p.settled_minor, p.amount_minor)), 0)::bigint as minor from payments.payments p
      where p.direction = 'out' and p.status <> 'reversed' and p.payer_id is not null and coalesce(p.settled_currency, p.currency) = $1
        and ($2::timestamptz is null or p.received_at >= $2) and ($3::uuid[] is null or p.id = any($3))`, [of.currency, of.since, of.ids]);
  return rows[0] ?? { n: 0n, minor: 0n };
}

export type NotedStatement = ChainLink & { readonly id: Id<'payment-statement'>; readonly source: string; readonly currency: string };
const STATEMENT_COLUMNS = { id: 'uuid', source: 'text', currency: 'text', reference: 'text', fromDate: 'date', toDate: 'date', openingMinor: 'bigint', closingMinor: 'bigint', receivedAt: 'timestamptz' } as const;

/** Notes what statements say of themselves; one that says the same again is not noted again. */
export async function noteStatements(tx: Tx, statements: readonly NotedStatement[], now: Instant): Promise<void> {
  await insertMany(tx, 'payments.statements', STATEMENT_COLUMNS, { rows: statements.map(({ from, to, ...rest }) => ({ ...rest, fromDate: from, toDate: to, receivedAt: now })), tail: 'on conflict do nothing' });
}

/** All that was noted of one account in one currency. */
export async function notedStatements(tx: Tx, source: string, currency: string): Promise<ChainLink[]> {
  return (await tx.query<ChainLink>(
    `select s.reference, s.from_date as "from", s.to_date as "to", s.opening_minor, s.closing_minor from payments.statements s where s.source = $1 and s.currency = $2 order by s.from_date, s.to_date`, [source, currency])).rows;
}

/** What was booked on each day of an account in a currency, signed: what overlapping statements are compared by. */
export async function daySums(tx: Tx, source: string, currency: string): Promise<DaySums> {
  const { rows } = await tx.query<{ day: string; minor: bigint }>(
    `select coalesce(p.facts->>'bookedOn', left(p.facts->>'paidAt', 10)) as day, sum(case p.direction when 'in' then 1 else -1 end * coalesce(p.settled_minor, p.amount_minor))::bigint as minor
       from payments.payments p where p.source = $1 and coalesce(p.settled_currency, p.currency) = $2 and p.status = 'posted' group by 1`, [source, currency]);
  return new Map(rows.map((row) => [row.day, row.minor]));
}
