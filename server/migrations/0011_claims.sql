create schema claims;
grant usage on schema claims to roundtrip_app;

create table claims.claims (
  company_id uuid not null,
  id uuid not null,
  number text not null,
  employee_id uuid not null,
  trip_id uuid,
  -- For what belongs to no trip: the month it was spent in, `2026-11`.
  month text,
  title text not null,
  state text not null,
  currency char(3) not null,
  total_minor bigint not null,
  reimbursable_minor bigint not null,
  company_paid_minor bigint not null,
  -- No person decided it.
  automatic boolean not null default false,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  paid_at timestamptz,
  primary key (company_id, id),
  unique (company_id, number)
);
-- One open draft a trip or month: what arrives later joins it instead of making another.
create unique index draft_trip on claims.claims (company_id, trip_id) where state = 'draft' and trip_id is not null;
create unique index draft_month on claims.claims (company_id, employee_id, month) where state = 'draft' and trip_id is null;
create index on claims.claims (company_id, employee_id, updated_at desc);
create index on claims.claims (company_id, updated_at desc, id desc);
call platform.protect('claims.claims', 'select, insert, update');

create table claims.lines (
  company_id uuid not null,
  id uuid not null,
  claim_id uuid not null,
  group_id uuid not null,
  category text not null,
  text text not null,
  spent_on date not null,
  city text,
  nights integer,
  amount_minor bigint not null,
  allowed_minor bigint not null,
  reimbursable_minor bigint not null,
  company_paid_minor bigint not null,
  confidence double precision not null,
  missing text[] not null,
  judgement_id uuid,
  verdict jsonb,
  primary key (company_id, id)
);
create index on claims.lines (company_id, claim_id);
-- Drafts are redrawn as evidence arrives, so their lines may go; lines of a submitted claim never change.
call platform.protect('claims.lines', 'select, insert, delete');

-- The way from swipe to bank, one row a step, never changed.
create table claims.steps (
  company_id uuid not null,
  id uuid not null,
  claim_id uuid not null,
  code text not null,
  at timestamptz not null,
  by_name text,
  note jsonb,
  primary key (company_id, id)
);
create index on claims.steps (company_id, claim_id, at);
call platform.protect('claims.steps', 'select, insert');

create table claims.counters (
  company_id uuid primary key,
  last integer not null
);
call platform.protect('claims.counters', 'select, insert, update');
