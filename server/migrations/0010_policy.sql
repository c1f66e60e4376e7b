create schema policy;
grant usage on schema policy to roundtrip_app;

-- A version is never edited: the next one supersedes it from its day.
create table policy.versions (
  company_id uuid not null,
  version text not null,
  effective_from date not null,
  title jsonb not null,
  document jsonb not null,
  route jsonb not null,
  published_at timestamptz not null,
  primary key (company_id, version)
);
call platform.protect('policy.versions', 'select, insert');

-- Everything that a judgement saw and said, so that it replays to the same answer.
create table policy.judgements (
  company_id uuid not null,
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  policy_version text not null,
  engine_version text not null,
  input jsonb not null,
  verdict jsonb not null,
  at timestamptz not null,
  primary key (company_id, id)
);
create index on policy.judgements (company_id, subject_id, at desc);
call platform.protect('policy.judgements', 'select, insert');
