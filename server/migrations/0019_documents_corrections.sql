-- What a person corrected, with the machine's reading beside it. The newest correction of a field counts; none is ever changed.
create table documents.corrections (
  company_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  field text not null,
  machine text,
  value text,
  reason text not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (company_id, id)
);
create index on documents.corrections (company_id, document_id, at);
call platform.protect('documents.corrections', 'select, insert');

-- The machine's own reading, where `facts` is that reading corrected.
alter table documents.documents add column read_facts jsonb;
-- The second name of an original: SM3 of its bytes, beside the SHA-256. Null for what came before.
alter table documents.originals add column sm3 text;
create index on documents.documents (company_id) where read_facts is not null;
