create schema payouts;
grant usage on schema payouts to roundtrip_app;

create table payouts.batches (
  company_id uuid not null,
  id uuid not null,
  -- What the bank knows it by, for ever.
  message_id text not null check (length(message_id) <= 35),
  rail text not null,
  currency char(3) not null,
  -- What was ordered, names and accounts included, sealed: the same bytes whenever it is looked at.
  order_sealed bytea not null,
  reference text,
  sent_at timestamptz not null,
  asked_at timestamptz,
  primary key (company_id, id),
  unique (company_id, message_id)
);
call platform.protect('payouts.batches', 'select, insert, update');

create table payouts.payouts (
  company_id uuid not null,
  -- Without dashes this is the end-to-end id that the bank repeats.
  id uuid not null,
  claim_id uuid not null,
  employee_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  state text not null,
  batch_id uuid,
  reason text,
  -- A planned payout waits while this is set: for another account than the one whose digest it holds, or for a person.
  held_for text,
  planned_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz,
  updated_at timestamptz not null,
  primary key (company_id, id)
);
-- A claim has at most one payout that may pay it or has paid it. This index decides, not a query.
create unique index live_once on payouts.payouts (company_id, claim_id) where state not in ('failed', 'returned');
create index on payouts.payouts (company_id, state);
create index on payouts.payouts (company_id, claim_id);
create index on payouts.payouts (company_id, batch_id);
create index on payouts.payouts (company_id, employee_id, planned_at desc);
call platform.protect('payouts.payouts', 'select, insert, update');
