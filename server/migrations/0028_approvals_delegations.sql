-- Who acts for whom, from a day to a day, up to an amount. Never changed: an end set early is a revocation.
create table approvals.delegations (
  company_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  delegate_id uuid not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  -- Above this the person decides themselves, away or not. Minor units of the company's currency.
  amount_max bigint check (amount_max >= 0),
  reason text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (company_id, id),
  check (person_id <> delegate_id)
);
create index on approvals.delegations (company_id, to_day) where revoked_at is null;
create index on approvals.delegations (company_id, person_id, from_day);
call platform.protect('approvals.delegations', 'select, insert, update');
