import type { Finding, Id, InvoiceFacts, Instant } from '@roundtrip/kernel';
import { insertMany, packFacts, type Tx } from '#platform/db';
import type { FileId } from '#modules/ingest';
import { correctedKeys, factsCorrected, machineReadings } from './corrections.ts';
import { documentKey, mergeReadings, type DocumentId, type StoredDocument } from './domain/index.ts';
import { documentsByKey } from './store.ts';

export type NewReading = {
  /** The id that the document gets if it is new. */
  readonly documentId: DocumentId;
  readonly originalId: Id<'original'>;
  readonly arrivalId: Id<'arrival'>;
  readonly facts: InvoiceFacts;
  readonly findings: readonly Finding[];
  readonly evidence: readonly { readonly rank: number }[];
  readonly format: string;
  readonly file: { readonly id: FileId; readonly sha256: string; readonly sm3?: string; readonly fileName: string; readonly bytes: number };
  readonly submittedBy: string | null;
};

export type AcceptedReading = { readonly documentId: DocumentId; readonly outcome: 'accepted' | 'known' };

const DOCUMENT_COLUMNS = {
  id: 'uuid', key: 'text', kind: 'text', number: 'text', code: 'text', issuedOn: 'date', totalMinor: 'bigint', currency: 'text', seller: 'text', originalNumber: 'text',
  facts: 'jsonb', findings: 'jsonb', submittedBy: 'uuid', receivedAt: 'timestamptz', readRank: 'integer',
} as const;

const row = (reading: NewReading, key: string, now: Instant) => ({
  id: reading.documentId, key, kind: reading.facts.kind, number: reading.facts.number, code: reading.facts.code ?? null,
  issuedOn: reading.facts.issuedOn, totalMinor: reading.facts.total.minor, currency: reading.facts.total.currency, seller: reading.facts.seller, originalNumber: reading.facts.originalNumber ?? null,
  facts: reading.facts, findings: reading.findings, submittedBy: reading.submittedBy, receivedAt: now, readRank: rankOf(reading.evidence),
});

const ORIGINAL_COLUMNS = { id: 'uuid', documentId: 'uuid', fileId: 'uuid', sha256: 'text', sm3: 'text', format: 'text', fileName: 'text', bytes: 'bigint', evidence: 'jsonb', at: 'timestamptz' } as const;
const ARRIVAL_COLUMNS = { id: 'uuid', documentId: 'uuid', sha256: 'text', fileName: 'text', submittedBy: 'uuid', at: 'timestamptz' } as const;

/**
 * Keeps readings: a number not seen before becomes a document, one seen before gains an original and, where the new
 * reading is better or knows more, its fields. The unique index decides under concurrency; the batch is one statement a table.
 */
