-- Exposures of trials that were not declared in time. From the moment of a row on, the trial's name is free: what is told
-- of it from then on belongs to a trial of another number. The exposures go bucket by bucket and page by page, and the row
-- stays: it says how many there were.
create table observed.expired_trial (
  trial_id int primary key,
  tenant text not null,
  name text not null,
  population_id int,
  first_seen timestamptz not null,
  expire_time timestamptz not null,
  exposures bigint not null default 0,
  -- The next page begins after this unit of this bucket of the population; bucket 8: all are gone.
  bucket int not null default 0,
  unit text collate "C" not null default ''
);
create index expired_trial_left on observed.expired_trial (trial_id) where bucket < 8;
