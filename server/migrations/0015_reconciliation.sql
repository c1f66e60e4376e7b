create schema reconciliation;
grant usage on schema reconciliation to roundtrip_app;

create table reconciliation.statements (
  company_id uuid not null,
  id uuid not null,
  account text not null,
  -- The bank's own number of it, or the file's digest where it has none.
  reference text not null,
  currency char(3) not null,
  from_date date,
  to_date date,
  -- Both null for a notice of single entries.
  opening_minor bigint,
  closing_minor bigint,
  entries integer not null,
  received_at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, account, reference)
);
call platform.protect('reconciliation.statements', 'select, insert');

-- Every booked line of the company's own accounts, once, whichever file told of it first.
create table reconciliation.lines (
  company_id uuid not null,
  id uuid not null,
  account text not null,
  reference text not null,
  direction text not null,
  amount_minor bigint not null,
  currency char(3) not null,
  booked_on date not null,
  text text not null,
  end_to_end_id text,
  batch_ref text,
  return_reason text,
  -- open: not judged, or it waits for another line; explained; differs; unexplained.
  state text not null,
  why text,
  payout_ids uuid[] not null,
  received_at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, account, reference)
);
create index on reconciliation.lines (company_id, state, booked_on);
create index on reconciliation.lines (company_id, account, booked_on);
call platform.protect('reconciliation.lines', 'select, insert, update');
