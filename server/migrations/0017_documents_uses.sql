-- What a red-letter invoice takes back, and how much of an invoice is spoken for.
alter table documents.documents
  add column original_number text,
  -- How far the best source of the facts is trusted: 1 is best, 9 says nothing.
  add column read_rank integer not null default 9,
  add column used_minor bigint not null default 0,
  -- Taken back by red letters that we hold, and by the word of the tax bureau (whole where it says void).
  add column red_minor bigint not null default 0 check (red_minor >= 0),
  add column void_minor bigint not null default 0 check (void_minor >= 0);
alter table documents.documents no force row level security;
alter table documents.originals no force row level security;
update documents.documents d set original_number = facts ->> 'originalNumber', read_rank = coalesce(
  (select min((e ->> 'rank')::integer) from documents.originals o, jsonb_path_query(o.evidence, 'lax $[*]') e where o.company_id = d.company_id and o.document_id = d.id), 9);
alter table documents.documents force row level security;
alter table documents.originals force row level security;
create index on documents.documents (company_id, original_number) where original_number is not null;
create index on documents.documents (company_id, number);

-- An invoice is used in parts by the lines of claims.
alter table documents.uses add column id uuid not null default gen_random_uuid(), add column line_id uuid, add column amount_minor bigint;
alter table documents.uses no force row level security;
update documents.uses u set amount_minor = d.total_minor from documents.documents d where d.company_id = u.company_id and d.id = u.document_id;
alter table documents.uses force row level security;
alter table documents.uses alter column amount_minor set not null, drop constraint uses_pkey, add primary key (company_id, id);
drop index documents.uses_once;
create index on documents.uses (company_id, document_id) where released_at is null;

alter table documents.documents no force row level security;
update documents.documents d set used_minor = u.sum
  from (select company_id, document_id, sum(amount_minor) as sum from documents.uses where released_at is null group by 1, 2) u
  where d.company_id = u.company_id and d.id = u.document_id;
alter table documents.documents force row level security;
-- The law: whatever happens, the uses of an invoice never add up to more than its total.
alter table documents.documents add constraint never_over_used check (used_minor between least(0, total_minor) and greatest(0, total_minor));

-- Keeps `used_minor` equal to the uses in force, and lets nobody take what was taken back. A use is never changed, it only ends.
create function documents.count_use() returns trigger language plpgsql as $$
declare
  change bigint := case when new.released_at is null then new.amount_minor else 0 end;
  left_minor bigint;
begin
  if tg_op = 'UPDATE' then
    if old.released_at is not null or (new.document_id, new.claim_id, new.amount_minor) is distinct from (old.document_id, old.claim_id, old.amount_minor) then
      raise exception 'a use only ends' using errcode = 'check_violation';
    end if;
    change := change - old.amount_minor;
  end if;
  update documents.documents d set used_minor = d.used_minor + change
    where d.company_id = new.company_id and d.id = new.document_id
    returning abs(d.total_minor) - greatest(d.red_minor, d.void_minor) - abs(d.used_minor) into left_minor;
  if not found then
    raise exception 'there is no such document' using errcode = 'foreign_key_violation';
  end if;
  if tg_op = 'INSERT' and change <> 0 and left_minor < 0 then
    raise exception 'more than is left of the document' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger count_use after insert or update on documents.uses for each row execute function documents.count_use();

-- Money that a claim took on an invoice that was taken back since. Together they are what each invoice is over-used by.
create table documents.recoveries (
  company_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  claim_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  -- open: finance asks for it; recovered: it came back; freed: the claim gave the invoice up, nothing is owed.
  state text not null check (state in ('open', 'recovered', 'freed')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  note text,
  primary key (company_id, id)
);
create index on documents.recoveries (company_id, document_id);
create index on documents.recoveries (company_id, claim_id) where state = 'open';
create index on documents.recoveries (company_id, opened_at desc);
call platform.protect('documents.recoveries', 'select, insert, update');

-- Each time that an invoice was handed in: by whom, when, as which file.
create table documents.arrivals (
  company_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  sha256 text not null,
  file_name text not null,
  submitted_by uuid,
  at timestamptz not null,
  primary key (company_id, id)
);
create index on documents.arrivals (company_id, document_id, at);
call platform.protect('documents.arrivals', 'select, insert');
