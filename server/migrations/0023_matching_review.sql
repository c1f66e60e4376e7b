-- What a person needs to work the queue, and what makes each of their words readable and reversible.
alter table matching.groups
  -- The amount times the chance that the group is wrong, in minor units: what stands first in the queue.
  add column at_risk_minor bigint not null default 0,
  -- Which groups it took the place of, and what arrived that made the difference.
  add column change jsonb,
  -- The learning that it was decided with; 0 before anything was learned.
  add column learned_version integer not null default 0,
  -- Sure enough for the error that the company allows, whatever the fuse then said.
  add column promised boolean not null default false,
  -- Drawn for a person to look at without being told how sure the matcher was.
  add column sampled text;
create index groups_queue on matching.groups (company_id, at_risk_minor desc, id desc)
  where superseded_at is null and answer is null and (decision = 'review' or sampled is not null);
create index groups_promised on matching.groups (company_id, at) where decision = 'auto' and superseded_at is null;

-- Each word of a person. Only taking it back changes a row.
create table matching.decisions (
  company_id uuid not null,
  id uuid not null,
  kind text not null,
  group_id uuid not null,
  -- The group that is shown after it.
  result_id uuid not null,
  replaced uuid[] not null,
  made uuid[] not null,
  employee_id uuid,
  by_id uuid not null,
  at timestamptz not null,
  promised boolean not null,
  sampled text,
  -- Whether the matcher was right; null where the decision does not say.
  was_right boolean,
  undone_at timestamptz,
  undone_by uuid,
  primary key (company_id, id)
);
create index on matching.decisions (company_id, at desc, id desc);
create index on matching.decisions (company_id, by_id, at desc, id desc);
call platform.protect('matching.decisions', 'select, insert, update');

-- "Not mine": the matcher no longer counts this item among this person's.
create table matching.exclusions (
  company_id uuid not null,
  item_id uuid not null,
  employee_id uuid not null,
  by_id uuid not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (company_id, item_id, employee_id)
);
call platform.protect('matching.exclusions', 'select, insert, update');

-- A refusal may be taken back with the decision that made it.
alter table matching.refusals add column decision_id uuid, add column undone_at timestamptz;
grant update on matching.refusals to roundtrip_app;

-- What decisions taught, append-only: its last number is the version of what was learned. What is taken back is a counter-entry.
create table matching.lessons (
  company_id uuid not null,
  seq integer not null,
  decision_id uuid,
  merchant text not null,
  seller text not null,
  -- As people read them.
  merchant_shown text not null,
  seller_shown text not null,
  confirmed integer not null,
  refused integer not null,
  levels jsonb not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (company_id, seq)
);
create index on matching.lessons (company_id, decision_id);
call platform.protect('matching.lessons', 'select, insert');
