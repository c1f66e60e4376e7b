create schema payments;
grant usage on schema payments to roundtrip_app;

create table payments.payments (
  company_id uuid not null,
  id uuid not null,
  -- The account or programme that reports it. A payment exists once in it, however often and by whatever way it arrives.
  source text not null,
  external_id text not null,
  channel text not null,
  type text not null,
  direction text not null,
  status text not null,
  paid_at timestamptz not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  settled_minor bigint,
  settled_currency char(3),
  company_paid_minor bigint not null default 0,
  merchant text not null,
  mcc text,
  city text,
  description text,
  order_no text,
  related_external_id text,
  account text,
  payer_id uuid,
  facts jsonb not null,
  raw_id uuid not null,
  received_at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, source, external_id)
);
create index on payments.payments (company_id, paid_at desc, id desc);
create index on payments.payments (company_id, payer_id, paid_at desc, id desc);
create index on payments.payments (company_id, received_at desc);
call platform.protect('payments.payments', 'select, insert, update');
