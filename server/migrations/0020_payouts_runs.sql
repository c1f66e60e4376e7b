-- A run: the payouts that are looked at, released and followed together.
create table payouts.runs (
  company_id uuid not null,
  id uuid not null,
  number text not null,
  state text not null check (state in ('draft', 'submitted', 'released', 'cancelled')),
  -- The day of a run that the rule released, one a day; null for runs that people make.
  rule_day date,
  made_by uuid,
  made_by_name text not null,
  submitted_by uuid,
  submitted_by_name text,
  submitted_at timestamptz,
  released_by uuid,
  released_by_name text,
  released_at timestamptz,
  -- What the rule has released in this run so far, in the company's currency: its limit for the day counts it.
  rule_minor bigint not null default 0,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, number),
  check (state <> 'released' or released_at is not null)
);
create unique index rule_day_once on payouts.runs (company_id, rule_day) where rule_day is not null;
create index on payouts.runs (company_id, created_at desc, id desc);
call platform.protect('payouts.runs', 'select, insert, update');

-- How much may go without a person, and from where on it takes two; minor units of the company's currency.
create table payouts.limits (
  company_id uuid primary key,
  auto_single_max_minor bigint not null check (auto_single_max_minor >= 0),
  auto_day_max_minor bigint not null check (auto_day_max_minor >= 0),
  two_person_from_minor bigint not null check (two_person_from_minor >= 0),
  cooling_hours integer not null check (cooling_hours between 0 and 720),
  updated_at timestamptz not null
);
call platform.protect('payouts.limits', 'select, insert, update');

alter table payouts.payouts
  add column run_id uuid,
  -- The account that it was looked at with, and then sent to: a digest to compare, the last digits to show.
  add column account_digest text,
  add column account_masked text,
  add column bank text,
  add column rail text,
  add column findings text[] not null default '{}',
  -- A person has looked at what stood out and let it go.
  add column cleared boolean not null default false;
create index on payouts.payouts (company_id, run_id, id) where run_id is not null;
create index pool on payouts.payouts (company_id, id) where state = 'planned';
create index on payouts.payouts (company_id, account_digest) where state in ('failed', 'returned');

-- Set in the moment before the bank is called, once and never again: who has set it may call until the lease is over.
-- What was sent before leases were kept counts as called; a default reaches rows that a policy would hide.
alter table payouts.batches
  add column called_at timestamptz default now(),
  add column lease_until timestamptz default now(),
  add column carried_at timestamptz;
alter table payouts.batches alter column called_at drop default, alter column lease_until drop default;
create index uncalled on payouts.batches (company_id, id) where called_at is null;