export async function acceptReadings(tx: Tx, readings: readonly NewReading[], now: Instant): Promise<AcceptedReading[]> {
  const renamed = await correctedKeys(tx, readings.map((reading) => reading.file.sha256));
  const keyOf = (reading: NewReading): string => renamed.get(`${reading.file.sha256} ${documentKey(reading.facts)}`) ?? documentKey(reading.facts);
  const firsts = [...new Map(readings.map((reading) => [keyOf(reading), reading])).values()];
  const { rows: fresh } = await insertMany<ReturnType<typeof row>, { id: DocumentId }>(tx, 'documents.documents', DOCUMENT_COLUMNS,
    { rows: firsts.map((reading) => row(reading, keyOf(reading), now)), tail: 'on conflict (company_id, key) do nothing returning id' });
  const added = new Set(fresh.map((r) => r.id));
  const byKey = new Map((await documentsByKey(tx, firsts.map(keyOf))).map((d) => [d.key, d]));
  const ranks = await readRanks(tx, [...byKey.values()].map((known) => known.id));
  const accepted = new Map<NewReading, AcceptedReading>();
  for (const reading of readings) {
    const known = byKey.get(keyOf(reading));
    if (!known) continue;
    const isNew = added.has(reading.documentId) && known.id === reading.documentId;
    accepted.set(reading, { documentId: known.id, outcome: isNew ? 'accepted' : 'known' });
    if (!isNew) byKey.set(known.key, await enrich(tx, known, reading, ranks));
  }
  const kept = [...accepted].map(([reading, { documentId }]) => ({ reading, documentId, at: now }));
  await insertMany(tx, 'documents.originals', ORIGINAL_COLUMNS, {
    rows: kept.map(({ reading, documentId, at }) => ({ id: reading.originalId, documentId, fileId: reading.file.id, sha256: reading.file.sha256, sm3: reading.file.sm3 ?? null, format: reading.format, fileName: reading.file.fileName, bytes: reading.file.bytes, evidence: reading.evidence, at })),
    tail: 'on conflict do nothing',
  });
  await insertMany(tx, 'documents.arrivals', ARRIVAL_COLUMNS, {
    rows: kept.map(({ reading, documentId, at }) => ({ id: reading.arrivalId, documentId, sha256: reading.file.sha256, fileName: reading.file.fileName, submittedBy: reading.submittedBy, at })),
  });
  return [...accepted.values()];
}

/** The rank of a reading without evidence: less than a photo. */
const RANK_WORST = 9;
const rankOf = (evidence: NewReading['evidence']): number => Math.min(RANK_WORST, ...evidence.map((one) => one.rank));

export type AddedOriginal = { readonly id: Id<'original'>; readonly documentId: string; readonly format: string; readonly file: NewReading['file']; readonly at: Instant };

/** A file that we made of a document ourselves, kept beside its originals. */
export async function addOriginal(tx: Tx, { id, documentId, format, file, at }: AddedOriginal): Promise<void> {
  await insertMany(tx, 'documents.originals', ORIGINAL_COLUMNS, {
    rows: [{ id, documentId, fileId: file.id, sha256: file.sha256, sm3: file.sm3 ?? null, format, fileName: file.fileName, bytes: file.bytes, evidence: [], at }], tail: 'on conflict do nothing',
  });
}

async function readRanks(tx: Tx, documentIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ id: string; readRank: number }>('select id, read_rank from documents.documents where id = any($1::uuid[])', [documentIds]);
  return new Map(rows.map((one) => [one.id, one.readRank]));
}

async function enrich(tx: Tx, known: StoredDocument, reading: NewReading, ranks: Map<string, number>): Promise<StoredDocument> {
  const [rank, arrived] = [ranks.get(known.id) ?? RANK_WORST, rankOf(reading.evidence)];
  // A person's word stands: the machine's readings are merged among themselves, and the corrections laid on top again.
  const machine = (await machineReadings(tx, [known.id])).get(known.id);
  const merged = mergeReadings({ facts: machine ?? known.facts, rank }, { facts: reading.facts, rank: arrived });
  const news = merged.findings.filter((finding) => !known.findings.some((old) => old.code === finding.code));
  const isBetter = arrived < rank && !merged.findings.some((finding) => finding.severity === 'error');
  if (!merged.changed && news.length === 0 && !isBetter) return known;
  // The findings of the better reading stand: what only a photo's reader doubted, the XML has answered.
  const findings = [...(isBetter ? reading.findings : known.findings), ...news];
  if (isBetter) ranks.set(known.id, arrived);
  const facts = machine ? await factsCorrected(tx, known.id, merged.facts) : merged.facts;
  await tx.query('update documents.documents set facts = $2, findings = $3, seller = $4, issued_on = $5, original_number = $6, read_rank = $7, read_facts = $8 where id = $1',
    [known.id, packFacts(facts), JSON.stringify(findings), facts.seller, facts.issuedOn, facts.originalNumber ?? null, isBetter ? arrived : rank, machine ? packFacts(merged.facts) : null]);
  return { ...known, facts, findings };
}
