create schema trips;
grant usage on schema trips to roundtrip_app;

create table trips.trips (
  company_id uuid not null,
  id uuid not null,
  traveler_id uuid not null,
  title text not null,
  purpose text,
  destination text not null,
  starts_on date not null,
  ends_on date not null,
  -- The reference under which suppliers know it.
  reference text,
  created_at timestamptz not null,
  primary key (company_id, id)
);
create index on trips.trips (company_id, traveler_id, starts_on);
create unique index trips_reference on trips.trips (company_id, reference) where reference is not null;
call platform.protect('trips.trips', 'select, insert, update');

create table trips.bookings (
  company_id uuid not null,
  id uuid not null,
  source text not null,
  external_id text not null,
  kind text not null,
  status text not null,
  trip_id uuid,
  traveler_id uuid not null,
  supplier text not null,
  order_no text,
  booked_at timestamptz,
  starts_on date not null,
  ends_on date not null,
  origin text,
  destination text not null,
  property text,
  seat_class text,
  amount_minor bigint not null,
  currency char(3) not null,
  company_paid boolean not null,
  facts jsonb not null,
  raw_id uuid not null,
  received_at timestamptz not null,
  primary key (company_id, id),
  unique (company_id, source, external_id)
);
create index on trips.bookings (company_id, traveler_id, starts_on);
create index on trips.bookings (company_id, trip_id);
call platform.protect('trips.bookings', 'select, insert, update');
