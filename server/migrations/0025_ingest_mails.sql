-- Every mail that reached us, by mailbox or by hand: who said to have sent it, and what became of it. The mail itself is a
-- file like any other, kept verbatim.
create table ingest.mails (
  company_id uuid not null,
  id uuid not null,
  -- The installation of the mailbox, or 'upload'.
  source text not null,
  -- The mailbox's own number for it.
  reference text not null,
  file_id uuid not null,
  sha256 text not null,
  message_id text,
  sender text,
  sender_name text,
  subject text not null,
  sent_at timestamptz,
  links jsonb not null,
  -- Whose papers it carries; null for a sender that nobody is bound to.
  employee_id uuid,
  received_at timestamptz not null,
  -- When everything in it had been taken; a mail without this is taken again.
  done_at timestamptz,
  primary key (company_id, id),
  -- The same bytes are the same mail, whatever number the mailbox gives it later.
  unique (company_id, source, sha256)
);
create index on ingest.mails (company_id, received_at desc);
call platform.protect('ingest.mails', 'select, insert, update');

-- The mail that a file came in.
alter table ingest.files add column mail_id uuid;
create index on ingest.files (company_id, mail_id) where mail_id is not null;
