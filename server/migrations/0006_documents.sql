create schema documents;
grant usage on schema documents to roundtrip_app;

create table documents.documents (
  company_id uuid not null,
  id uuid not null,
  -- Code and number of the invoice, or the 20-digit number: one invoice is one record whatever its file form.
  key text not null,
  kind text not null,
  number text not null,
  code text,
  issued_on date not null,
  total_minor bigint not null,
  currency char(3) not null,
  seller text not null,
  facts jsonb not null,
  findings jsonb not null,
  submitted_by uuid,
  received_at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, key)
);
create index on documents.documents (company_id, received_at desc, id desc);
create index on documents.documents (company_id, submitted_by, received_at desc);
call platform.protect('documents.documents', 'select, insert, update');

create table documents.originals (
  company_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  file_id uuid not null,
  sha256 text not null,
  format text not null,
  file_name text not null,
  bytes bigint not null,
  evidence jsonb not null,
  at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, document_id, sha256)
);
call platform.protect('documents.originals', 'select, insert');

-- Papers that belong to an invoice without being one.
create table documents.supporting (
  company_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  sha256 text not null,
  paper text not null,
  total_minor bigint,
  currency char(3),
  lines jsonb not null,
  submitted_by uuid,
  received_at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, sha256)
);
call platform.protect('documents.supporting', 'select, insert');

-- An invoice is used once in the whole company: this index decides, not a query. A claim that is given up frees it.
create table documents.uses (
  company_id uuid not null,
  document_id uuid not null,
  claim_id uuid not null,
  used_at timestamptz not null,
  released_at timestamptz,
  primary key (company_id, document_id, claim_id, used_at)
);
create unique index uses_once on documents.uses (company_id, document_id) where released_at is null;
create index on documents.uses (company_id, claim_id);
call platform.protect('documents.uses', 'select, insert, update');
