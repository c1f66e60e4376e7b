-- How the company's formal books are kept: which standard, which word its vouchers carry, one voucher a claim or one a batch.
create table ledger.books (
  company_id uuid primary key,
  standard text not null check (standard in ('enterprise', 'small')),
  word text not null,
  summary text not null check (summary in ('each', 'batch')),
  updated_at timestamptz not null
);
call platform.protect('ledger.books', 'select, insert, update');

-- The company's own chart, once it has imported or changed one; until then the standard's is in force.
create table ledger.chart (
  company_id uuid not null,
  code text not null,
  title text not null,
  dims text[] not null,
  primary key (company_id, code)
);
call platform.protect('ledger.chart', 'select, insert, delete');

create table ledger.mappings (
  company_id uuid not null,
  rule_no integer not null,
  role text not null,
  category text,
  department text,
  account text not null,
  primary key (company_id, rule_no)
);
call platform.protect('ledger.mappings', 'select, insert, delete');

create table ledger.voucher_counters (
  company_id uuid not null,
  period text not null,
  word text not null,
  last integer not null,
  primary key (company_id, period, word)
);
call platform.protect('ledger.voucher_counters', 'select, insert, update');

create table ledger.vouchers (
  company_id uuid not null,
  id uuid not null,
  period text not null,
  word text not null,
  number integer not null,
  -- The day it stands on in its period, and the day that what it books happened on.
  dated date not null,
  effective date not null,
  text text not null,
  attachments integer not null,
  -- A red letter takes that voucher back; a blue one made for it corrects that voucher.
  reverses_id uuid,
  corrects_id uuid,
  made_by text not null,
  at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, period, word, number),
  check (to_char(dated, 'YYYY-MM') = period)
);
create unique index voucher_reversed_once on ledger.vouchers (company_id, reverses_id) where reverses_id is not null;
create index on ledger.vouchers (company_id, at);
call platform.protect('ledger.vouchers', 'select, insert');

create table ledger.voucher_lines (
  company_id uuid not null,
  voucher_id uuid not null,
  line_no integer not null,
  account text not null,
  title text not null,
  text text not null,
  side text not null check (side in ('debit', 'credit')),
  -- Negative is red: the same side, taken back.
  minor bigint not null check (minor <> 0),
  currency char(3) not null,
  dims jsonb not null,
  primary key (company_id, voucher_id, line_no)
);
create index on ledger.voucher_lines (company_id, account);
call platform.protect('ledger.voucher_lines', 'select, insert');

create table ledger.voucher_entries (
  company_id uuid not null,
  entry_id uuid not null,
  voucher_id uuid not null,
  primary key (company_id, entry_id, voucher_id)
);
create index on ledger.voucher_entries (company_id, voucher_id);
call platform.protect('ledger.voucher_entries', 'select, insert');

-- What could not become a voucher, and why; settled when it has.
create table ledger.open_items (
  company_id uuid not null,
  entry_id uuid not null,
  reason text not null,
  detail jsonb not null,
  at timestamptz not null,
  settled_at timestamptz,
  primary key (company_id, entry_id)
);
create index open_only on ledger.open_items (company_id, at) where settled_at is null;
call platform.protect('ledger.open_items', 'select, insert, update');

-- Input VAT that the law leaves to an accountant: nothing is deducted until one has said how much.
create table ledger.tax_questions (
  company_id uuid not null,
  id uuid not null,
  claim_id uuid not null,
  document_id uuid not null,
  category text not null,
  department text not null,
  employee_number text not null,
  currency char(3) not null,
  max_minor bigint not null,
  clause text not null,
  reason jsonb not null,
  at timestamptz not null,
  decided_minor bigint,
  decided_by text,
  decided_at timestamptz,
  primary key (company_id, id),
  unique (company_id, claim_id, document_id)
);
create index undecided on ledger.tax_questions (company_id, at) where decided_at is null;
call platform.protect('ledger.tax_questions', 'select, insert, update');

-- Whose cost an entry is, and how many originals it carries: kept, so that a voucher can be made of it later.
alter table ledger.entries add column department text, add column employee_number text, add column attachments integer not null default 0;
