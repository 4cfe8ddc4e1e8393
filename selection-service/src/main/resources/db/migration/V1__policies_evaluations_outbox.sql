-- Every version of every policy, immutable. The same text is the same version.
create table policy_version (
  tenant text not null,
  policy text not null,
  version bigint not null,
  digest text not null,
  yaml text not null,
  author text not null,
  create_time timestamptz not null,
  primary key (tenant, policy, version),
  unique (tenant, policy, digest)
);

-- Every evaluation, immutable: the message that went out, and the evidence that it was computed from.
create table evaluation (
  tenant text not null,
  experiment text not null,
  evaluation text not null,
  candidate text not null,
  candidate_version text,
  request_id text,
  request_digest text not null,
  message bytea not null,
  evidence bytea not null,
  primary key (tenant, experiment, evaluation)
);
create unique index evaluation_request on evaluation (tenant, request_id) where request_id is not null;
create index evaluation_candidate on evaluation (tenant, experiment, candidate, evaluation);

-- What goes out to the journal, written in the transaction of what it tells of.
create table outbox (
  tenant text not null,
  scope text not null,
  epoch bigint not null,
  number bigint not null,
  batch bytea not null,
  position text,
  primary key (tenant, scope, epoch, number)
);

-- The last number given and the last one acknowledged by the journal, of each scope.
create table outbox_head (
  tenant text not null,
  scope text not null,
  epoch bigint not null,
  number bigint not null,
  sent_epoch bigint not null default 0,
  sent_number bigint not null default 0,
  attempts int not null default 0,
  retry_time timestamptz not null default now(),
  primary key (tenant, scope)
);
create index outbox_head_unsent on outbox_head (tenant, scope)
  where (sent_epoch, sent_number) <> (epoch, number);

-- One row: the epoch in which numbers are given.
create table outbox_epoch (
  only_row boolean primary key default true check (only_row),
  epoch bigint not null
);
insert into outbox_epoch (epoch) values (1);
