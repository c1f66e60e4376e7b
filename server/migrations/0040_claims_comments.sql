-- What people say on a claim, and whom they name. Never changed, never taken back.
create table claims.comments (
  company_id uuid not null,
  id uuid not null,
  claim_id uuid not null,
  author_id uuid not null,
  text text not null,
  mentions uuid[] not null,
  at timestamptz not null,
  primary key (company_id, id)
);
create index on claims.comments (company_id, claim_id, at);
call platform.protect('claims.comments', 'select, insert');
