create schema audit;
grant usage on schema audit to roundtrip_app;

-- The end of each company's chain; its row is locked while the next records are written.
create table audit.heads (
  company_id uuid primary key,
  seq bigint not null,
  hash text not null
);
call platform.protect('audit.heads', 'select, insert, update');

-- Each record's hash covers the one before it. Actor and body are kept as the canonical text that was hashed.
create table audit.records (
  company_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  body text not null,
  prev text not null,
  hash text not null,
  primary key (company_id, seq)
);
create index on audit.records (company_id, subject_kind, subject_id, seq);
call platform.protect('audit.records', 'select, insert');
