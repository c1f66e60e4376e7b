create schema approvals;
grant usage on schema approvals to roundtrip_app;

create table approvals.requests (
  company_id uuid not null,
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  submitter_id uuid not null,
  -- The plan and what became of it, as approvals/domain keeps it.
  state jsonb not null,
  status text not null,
  why jsonb not null,
  asked_at timestamptz not null,
  decided_at timestamptz,
  primary key (company_id, id)
);
create index on approvals.requests (company_id, subject_id, asked_at desc);
call platform.protect('approvals.requests', 'select, insert, update');

-- Whose turn it is now: the inbox.
create table approvals.turns (
  company_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  step text not null,
  approver_id uuid not null,
  asked_at timestamptz not null,
  done_at timestamptz,
  primary key (company_id, id)
);
create index on approvals.turns (company_id, approver_id, asked_at) where done_at is null;
create index on approvals.turns (company_id, request_id);
call platform.protect('approvals.turns', 'select, insert, update');
