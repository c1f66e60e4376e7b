create schema ingest;
grant usage on schema ingest to roundtrip_app;

-- A connector set up for a company: its configuration is sealed, its cursor is the connector's own affair.
create table ingest.installations (
  company_id uuid not null,
  id uuid not null,
  connector text not null,
  title text not null,
  config_sealed bytea not null,
  cursor text not null default '',
  created_at timestamptz not null,
  primary key (company_id, id)
);
create index on ingest.installations (company_id, connector);
call platform.protect('ingest.installations', 'select, insert, update');

-- Every record verbatim, before anyone has understood it; translated again after a fix.
create table ingest.raw_records (
  company_id uuid not null,
  id uuid not null,
  -- The installation, or 'api' and 'file:<account>' for what came without one.
  source text not null,
  reference text not null,
  body_sha256 text not null,
  body text not null,
  received_at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, source, reference, body_sha256)
);
call platform.protect('ingest.raw_records', 'select, insert');

-- Every file that was handed in. The bytes lie in the blob store under their SHA-256.
create table ingest.files (
  company_id uuid not null,
  id uuid not null,
  sha256 text not null,
  file_name text not null,
  bytes bigint not null,
  submitted_by uuid,
  received_at timestamptz not null,
  primary key (company_id, id)
);
create index on ingest.files (company_id, sha256);
call platform.protect('ingest.files', 'select, insert');

-- Files set aside whole, with the reason and the remedy.
create table ingest.quarantine (
  company_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  kind text not null,
  message jsonb not null,
  place text,
  remedy jsonb not null,
  at timestamptz not null,
  primary key (company_id, id)
);
create index on ingest.quarantine (company_id, at desc);
call platform.protect('ingest.quarantine', 'select, insert');
