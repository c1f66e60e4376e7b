create schema matching;
grant usage on schema matching to roundtrip_app;

create table matching.groups (
  company_id uuid not null,
  id uuid not null,
  employee_id uuid,
  decision text not null,
  -- What a person said: confirmed, refused or private. A person's word is never undone by the matcher.
  answer text,
  answered_by uuid,
  confidence double precision not null,
  reasons jsonb not null,
  runner_up jsonb,
  matcher_version text not null,
  claim_id uuid,
  at timestamptz not null,
  -- A group that new evidence replaced stays readable.
  superseded_at timestamptz,
  primary key (company_id, id)
);
create index on matching.groups (company_id, employee_id, at desc) where superseded_at is null;
create index on matching.groups (company_id, at desc, id desc) where superseded_at is null;
create index on matching.groups (company_id, claim_id) where claim_id is not null;
call platform.protect('matching.groups', 'select, insert, update');

create table matching.members (
  company_id uuid not null,
  group_id uuid not null,
  kind text not null,
  item_id uuid not null,
  live boolean not null default true,
  primary key (company_id, group_id, kind, item_id)
);
-- Every payment, invoice and booking stands in exactly one live group.
create unique index members_once on matching.members (company_id, kind, item_id) where live;
call platform.protect('matching.members', 'select, insert, update');

-- Pairs that a person has said do not belong together; the matcher never proposes them again.
create table matching.refusals (
  company_id uuid not null,
  payment_id uuid not null,
  item_id uuid not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (company_id, payment_id, item_id)
);
call platform.protect('matching.refusals', 'select, insert');
