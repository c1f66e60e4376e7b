-- The booked entry that a payment or a bank line stands for, whole or in part: a batch told twice counts once.
alter table payments.payments add column entry_id text;
create index on payments.payments (company_id, source, entry_id) where entry_id is not null;
-- A refund finds its purchase by the order's number, whichever file brings which first.
create index on payments.payments (company_id, source, order_no) where type = 'purchase' and order_no is not null;
create index on payments.payments (company_id, source, order_no) where type = 'refund' and order_no is not null and related_external_id is null;
