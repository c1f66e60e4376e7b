-- 查验: what the tax bureau says of an invoice, and where its booking stands (入账状态).
alter table documents.documents
  add column verification text not null default 'unverified' check (verification in ('unverified', 'verified', 'mismatch', 'not-found', 'red', 'void')),
  add column mismatch text,
  add column verified_at timestamptz,
  -- When it is asked next, and why; null: not by itself.
  add column ask_after timestamptz,
  add column ask_why text check (ask_why in ('arrival', 'payment', 'sample')),
  add column booking text not null default '01' check (booking in ('01', '02', '03', '06')),
  add column booked_on date,
  add column booking_voucher text;
create index on documents.documents (company_id, ask_after) where ask_after is not null;
create index on documents.documents (company_id, verified_at) where verification = 'verified';
-- Consecutive numbers: papers of one seller.
create index on documents.documents (company_id, seller, issued_on);

-- Each question to the tax bureau, noted before it is asked, and its answer word for word. What a person looked up stands beside.
create table documents.queries (
  company_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  verifier text not null,
  why text not null,
  -- The bureau's day, and the how-manieth question of that day: it answers five. Null for what a person looked up.
  asked_on date not null,
  nth integer check (nth between 1 and 5),
  asked_at timestamptz not null,
  by_id uuid,
  answered_at timestamptz,
  state text,
  mismatch text,
  failure text,
  answer text,
  primary key (company_id, id)
);
create unique index five_a_day on documents.queries (company_id, document_id, asked_on, nth) where nth is not null;
create index on documents.queries (company_id, document_id, asked_at);
call platform.protect('documents.queries', 'select, insert, update');

-- An answer is evidence: once it is noted, nobody rewrites it.
create function documents.keep_answer() returns trigger language plpgsql as $$
begin
  if old.answered_at is not null then
    raise exception 'an answer is never rewritten' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_answer before update on documents.queries for each row execute function documents.keep_answer();
