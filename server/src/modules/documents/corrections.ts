import type { Finding, Id, InvoiceFacts, Instant } from '@roundtrip/kernel';
import { err, ok, type Result } from '@roundtrip/kernel';
import { packFacts, unpackFacts, type Tx } from '#platform/db';
import { answeredBy, CORRECTABLE, correctFacts, correctField, documentKey, fieldText, type BadValue, type CorrectableField, type Correction, type DocumentId } from './domain/index.ts';

export type NewCorrection = {
  readonly id: Id<'correction'>; readonly documentId: string; readonly field: CorrectableField; readonly value: string; readonly reason: string; readonly byId: string; readonly at: Instant;
};
export type CorrectionError = BadValue | { readonly kind: 'document.in-use' } | { readonly kind: 'document.duplicate'; readonly documentId: string };
export type Corrected = { readonly documentId: DocumentId; readonly machine: string | null; readonly value: string | null; /** Another invoice than before: what was said of the old number no longer counts. */ readonly isOther: boolean };

type Row = { facts: unknown; readFacts: unknown; findings: Finding[]; key: string; used: boolean };

/**
 * One field as a person says it is. The machine's reading stays beside it, the originals stay as they are. What claims
 * use already keeps its number and its money; a number that another document has is refused and names that document.
 */
export async function correctDocument(tx: Tx, given: NewCorrection): Promise<Result<Corrected, CorrectionError | { readonly kind: 'request.not-found' }>> {
  const { rows } = await tx.query<Row>('select facts, read_facts, findings, key, used_minor <> 0 as used from documents.documents where id = $1 for update', [given.documentId]);
  const [row] = rows;
  if (!row) return err({ kind: 'request.not-found' });
  const facts = unpackFacts<InvoiceFacts>(row.facts);
  const read = row.readFacts ? unpackFacts<InvoiceFacts>(row.readFacts) : facts;
  const corrected = correctField(facts, given.field, given.value);
  if (!corrected.ok) return corrected;
  const next = corrected.value;
  const key = documentKey(next);
  if (row.used && (key !== row.key || next.total.minor !== facts.total.minor)) return err({ kind: 'document.in-use' });
  if (key !== row.key) {
    const [other] = (await tx.query<{ id: string }>('select id from documents.documents where key = $1', [key])).rows;
    if (other) return err({ kind: 'document.duplicate', documentId: other.id });
  }
  const machine = fieldText(read, given.field);
  const value = fieldText(next, given.field);
  await tx.query('insert into documents.corrections (company_id, id, document_id, field, machine, value, reason, by_id, at) values (platform.company(), $1, $2, $3, $4, $5, $6, $7, $8)',
    [given.id, given.documentId, given.field, machine, value, given.reason, given.byId, given.at]);
  const findings = row.findings.filter((finding) => !answeredBy(given.field).includes(finding.code));
  await tx.query(
    `update documents.documents set facts = $2, read_facts = $3, findings = $4, key = $5, number = $6, code = $7, issued_on = $8, total_minor = $9, seller = $10 where id = $1`,
    [given.documentId, packFacts(next), packFacts(read), JSON.stringify(findings), key, next.number, next.code ?? null, next.issuedOn, next.total.minor, next.seller]);
  const asked = ['number', 'code', 'issuedOn', 'total', 'pretax'].includes(given.field);
  return ok({ documentId: given.documentId as DocumentId, machine, value, isOther: asked && value !== fieldText(facts, given.field) });
}

export type KeptCorrection = Correction & { readonly documentId: DocumentId; readonly machine: string | null; readonly reason: string; readonly byId: string; readonly at: Instant };

/** Every correction of the documents, the first first. */
export async function correctionsOf(tx: Tx, documentIds: readonly string[]): Promise<KeptCorrection[]> {
  const { rows } = await tx.query<KeptCorrection>('select document_id, field, machine, value, reason, by_id, at from documents.corrections where document_id = any($1::uuid[]) order by at, id', [documentIds]);
  return rows.filter((row) => row.field in CORRECTABLE);
}

/** The machine's own reading of documents that a person corrected. */
export async function machineReadings(tx: Tx, documentIds: readonly string[]): Promise<Map<string, InvoiceFacts>> {
  const { rows } = await tx.query<{ id: string; readFacts: unknown }>('select id, read_facts from documents.documents where id = any($1::uuid[]) and read_facts is not null', [documentIds]);
  return new Map(rows.map((row) => [row.id, unpackFacts<InvoiceFacts>(row.readFacts)]));
}

/** The machine's reading with the corrections on top. */
export async function factsCorrected(tx: Tx, documentId: string, read: InvoiceFacts): Promise<InvoiceFacts> {
  return correctFacts(read, await correctionsOf(tx, [documentId]));
}

/** Files whose machine reading a person gave another number: handed in again, they are still that document. */
export async function correctedKeys(tx: Tx, files: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ sha256: string; key: string; readFacts: unknown }>(
    'select o.sha256, d.key, d.read_facts from documents.documents d join documents.originals o on o.company_id = d.company_id and o.document_id = d.id where d.read_facts is not null and o.sha256 = any($1::text[])', [files]);
  return new Map(rows.map((row) => [`${row.sha256} ${documentKey(unpackFacts<InvoiceFacts>(row.readFacts))}`, row.key]));
}
