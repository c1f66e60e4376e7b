-- What statements say of themselves, account by account: the closing balance of one is the opening balance of the next.
create table payments.statements (
  company_id uuid not null,
  id uuid not null,
  -- The account, as its payments name it.
  source text not null,
  currency char(3) not null,
  -- The source's own number of it, or the file's digest where it has none.
  reference text not null,
  from_date date not null,
  to_date date not null,
  opening_minor bigint not null,
  closing_minor bigint not null,
  received_at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, source, currency, reference, from_date, to_date, opening_minor, closing_minor)
);
create index on payments.statements (company_id, source, currency, from_date);
call platform.protect('payments.statements', 'select, insert');
