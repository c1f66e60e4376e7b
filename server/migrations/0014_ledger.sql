create schema ledger;
grant usage on schema ledger to roundtrip_app;

create table ledger.accounts (
  company_id uuid not null,
  code text not null,
  currency char(3) not null,
  title jsonb not null,
  primary key (company_id, code, currency)
);
call platform.protect('ledger.accounts', 'select, insert');

-- The last voucher number of a period. Its row is locked by whoever numbers the next, so numbers have no gaps.
create table ledger.counters (
  company_id uuid not null,
  period text not null,
  last bigint not null,
  closed_at timestamptz,
  primary key (company_id, period)
);
call platform.protect('ledger.counters', 'select, insert, update');

create table ledger.entries (
  company_id uuid not null,
  id uuid not null,
  period text not null,
  number bigint not null,
  kind text not null,
  source_id text not null,
  on_date date not null,
  text text not null,
  reverses_id uuid,
  at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, period, number),
  -- One event is one entry, however often it is posted.
  unique (company_id, kind, source_id)
);
create unique index reversed_once on ledger.entries (company_id, reverses_id) where reverses_id is not null;
create index on ledger.entries (company_id, on_date desc, id desc);
call platform.protect('ledger.entries', 'select, insert');

create table ledger.lines (
  company_id uuid not null,
  entry_id uuid not null,
  line_no integer not null,
  account text not null,
  -- A debit is positive, a credit negative.
  minor bigint not null check (minor <> 0),
  currency char(3) not null,
  primary key (company_id, entry_id, line_no)
);
create index on ledger.lines (company_id, account, currency);
call platform.protect('ledger.lines', 'select, insert');
