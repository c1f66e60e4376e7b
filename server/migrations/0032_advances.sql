create schema advances;
grant usage on schema advances to roundtrip_app;

create table advances.advances (
  company_id uuid not null,
  id uuid not null,
  number text not null,
  employee_id uuid not null,
  purpose text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  -- When what is left of it should be settled or back.
  due_on date not null,
  state text not null check (state in ('asked', 'approved', 'paid', 'cleared', 'rejected', 'withdrawn')),
  -- What claims have paid off of it, and what came back.
  offset_minor bigint not null check (offset_minor >= 0),
  returned_minor bigint not null check (returned_minor >= 0),
  asked_at timestamptz not null,
  decided_at timestamptz,
  paid_at timestamptz,
  reminded_at timestamptz,
  updated_at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, number),
  constraint never_beyond check (offset_minor + returned_minor <= amount_minor)
);
create index on advances.advances (company_id, employee_id, paid_at);
create index on advances.advances (company_id, due_on) where state = 'paid';
call platform.protect('advances.advances', 'select, insert, update');

-- What each claim paid off, and each sum that came back. Never changed.
create table advances.moves (
  company_id uuid not null,
  id uuid not null,
  advance_id uuid not null,
  kind text not null check (kind in ('offset', 'return')),
  claim_id uuid,
  amount_minor bigint not null check (amount_minor > 0),
  on_day date not null,
  -- The bank's reference of a sum that came back: the same one counts once.
  reference text,
  at timestamptz not null,
  primary key (company_id, id),
  check ((kind = 'offset') = (claim_id is not null)),
  unique (company_id, advance_id, claim_id)
);
create unique index returned_once on advances.moves (company_id, reference) where kind = 'return';
create index on advances.moves (company_id, claim_id);
call platform.protect('advances.moves', 'select, insert');
