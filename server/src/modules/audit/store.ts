import type { Instant } from '@roundtrip/kernel';
import { invariant } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import { GENESIS, type Actor, type AuditEntry, type AuditRecord, type Head, type Subject } from './domain/index.ts';
import { canonicalText, hashOf } from './seal.ts';

type Row = { seq: bigint; at: Instant; actor: string; action: string; subjectKind: string; subjectId: string; body: string; prev: string; hash: string };

const COLUMNS = { seq: 'bigint', at: 'timestamptz', actor: 'text', action: 'text', subjectKind: 'text', subjectId: 'text', body: 'text', prev: 'text', hash: 'text' } as const;
const FIELDS = 'seq, at, actor, action, subject_kind, subject_id, body, prev, hash';

const toRow = ({ seq, at, actor, action, subject, body, prev, hash }: AuditRecord): Row => ({
  seq: BigInt(seq), at: at as Instant, actor: canonicalText(actor), action, subjectKind: subject.kind, subjectId: subject.id, body: canonicalText(body), prev, hash,
});

const fromRow = (row: Row): AuditRecord => ({
  seq: Number(row.seq), at: row.at, actor: JSON.parse(row.actor) as Actor, action: row.action, subject: { kind: row.subjectKind, id: row.subjectId },
  body: JSON.parse(row.body) as object, prev: row.prev, hash: row.hash,
});

/**
 * Adds to the company's trail in the transaction of what is recorded: neither stands without the other. One write
 * for the whole batch; the chain's end stays locked to the end of the transaction, so records have one order.
 */
export async function record(tx: Tx, actor: Actor, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { rows } = await tx.query<{ seq: bigint; hash: string; at: Instant }>(
    `insert into audit.heads (company_id, seq, hash) values (platform.company(), $1, $2)
     on conflict (company_id) do update set seq = audit.heads.seq returning seq, hash, now() as at`, [GENESIS.seq, GENESIS.hash]);
  const head = rows[0];
  invariant(head, 'every company has a chain');
  let { hash } = head;
  const records = entries.map((entry, i): AuditRecord => {
    const open = { seq: Number(head.seq) + 1 + i, at: head.at, actor, ...entry, prev: hash };
    hash = hashOf(open);
    return { ...open, hash };
  });
  await insertMany(tx, 'audit.records', COLUMNS, { rows: records.map(toRow) });
  await tx.query('update audit.heads set seq = $1, hash = $2', [BigInt(Number(head.seq) + records.length), hash]);
}

/** Everything that was recorded about one thing, oldest first. */
export async function readTrail(tx: Tx, subject: Subject): Promise<AuditRecord[]> {
  return (await tx.query<Row>(`select ${FIELDS} from audit.records where subject_kind = $1 and subject_id = $2 order by seq`, [subject.kind, subject.id])).rows.map(fromRow);
}

/** A page of the whole trail after `seq`. */
export async function pageTrail(tx: Tx, seq: number, limit: number): Promise<AuditRecord[]> {
  return (await tx.query<Row>(`select ${FIELDS} from audit.records where seq > $1 order by seq limit $2`, [BigInt(seq), limit])).rows.map(fromRow);
}

export async function trailHead(tx: Tx): Promise<Head> {
  const { rows } = await tx.query<{ seq: bigint; hash: string }>('select seq, hash from audit.heads');
  return rows[0] ? { seq: Number(rows[0].seq), hash: rows[0].hash } : GENESIS;
}
