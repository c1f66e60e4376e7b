import type { Bilingual, Id, Instant } from '@roundtrip/kernel';
import type { Vault } from '#platform/vault';
import { sha256Hex } from '#platform/blobs';
import { enterDirectory, insertMany, type Tx } from '#platform/db';

export type InstallationId = Id<'installation'>;
export type Installation = { readonly id: InstallationId; readonly connector: string; readonly title: string; readonly cursor: string; readonly config: Readonly<Record<string, string>> };

export async function installConnector(tx: Tx, vault: Vault, installation: Omit<Installation, 'cursor'> & { readonly now: Instant }): Promise<void> {
  await tx.query(
    `insert into ingest.installations (company_id, id, connector, title, config_sealed, created_at) values (platform.company(), $1, $2, $3, $4, $5)`,
    [installation.id, installation.connector, installation.title, vault.seal(tx.companyId, JSON.stringify(installation.config)), installation.now]);
  await enterDirectory(tx, [{ kind: 'installation', key: installation.id }]);
}

export async function configureConnector(tx: Tx, vault: Vault, installation: Pick<Installation, 'id' | 'config'>): Promise<void> {
  await tx.query('update ingest.installations set config_sealed = $2 where id = $1', [installation.id, vault.seal(tx.companyId, JSON.stringify(installation.config))]);
}

type InstallationRow = { id: InstallationId; connector: string; title: string; cursor: string; configSealed: Uint8Array };

const withConfig = (tx: Tx, vault: Vault, { configSealed, ...row }: InstallationRow): Installation =>
  ({ ...row, config: JSON.parse(vault.open(tx.companyId, configSealed)) as Record<string, string> });

export async function loadInstallation(tx: Tx, vault: Vault, id: string): Promise<Installation | null> {
  const { rows } = await tx.query<InstallationRow>('select id, connector, title, cursor, config_sealed from ingest.installations where id = $1', [id]);
  return rows[0] ? withConfig(tx, vault, rows[0]) : null;
}

export async function listInstallations(tx: Tx, vault: Vault, connector: string): Promise<Installation[]> {
  const { rows } = await tx.query<InstallationRow>('select id, connector, title, cursor, config_sealed from ingest.installations where connector = $1 order by created_at', [connector]);
  return rows.map((row) => withConfig(tx, vault, row));
}

/** Moves the cursor in the transaction that kept what was read up to it. */
export async function moveCursor(tx: Tx, id: InstallationId, cursor: string): Promise<void> {
  await tx.query('update ingest.installations set cursor = $2 where id = $1', [id, cursor]);
}

export type RawId = Id<'raw'>;
export type NewRaw = { readonly id: RawId; readonly source: string; readonly reference: string; readonly body: string };

const RAW_COLUMNS = { id: 'uuid', source: 'text', reference: 'text', body: 'text', bodySha256: 'text', receivedAt: 'timestamptz' } as const;
type RawRow = NewRaw & { readonly bodySha256: string; readonly receivedAt: Instant };

/** Keeps raw records verbatim. What has arrived before, to the byte, is not kept again: its first id comes back. */
export async function keepRaw(tx: Tx, records: readonly NewRaw[], now: Instant): Promise<{ readonly id: RawId; readonly reference: string; readonly fresh: boolean }[]> {
  const rows = records.map((record) => ({ ...record, bodySha256: sha256Hex(record.body), receivedAt: now }));
  const { rows: added } = await insertMany<RawRow, { id: RawId }>(tx, 'ingest.raw_records', RAW_COLUMNS, { rows, tail: 'on conflict do nothing returning id' });
  const fresh = new Set(added.map((row) => row.id));
  const known = await knownRaw(tx, rows.filter((row) => !fresh.has(row.id)));
  return rows.map((row) => ({ id: known.get(row.id) ?? row.id, reference: row.reference, fresh: fresh.has(row.id) }));
}

/** The first ids of records that were there already, by the ids that they would have had. */
async function knownRaw(tx: Tx, rows: readonly RawRow[]): Promise<Map<RawId, RawId>> {
  if (rows.length === 0) return new Map();
  const { rows: kept } = await tx.query<{ wanted: RawId; id: RawId }>(
    `select k.wanted, r.id from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as k(wanted, source, reference, sha)
       join ingest.raw_records r on r.company_id = platform.company() and r.source = k.source and r.reference = k.reference and r.body_sha256 = k.sha`,
    [rows.map((r) => r.id), rows.map((r) => r.source), rows.map((r) => r.reference), rows.map((r) => r.bodySha256)]);
  return new Map(kept.map((row) => [row.wanted, row.id]));
}

export type FileId = Id<'file'>;
export type NewFile = { readonly id: FileId; readonly sha256: string; readonly fileName: string; readonly bytes: number; readonly submittedBy: string | null; /** The mail that it came in. */ readonly mailId?: string | null };

export async function keepFiles(tx: Tx, files: readonly NewFile[], now: Instant): Promise<void> {
  await insertMany(tx, 'ingest.files', { id: 'uuid', sha256: 'text', fileName: 'text', bytes: 'bigint', submittedBy: 'uuid', mailId: 'uuid', receivedAt: 'timestamptz' },
    { rows: files.map((file) => ({ ...file, mailId: file.mailId ?? null, receivedAt: now })) });
}

export type QuarantineEntry = { readonly id: Id<'quarantine'>; readonly fileId: FileId; readonly kind: string; readonly message: Bilingual; readonly place: string | null; readonly remedy: Bilingual };

/** Sets whole files aside with the reason; nothing of them becomes fact. */
export async function quarantine(tx: Tx, entries: readonly QuarantineEntry[], now: Instant): Promise<void> {
  await insertMany(tx, 'ingest.quarantine', { id: 'uuid', fileId: 'uuid', kind: 'text', message: 'jsonb', place: 'text', remedy: 'jsonb', at: 'timestamptz' },
    { rows: entries.map((entry) => ({ ...entry, at: now })) });
}

export type QuarantinedFile = QuarantineEntry & { readonly fileName: string; readonly bytes: bigint; readonly at: Instant };

export async function listQuarantine(tx: Tx, limit: number): Promise<QuarantinedFile[]> {
  return (await tx.query<QuarantinedFile>(
    `select q.id, q.file_id, q.kind, q.message, q.place, q.remedy, q.at, f.file_name, f.bytes from ingest.quarantine q
       join ingest.files f on f.company_id = q.company_id and f.id = q.file_id order by q.at desc limit $1`, [limit])).rows;
}

/** Why a file of these bytes was set aside before; null where it never was. */
export async function quarantinedAs(tx: Tx, sha256: string): Promise<Pick<QuarantineEntry, 'kind' | 'message' | 'place' | 'remedy'> | null> {
  return (await tx.query<Pick<QuarantineEntry, 'kind' | 'message' | 'place' | 'remedy'>>(
    `select q.kind, q.message, q.place, q.remedy from ingest.quarantine q join ingest.files f on f.company_id = q.company_id and f.id = q.file_id
      where f.sha256 = $1 order by q.at limit 1`, [sha256])).rows[0] ?? null;
}

export async function countQuarantine(tx: Tx): Promise<number> {
  return Number((await tx.query<{ n: bigint }>('select count(*) as n from ingest.quarantine')).rows[0]?.n ?? 0n);
}
