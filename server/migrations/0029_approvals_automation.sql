-- What the company risks without a person: each change is a row. Money in minor units of the company's currency.
create table approvals.automation_settings (
  company_id uuid not null,
  version integer not null,
  amount_max_minor bigint not null check (amount_max_minor >= 0),
  day_max_minor bigint not null check (day_max_minor >= 0),
  person_day_max_minor bigint not null check (person_day_max_minor >= 0),
  rule_day_max_minor bigint not null check (rule_day_max_minor >= 0),
  allowed_error double precision not null check (allowed_error > 0 and allowed_error <= 0.05),
  sample_rate double precision not null check (sample_rate > 0 and sample_rate <= 1),
  by_id uuid not null,
  at timestamptz not null,
  primary key (company_id, version)
);
call platform.protect('approvals.automation_settings', 'select, insert');

-- Every claim that was asked about, with what decided whether a person was needed, and whether it is looked at afterwards.
create table approvals.asked (
  company_id uuid not null,
  request_id uuid not null,
  claim_id uuid not null,
  person_id uuid not null,
  day date not null,
  minor bigint not null,
  -- What it is counted under: all, the person, the category, the rule, the merchant.
  scopes text[] not null,
  -- Everything but the company's limits and the fuse let it through.
  promised boolean not null,
  automatic boolean not null,
  drawn text check (drawn in ('even', 'risk')),
  at timestamptz not null,
  primary key (company_id, request_id)
);
create index asked_claim on approvals.asked (company_id, claim_id, at desc);
create index asked_at on approvals.asked (company_id, at);
create index asked_drawn on approvals.asked (company_id, at) where drawn is not null;
create index asked_scopes on approvals.asked using gin (scopes);
call platform.protect('approvals.asked', 'select, insert');

-- Money that went through by itself, by day and scope.
create table approvals.risk (
  company_id uuid not null,
  day date not null,
  scope text not null,
  minor bigint not null check (minor >= 0),
  primary key (company_id, day, scope)
);
call platform.protect('approvals.risk', 'select, insert, update');

-- What a person said afterwards, once and for ever.
create table approvals.judged (
  company_id uuid not null,
  request_id uuid not null,
  is_right boolean not null,
  wrong_minor bigint not null check (wrong_minor >= 0),
  reason text not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (company_id, request_id)
);
create index judged_at on approvals.judged (company_id, at);
call platform.protect('approvals.judged', 'select, insert');

-- Money that went where it should not: open until somebody notes that it is back.
create table approvals.wrongs (
  company_id uuid not null,
  request_id uuid not null,
  claim_id uuid not null,
  minor bigint not null check (minor > 0),
  reason text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  note text,
  primary key (company_id, request_id)
);
create index wrongs_open on approvals.wrongs (company_id, opened_at) where closed_at is null;
call platform.protect('approvals.wrongs', 'select, insert, update');

-- The fuse of each scope: its last row says how far automation is let there.
create table approvals.fuse (
  company_id uuid not null,
  seq integer not null,
  scope text not null,
  level text not null check (level in ('whole', 'lowered', 'stopped')),
  figures jsonb not null,
  text jsonb not null,
  by_id uuid,
  at timestamptz not null,
  primary key (company_id, seq)
);
create index fuse_scope on approvals.fuse (company_id, scope, seq desc);
call platform.protect('approvals.fuse', 'select, insert');
