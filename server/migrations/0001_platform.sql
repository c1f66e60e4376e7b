-- The role that serves requests: bound by row-level security, without the right to rewrite what must stay.
do $$ begin
  if not exists (select from pg_roles where rolname = 'roundtrip_app') then create role roundtrip_app nologin; end if;
exception when duplicate_object then null;
end $$;
do $$ begin execute format('grant roundtrip_app to %I', current_user); end $$;

create schema platform;
grant usage on schema platform to roundtrip_app;

-- The company of this transaction; null outside one, and then no row is seen.
create function platform.company() returns uuid language sql stable
  return nullif(current_setting('app.company_id', true), '')::uuid;

-- Every table of a room passes through here: its rows belong to one company, and only the rights named are given.
create procedure platform.protect(target text, rights text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant on %s using (company_id = platform.company()) with check (company_id = platform.company())', target);
  execute format('grant %s on %s to roundtrip_app', rights, target);
end $$;

-- Which company a public key belongs to (e-mail digest, installation, company itself). Holds nothing else, so it may be read by all.
create table platform.directory (
  kind text not null,
  key text not null,
  company_id uuid not null,
  primary key (kind, key)
);
alter table platform.directory enable row level security;
alter table platform.directory force row level security;
create policy look_up on platform.directory for select using (true);
create policy enter on platform.directory for insert with check (company_id = platform.company());
grant select, insert on platform.directory to roundtrip_app;

create table platform.outbox (
  company_id uuid not null,
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  type text not null,
  subject_kind text not null,
  subject_id text not null,
  employee_id uuid,
  at timestamptz not null default now(),
  primary key (company_id, xid, seq)
);
call platform.protect('platform.outbox', 'select, insert');

create table platform.idempotency (
  company_id uuid not null,
  scope text not null,
  key text not null,
  hash text not null,
  answer jsonb,
  at timestamptz not null default now(),
  primary key (company_id, scope, key)
);
call platform.protect('platform.idempotency', 'select, insert, update');
