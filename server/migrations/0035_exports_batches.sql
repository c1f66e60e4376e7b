-- Vouchers handed over to one system together: sent again it is the same batch with the same bytes.
create table exports.batches (
  company_id uuid not null,
  id uuid not null,
  system text not null,
  format text not null,
  period text not null,
  vouchers integer not null,
  sha256 text not null,
  state text not null check (state in ('made', 'acknowledged', 'refused')),
  note text,
  made_by text not null,
  made_at timestamptz not null,
  answered_by text,
  answered_at timestamptz,
  primary key (company_id, id)
);
create index on exports.batches (company_id, made_at desc, id desc);
call platform.protect('exports.batches', 'select, insert, update');

create table exports.batch_vouchers (
  company_id uuid not null,
  batch_id uuid not null,
  voucher_id uuid not null,
  system text not null,
  -- The system refused the batch: the voucher may go again, in another one.
  freed boolean not null default false,
  primary key (company_id, batch_id, voucher_id)
);
-- A voucher is handed to a system once.
create unique index handed_once on exports.batch_vouchers (company_id, system, voucher_id) where not freed;
call platform.protect('exports.batch_vouchers', 'select, insert, update');
