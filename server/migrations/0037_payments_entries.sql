-- The booked entry that a payment or a bank line stands for, whole or in part: a batch told twice counts once.
alter table payments.payments add column entry_id text;
create index on payments.payments (company_id, source, entry_id) where entry_id is not null;
alter table reconciliation.lines add column entry_id text, add column entry_parts integer;
create index on reconciliation.lines (company_id, account, entry_id) where entry_id is not null;
