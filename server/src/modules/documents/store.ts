import type { Finding, Id, InvoiceFacts, Instant } from '@roundtrip/kernel';
import { err, ok, type Result } from '@roundtrip/kernel';
import { insertMany, packFacts, unpackFacts, type Tx } from '#platform/db';
import type { FileId } from '#modules/ingest';
import { documentKey, mergeReadings, type DocumentId, type StoredDocument } from './domain/index.ts';

export type NewReading = {
  /** The id that the document gets if it is new. */
  readonly documentId: DocumentId;
  readonly originalId: Id<'original'>;
  readonly facts: InvoiceFacts;
  readonly findings: readonly Finding[];
  readonly evidence: unknown;
  readonly format: string;
  readonly file: { readonly id: FileId; readonly sha256: string; readonly fileName: string; readonly bytes: number };
  readonly submittedBy: string | null;
};

export type AcceptedReading = { readonly documentId: DocumentId; readonly outcome: 'accepted' | 'known' };

type DocumentRow = { id: DocumentId; key: string; facts: unknown; findings: Finding[]; submittedBy: string | null; receivedAt: Instant };
const FIELDS = 'd.id, d.key, d.facts, d.findings, d.submitted_by, d.received_at';
const stored = (row: DocumentRow): StoredDocument => ({ ...row, facts: unpackFacts<InvoiceFacts>(row.facts) });

const DOCUMENT_COLUMNS = {
  id: 'uuid', key: 'text', kind: 'text', number: 'text', code: 'text', issuedOn: 'date', totalMinor: 'bigint', currency: 'text', seller: 'text',
  facts: 'jsonb', findings: 'jsonb', submittedBy: 'uuid', receivedAt: 'timestamptz',
} as const;

const row = (reading: NewReading, now: Instant) => ({
  id: reading.documentId, key: documentKey(reading.facts), kind: reading.facts.kind, number: reading.facts.number, code: reading.facts.code ?? null,
  issuedOn: reading.facts.issuedOn, totalMinor: reading.facts.total.minor, currency: reading.facts.total.currency, seller: reading.facts.seller,
  facts: reading.facts, findings: reading.findings, submittedBy: reading.submittedBy, receivedAt: now,
});

/**
 * Keeps readings: a number not seen before becomes a document, one seen before gains an original and, where the new
 * reading is richer, its fields. The unique index decides under concurrency; the batch is one statement a table.
 */
export async function acceptReadings(tx: Tx, readings: readonly NewReading[], now: Instant): Promise<AcceptedReading[]> {
  const firsts = [...new Map(readings.map((reading) => [documentKey(reading.facts), reading])).values()];
  const { rows: fresh } = await insertMany<ReturnType<typeof row>, { id: DocumentId }>(tx, 'documents.documents', DOCUMENT_COLUMNS,
    { rows: firsts.map((reading) => row(reading, now)), tail: 'on conflict (company_id, key) do nothing returning id' });
  const added = new Set(fresh.map((r) => r.id));
  const byKey = new Map((await documentsByKey(tx, firsts.map((r) => documentKey(r.facts)))).map((d) => [d.key, d]));
  const accepted: AcceptedReading[] = [];
  for (const reading of readings) {
    const known = byKey.get(documentKey(reading.facts));
    if (!known) continue;
    const isNew = added.has(reading.documentId) && known.id === reading.documentId;
    accepted.push({ documentId: known.id, outcome: isNew ? 'accepted' : 'known' });
    if (!isNew) await enrich(tx, known, reading);
  }
  const originals = readings.flatMap((reading, i) => {
    const documentId = accepted[i]?.documentId;
    return documentId ? [{ id: reading.originalId, documentId, fileId: reading.file.id, sha256: reading.file.sha256, format: reading.format, fileName: reading.file.fileName, bytes: reading.file.bytes, evidence: reading.evidence, at: now }] : [];
  });
  await insertMany(tx, 'documents.originals',
    { id: 'uuid', documentId: 'uuid', fileId: 'uuid', sha256: 'text', format: 'text', fileName: 'text', bytes: 'bigint', evidence: 'jsonb', at: 'timestamptz' },
    { rows: originals, tail: 'on conflict do nothing' });
  return accepted;
}

async function enrich(tx: Tx, known: StoredDocument, reading: NewReading): Promise<void> {
  const merged = mergeReadings(known.facts, reading.facts);
  const news = merged.findings.filter((finding) => !known.findings.some((old) => old.code === finding.code));
  if (!merged.changed && news.length === 0) return;
  await tx.query('update documents.documents set facts = $2, findings = $3, seller = $4 where id = $1',
    [known.id, packFacts(merged.facts), JSON.stringify([...(merged.changed ? reading.findings : known.findings), ...news]), merged.facts.seller]);
}

