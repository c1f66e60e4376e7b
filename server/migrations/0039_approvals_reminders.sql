-- When the person whose turn it is was reminded, and when their manager was asked as well.
alter table approvals.turns add column reminded_at timestamptz, add column escalated_at timestamptz;
create index on approvals.turns (company_id, asked_at) where done_at is null;
