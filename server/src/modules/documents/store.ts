import type { Finding, Id, InvoiceFacts, Instant } from '@roundtrip/kernel';
import { insertMany, unpackFacts, type Tx } from '#platform/db';
import type { FileId } from '#modules/ingest';
import type { DocumentId, StoredDocument } from './domain/index.ts';

type DocumentRow = { id: DocumentId; key: string; facts: unknown; findings: Finding[]; submittedBy: string | null; receivedAt: Instant };
const FIELDS = 'd.id, d.key, d.facts, d.findings, d.submitted_by, d.received_at';
const stored = (row: DocumentRow): StoredDocument => ({ ...row, facts: unpackFacts<InvoiceFacts>(row.facts) });

export async function documentsByKey(tx: Tx, keys: readonly string[]): Promise<StoredDocument[]> {
  return (await tx.query<DocumentRow>(`select ${FIELDS} from documents.documents d where d.key = any($1::text[])`, [keys])).rows.map(stored);
}

/** Documents by their printed numbers; a number of before 数电票 may be of several codes. */
export async function documentsByNumber(tx: Tx, numbers: readonly string[]): Promise<StoredDocument[]> {
  return (await tx.query<DocumentRow>(`select ${FIELDS} from documents.documents d where d.number = any($1::text[])`, [numbers])).rows.map(stored);
}

export async function documentsById(tx: Tx, ids: readonly string[]): Promise<StoredDocument[]> {
  return (await tx.query<DocumentRow>(`select ${FIELDS} from documents.documents d where d.id = any($1::uuid[])`, [ids])).rows.map(stored);
}

export type DocumentsFilter = {
  readonly submittedBy: string | null; readonly after: string | null; readonly limit: number;
  /** Part of a seller's name, or how a number begins. */
  readonly text?: string | null; readonly states?: readonly string[] | null;
  /** Only what tells something against itself. */
  readonly findings?: boolean;
};

/** Documents, the newest first. */
export async function listDocuments(tx: Tx, { submittedBy, after, limit, text = null, states = null, findings = false }: DocumentsFilter): Promise<StoredDocument[]> {
  return (await tx.query<DocumentRow>(
    `select ${FIELDS} from documents.documents d where ($1::uuid is null or d.submitted_by = $1)
       and ($2::uuid is null or (d.received_at, d.id) < (select x.received_at, x.id from documents.documents x where x.id = $2))
       and ($4::text is null or starts_with(d.number, $4) or position(lower($4) in lower(d.seller)) > 0) and ($5::text[] is null or d.verification = any($5))
       and (not $6 or jsonb_path_exists(d.findings, '$[*] ? (@.severity != "info")'))
      order by d.received_at desc, d.id desc limit $3`, [submittedBy, after, limit, text, states, findings])).rows.map(stored);
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

/** Each original with the readings of its fields, the best-ranked first. */
export async function evidenceOf(tx: Tx, documentId: string): Promise<{ readonly originalId: string; readonly format: string; readonly evidence: readonly StoredEvidence[] }[]> {
  const { rows } = await tx.query<{ originalId: string; format: string; evidence: StoredEvidence[] | null }>('select id as original_id, format, evidence from documents.originals where document_id = $1 order by at, id', [documentId]);
  return rows.map((row) => ({ ...row, evidence: [...(row.evidence ?? [])].sort((a, b) => a.rank - b.rank) }));
}
export type StoredEvidence = {
  readonly field: string; readonly value: string; readonly source: string; readonly rank: number;
  readonly place?: { readonly page: number; readonly x: number; readonly y: number; readonly width: number; readonly height: number };
};

export type SellerNumber = { readonly seller: string; readonly number: string; readonly code: string | null; readonly issuedOn: string };

/** The numbers that the sellers issued around those days, as far as we have them. */
export async function numbersOfSellers(tx: Tx, sellers: readonly string[], days: { readonly from: string; readonly to: string }): Promise<SellerNumber[]> {
  return (await tx.query<SellerNumber>('select seller, number, code, issued_on from documents.documents where seller = any($1::text[]) and issued_on between $2 and $3', [sellers, days.from, days.to])).rows;
}

/** Findings of these codes are replaced; the others stay. */
export async function replaceFindings(tx: Tx, documentId: string, codes: readonly string[], findings: readonly Finding[]): Promise<void> {
  const [document] = await documentsById(tx, [documentId]);
  const kept = (document?.findings ?? []).filter((finding) => !codes.includes(finding.code));
  await tx.query('update documents.documents set findings = $2 where id = $1', [documentId, JSON.stringify([...kept, ...findings])]);
}

export type Arrival = { readonly documentId: DocumentId; readonly sha256: string; readonly fileName: string; readonly submittedBy: string | null; readonly at: Instant };

/** Each time that the documents were handed in, the first first. */
export async function arrivalsOf(tx: Tx, documentIds: readonly string[]): Promise<Arrival[]> {
  return (await tx.query<Arrival>('select document_id, sha256, file_name, submitted_by, at from documents.arrivals where document_id = any($1::uuid[]) order by at, id', [documentIds])).rows;
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
