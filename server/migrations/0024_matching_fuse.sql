-- How much error the company allows of what nobody looks at, and which share is drawn for a look: each change is a row.
create table matching.settings (
  company_id uuid not null,
  version integer not null,
  allowed_error double precision not null check (allowed_error > 0 and allowed_error <= 0.05),
  sample_rate double precision not null check (sample_rate > 0 and sample_rate <= 1),
  by_id uuid not null,
  at timestamptz not null,
  primary key (company_id, version)
);
call platform.protect('matching.settings', 'select, insert');

-- The fuse: the last row says how far automation is let. A person's row names the person, a rule's row its figures.
create table matching.fuse (
  company_id uuid not null,
  seq integer not null,
  level text not null check (level in ('whole', 'lowered', 'stopped')),
  figures jsonb not null,
  text jsonb not null,
  by_id uuid,
  at timestamptz not null,
  primary key (company_id, seq)
);
call platform.protect('matching.fuse', 'select, insert');
create index decisions_verdicts on matching.decisions (company_id, at) where was_right is not null and undone_at is null;

-- Every run that changed something, with all that it was decided from, so that it can be decided again.
create table matching.runs (
  company_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  scope text not null,
  matcher_version text not null,
  learned_version integer not null,
  -- The matcher's input and the rules around it, as compressed canonical text.
  input bytea not null,
  -- SHA-256 of what came out, every group of it.
  output text not null,
  groups integer not null,
  primary key (company_id, id)
);
call platform.protect('matching.runs', 'select, insert');
alter table matching.groups add column run_id uuid;
create index groups_run on matching.groups (company_id, run_id) where run_id is not null;

-- How far the news has been worked in.
create table matching.cursors (
  company_id uuid not null primary key,
  news text not null,
  worked_at timestamptz not null,
  -- When everything was looked at together last.
  whole_at timestamptz not null
);
call platform.protect('matching.cursors', 'select, insert, update');

-- What could still be matched, by what may relate it to others: who, how much, which order.
create table matching.items (
  company_id uuid not null,
  kind text not null,
  item_id uuid not null,
  person_id uuid,
  minor bigint not null,
  currency text not null,
  order_no text,
  day integer not null,
  primary key (company_id, kind, item_id)
);
create index items_person on matching.items (company_id, person_id, day) where person_id is not null;
create index items_amount on matching.items (company_id, currency, minor);
create index items_order on matching.items (company_id, order_no) where order_no is not null;
call platform.protect('matching.items', 'select, insert, update, delete');

-- Whether nobody would have looked at the group, had this person not.
alter table matching.decisions add column was_auto boolean not null default false;
