create schema budgets;
grant usage on schema budgets to roundtrip_app;

-- Money set aside for a scope and a period. What falls into the scope is held here: reserved when asked for, used when granted.
create table budgets.budgets (
  company_id uuid not null,
  id uuid not null,
  parent_id uuid,
  name text not null,
  -- Null: every department, every category.
  department text,
  category text,
  period text not null check (period in ('month', 'quarter', 'year')),
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  currency char(3) not null,
  total_minor bigint not null check (total_minor >= 0),
  -- What came from the period before, less what went on to the next.
  carried_minor bigint not null,
  reserved_minor bigint not null check (reserved_minor >= 0),
  used_minor bigint not null check (used_minor >= 0),
  mode text not null check (mode in ('hard', 'soft')),
  warn_percent integer not null check (warn_percent between 1 and 100),
  rolls_over boolean not null,
  -- The same scope's next period, once what was left has gone there.
  rolled_into uuid,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (company_id, id),
  unique nulls not distinct (company_id, department, category, from_day, to_day),
  -- A hard budget is never overdrawn, whoever writes: the row itself says no.
  constraint never_overdrawn check (mode = 'soft' or reserved_minor + used_minor <= total_minor + carried_minor)
);
create index on budgets.budgets (company_id, from_day, to_day);
call platform.protect('budgets.budgets', 'select, insert, update');

-- What one claim or trip takes of one budget. A claim that comes back and is submitted again gets a new row.
create table budgets.holds (
  company_id uuid not null,
  id uuid not null,
  budget_id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  employee_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  state text not null check (state in ('reserved', 'used', 'released')),
  reserved_at timestamptz not null,
  settled_at timestamptz,
  primary key (company_id, id)
);
create unique index held_once on budgets.holds (company_id, budget_id, subject_kind, subject_id) where state <> 'released';
create index on budgets.holds (company_id, subject_kind, subject_id) where state = 'reserved';
create index on budgets.holds (company_id, budget_id, reserved_at desc, id desc);
call platform.protect('budgets.holds', 'select, insert, update');
