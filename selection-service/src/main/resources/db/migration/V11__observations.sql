-- What follows from the journal: trials, observations, and the sums that readouts are made of. Everything about a unit is
-- keyed by its bucket first; bucket_id is population_id * 8 + bucket, and one partition of the journal writes it.
create schema observed;

-- A population, once anything of it was seen. erased_units: how many units were forgotten.
create table observed.population (
  population_id int generated always as identity primary key,
  tenant text not null,
  name text not null,
  time_zone text not null default 'UTC',
  declaration bytea,
  erased_units bigint not null default 0,
  unique (tenant, name)
);

-- Which partition of the journal writes a bucket.
create table observed.bucket (
  bucket_id int primary key,
  partition_id int not null
);

-- The latest times that were observed in a bucket.
create table observed.latest (
  bucket_id int primary key,
  exposure_time bigint not null,
  outcome_time bigint not null
);

-- A trial, once anything of it was seen.
create table observed.trial (
  trial_id int generated always as identity primary key,
  tenant text not null,
  name text not null,
  population_id int,
  first_seen timestamptz not null,
  unique (tenant, name)
);

-- What was said of a trial, in the journal's order.
create table observed.trial_event (
  trial_id int not null,
  partition_id int not null,
  position bigint not null,
  event_index int not null,
  valid_time bigint not null,
  event bytea not null,
  primary key (trial_id, partition_id, position, event_index)
);

-- Exposures, each once. trial_id 0: the arm is a deployment.
create table observed.exposure (
  bucket_id int not null,
  unit text collate "C" not null,
  trial_id int not null,
  arm text collate "C" not null,
  exposure_time bigint not null,
  position bigint not null,
  attributes text not null,
  covariate bigint not null,
  primary key (bucket_id, unit, trial_id, arm, exposure_time)
);

-- Outcomes in those revisions that were the highest when they came.
create table observed.outcome (
  bucket_id int not null,
  unit text collate "C" not null,
  kind text collate "C" not null,
  outcome_id text collate "C" not null,
  revision int not null,
  position bigint not null,
  outcome_time bigint not null,
  micros bigint not null,
  currency text not null,
  retracted boolean not null,
  primary key (bucket_id, unit, kind, outcome_id, revision)
);

create table observed.prediction (
  bucket_id int not null,
  unit text collate "C" not null,
  source text collate "C" not null,
  prediction_time bigint not null,
  position bigint not null,
  value double precision not null,
  primary key (bucket_id, unit, source, prediction_time)
);

-- How many outcomes of a kind came in a currency, in any revision.
create table observed.currency_count (
  bucket_id int not null,
  kind text not null,
  currency text not null,
  outcomes bigint not null,
  primary key (bucket_id, kind, currency)
);

-- Units that were forgotten, by the SHA-256 of their ids.
create table observed.erased (
  bucket_id int not null,
  unit_digest bytea not null,
  primary key (bucket_id, unit_digest)
);

-- An analysis of a trial: the definitions that it is made with. The newest one that is built serves.
create table observed.analysis (
  analysis_id bigint generated always as identity primary key,
  trial_id int not null,
  population_id int not null,
  partition_id int not null,
  position bigint not null,
  time_zone text not null,
  metrics text[] not null,
  cohorts text[] not null,
  state smallint not null
);
create index analysis_trial on observed.analysis (trial_id, analysis_id);
create index analysis_population on observed.analysis (population_id, analysis_id);

-- How far a bucket's units have been taken into an analysis: up to this unit; null: all.
create table observed.analysis_bucket (
  bucket_id int not null,
  analysis_id bigint not null,
  built_to text collate "C",
  primary key (bucket_id, analysis_id)
);

-- A unit in an analysis.
create table observed.trial_unit (
  bucket_id int not null,
  analysis_id bigint not null,
  unit text collate "C" not null,
  status smallint not null,
  phase smallint not null,
  arm smallint not null,
  first_time bigint not null,
  cohorts bigint not null,
  covariate bigint not null,
  totals bigint[] not null,
  primary key (bucket_id, analysis_id, unit)
) with (fillfactor = 80);

-- Exact sums over units.
create table observed.cell (
  analysis_id bigint not null,
  bucket_id int not null,
  phase smallint not null,
  arm smallint not null,
  metric smallint not null,
  cohort smallint not null,
  day int not null,
  n bigint not null,
  y numeric not null,
  x numeric not null,
  yy numeric not null,
  xx numeric not null,
  xy numeric not null,
  bins int[] not null,
  bin_counts bigint[] not null,
  primary key (analysis_id, bucket_id, phase, arm, metric, cohort, day)
) with (fillfactor = 50);

-- Outcome metrics and cohorts, every version of each; primary data of this service. The same text is the same version.
create table definition (
  tenant text not null,
  population text not null,
  kind text not null,
  id text not null,
  version bigint not null,
  yaml text not null,
  author text not null,
  create_time timestamptz not null,
  primary key (tenant, population, kind, id, version)
);
