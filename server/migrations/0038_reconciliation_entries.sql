-- The booked entry that a bank line stands for, whole or in part.
alter table reconciliation.lines add column entry_id text, add column entry_parts integer;
create index on reconciliation.lines (company_id, account, entry_id) where entry_id is not null;
