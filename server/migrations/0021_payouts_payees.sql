-- Accounts that employees chose to be paid to. What was chosen before stays as it was.
create table payouts.payees (
  company_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  kind text not null check (kind in ('bank', 'wechat', 'alipay')),
  holder text not null,
  account_sealed bytea not null,
  account_digest text not null,
  account_masked text not null,
  bank_code text,
  bank_name text,
  -- A new account waits until this moment or a second pair of eyes, whichever comes first.
  usable_from timestamptz not null,
  confirmed_by uuid,
  confirmed_by_name text,
  confirmed_at timestamptz,
  -- The one that is paid to now; earlier ones are retired and kept.
  chosen boolean not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (company_id, id)
);
create unique index chosen_once on payouts.payees (company_id, employee_id) where chosen;
create index on payouts.payees (company_id, employee_id, created_at desc);
call platform.protect('payouts.payees', 'select, insert, update');
