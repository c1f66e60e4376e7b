create schema access;
grant usage on schema access to roundtrip_app;

create table access.credentials (
  company_id uuid not null,
  employee_id uuid not null,
  password_hash text not null,
  primary key (company_id, employee_id)
);
call platform.protect('access.credentials', 'select, insert, update');

create table access.sessions (
  company_id uuid not null,
  -- SHA-256 of the token: a stolen table opens no session.
  token_hash text not null,
  employee_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (company_id, token_hash)
);
call platform.protect('access.sessions', 'select, insert, delete');

create table access.api_keys (
  company_id uuid not null,
  id uuid not null,
  name text not null,
  secret_hash text not null,
  role text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (company_id, id)
);
call platform.protect('access.api_keys', 'select, insert, update');
