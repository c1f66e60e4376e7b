-- What may become the next version. Changed freely; a publish copies it into policy.versions, where nothing changes.
create table policy.drafts (
  company_id uuid not null,
  id uuid not null,
  title jsonb not null,
  -- The version it was begun from: what its differences are shown against.
  based_on text not null,
  effective_from date not null,
  document jsonb not null,
  route jsonb not null,
  -- Goes up with each save, so that of two editors the second is told.
  revision int not null,
  status text not null check (status in ('open', 'published', 'discarded')),
  created_by uuid not null,
  created_at timestamptz not null,
  updated_by uuid not null,
  updated_at timestamptz not null,
  primary key (company_id, id)
);
create index on policy.drafts (company_id, updated_at desc) where status = 'open';
call platform.protect('policy.drafts', 'select, insert, update');

-- A draft held against what was judged before.
create table policy.backtests (
  company_id uuid not null,
  id uuid not null,
  draft_id uuid not null,
  draft_revision int not null,
  document jsonb not null,
  since timestamptz not null,
  status text not null check (status in ('waiting', 'running', 'done')),
  total bigint not null,
  done bigint not null,
  result jsonb,
  asked_by uuid not null,
  asked_at timestamptz not null,
  finished_at timestamptz,
  primary key (company_id, id)
);
create index on policy.backtests (company_id, draft_id, asked_at desc);
create index on policy.backtests (company_id, asked_at) where status <> 'done';
call platform.protect('policy.backtests', 'select, insert, update');