async function documentsByKey(tx: Tx, keys: readonly string[]): Promise<StoredDocument[]> {
  return (await tx.query<DocumentRow>(`select ${FIELDS} from documents.documents d where d.key = any($1::text[])`, [keys])).rows.map(stored);
}

export async function documentsById(tx: Tx, ids: readonly string[]): Promise<StoredDocument[]> {
  return (await tx.query<DocumentRow>(`select ${FIELDS} from documents.documents d where d.id = any($1::uuid[])`, [ids])).rows.map(stored);
}

export async function listDocuments(tx: Tx, filter: { readonly submittedBy: string | null; readonly after: string | null; readonly limit: number }): Promise<StoredDocument[]> {
  return (await tx.query<DocumentRow>(
    `select ${FIELDS} from documents.documents d where ($1::uuid is null or d.submitted_by = $1)
       and ($2::uuid is null or (d.received_at, d.id) < (select x.received_at, x.id from documents.documents x where x.id = $2))
      order by d.received_at desc, d.id desc limit $3`, [filter.submittedBy, filter.after, filter.limit])).rows.map(stored);
}

/** Every document that no claim uses, for the matcher. */
export async function unusedDocuments(tx: Tx): Promise<StoredDocument[]> {
  return (await tx.query<DocumentRow>(
    `select ${FIELDS} from documents.documents d where not exists
       (select from documents.uses u where u.company_id = d.company_id and u.document_id = d.id and u.released_at is null) order by d.id`)).rows.map(stored);
}

export type Original = { readonly id: string; readonly documentId: DocumentId; readonly sha256: string; readonly format: string; readonly fileName: string; readonly bytes: bigint };

export async function originalsOf(tx: Tx, documentIds: readonly string[]): Promise<Original[]> {
  return (await tx.query<Original>('select id, document_id, sha256, format, file_name, bytes from documents.originals where document_id = any($1::uuid[]) order by at', [documentIds])).rows;
}

/** The claim that uses each document now. */
export async function usesOf(tx: Tx, documentIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ documentId: string; claimId: string }>('select document_id, claim_id from documents.uses where released_at is null and document_id = any($1::uuid[])', [documentIds]);
  return new Map(rows.map((use) => [use.documentId, use.claimId]));
}

export type DocumentUsed = { readonly kind: 'document.used'; readonly documentIds: readonly string[] };

/** Takes documents for a claim, all or none: one that another claim uses is an error that names it. */
export async function takeDocuments(tx: Tx, claimId: string, documentIds: readonly string[], now: Instant): Promise<Result<null, DocumentUsed>> {
  const wanted = [...new Set(documentIds)];
  const { rows } = await insertMany<{ documentId: string; claimId: string; usedAt: Instant }, { documentId: string }>(tx, 'documents.uses',
    { documentId: 'uuid', claimId: 'uuid', usedAt: 'timestamptz' },
    { rows: wanted.map((documentId) => ({ documentId, claimId, usedAt: now })), tail: 'on conflict (company_id, document_id) where released_at is null do nothing returning document_id' });
  const taken = new Set(rows.map((use) => use.documentId));
  const refused = wanted.filter((id) => !taken.has(id));
  return refused.length === 0 ? ok(null) : err({ kind: 'document.used', documentIds: refused });
}

/** A claim that is rejected or withdrawn frees its documents. */
export async function releaseDocuments(tx: Tx, claimId: string, now: Instant): Promise<void> {
  await tx.query('update documents.uses set released_at = $2 where claim_id = $1 and released_at is null', [claimId, now]);
}

export type NewSupporting = {
  readonly id: Id<'supporting'>; readonly fileId: FileId; readonly sha256: string; readonly paper: string;
  readonly totalMinor: bigint | null; readonly currency: string | null; readonly lines: unknown; readonly submittedBy: string | null;
};

export async function keepSupporting(tx: Tx, papers: readonly NewSupporting[], now: Instant): Promise<void> {
  await insertMany(tx, 'documents.supporting',
    { id: 'uuid', fileId: 'uuid', sha256: 'text', paper: 'text', totalMinor: 'bigint', currency: 'text', lines: 'jsonb', submittedBy: 'uuid', receivedAt: 'timestamptz' },
    { rows: papers.map((paper) => ({ ...paper, receivedAt: now })), tail: 'on conflict do nothing' });
}
