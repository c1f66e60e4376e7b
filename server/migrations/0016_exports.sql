create schema exports;
grant usage on schema exports to roundtrip_app;

-- What was handed out, so that a later file of the same days can be held against it.
create table exports.runs (
  company_id uuid not null,
  id uuid not null,
  format text not null,
  from_date date not null,
  to_date date not null,
  entries integer not null,
  last_voucher text,
  sha256 text not null,
  at timestamptz not null,
  primary key (company_id, id)
);
create index on exports.runs (company_id, at desc);
call platform.protect('exports.runs', 'select, insert');
