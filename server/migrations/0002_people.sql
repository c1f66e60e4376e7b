create schema people;
grant usage on schema people to roundtrip_app;

create table people.companies (
  company_id uuid primary key,
  name text not null,
  currency char(3) not null,
  zone text not null,
  -- The names and tax ids that an invoice may be made out to: [{"name", "taxId"}].
  titles jsonb not null default '[]',
  -- Limits and switches of the company: see people/domain/settings.ts.
  settings jsonb not null default '{}',
  -- The account that reimbursements are paid from, sealed.
  account_sealed bytea,
  account_masked text,
  bank_code text,
  created_at timestamptz not null default now()
);
call platform.protect('people.companies', 'select, insert, update');

create table people.employees (
  company_id uuid not null,
  id uuid not null,
  number text not null,
  name text not null,
  aliases text[] not null default '{}',
  email text not null,
  grade text not null,
  department text not null default '',
  manager_id uuid,
  home_city text,
  roles text[] not null,
  active boolean not null default true,
  -- Last digits of the corporate card, as card feeds name it.
  card_tail text,
  account_sealed bytea,
  account_masked text,
  bank_code text,
  primary key (company_id, id),
  unique (company_id, number),
  unique (company_id, email)
);
create index on people.employees (company_id, manager_id);
create index on people.employees (company_id, card_tail) where card_tail is not null;
call platform.protect('people.employees', 'select, insert, update');
