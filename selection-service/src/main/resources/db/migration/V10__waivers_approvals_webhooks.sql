-- Evaluations of a tenant in the order of time, whichever the experiment: what a policy is replayed over.
create index evaluation_time on evaluation (tenant, evaluation);

-- Signed exceptions: one check of one policy, for one candidate, until an expiry.
create table waiver (
  tenant text not null,
  experiment text not null,
  waiver text not null,
  policy text not null,
  check_id text not null,
  candidate text not null,
  evaluation text not null,
  reason text not null,
  author text not null,
  approver text,
  revoked boolean not null default false,
  expire_time timestamptz not null,
  expiry_told boolean not null default false,
  primary key (tenant, experiment, waiver)
);
create index waiver_in_force on waiver (tenant, candidate, policy) where approver is not null and not revoked;
create index waiver_expiry on waiver (expire_time) where approver is not null and not revoked and not expiry_told;

-- Who approved of an evaluation, each once.
create table approval (
  tenant text not null,
  experiment text not null,
  evaluation text not null,
  approver text not null,
  approval text not null,
  comment text not null,
  create_time timestamptz not null,
  primary key (tenant, experiment, evaluation, approver)
);

-- Where to tell of what, and the secret that signs it.
create table webhook (
  tenant text not null,
  webhook text not null,
  url text not null,
  secret bytea not null,
  events text[] not null,
  author text not null,
  create_time timestamptz not null,
  primary key (tenant, webhook)
);

-- What is to be told, written in the transaction of what it tells of. The same subject is told once.
create table webhook_delivery (
  tenant text not null,
  webhook text not null,
  delivery uuid not null default gen_random_uuid(),
  event text not null,
  subject text not null,
  payload text not null,
  create_time timestamptz not null default now(),
  attempts int not null default 0,
  retry_time timestamptz not null default now(),
  done_time timestamptz,
  outcome text not null default '',
  primary key (tenant, webhook, delivery),
  unique (tenant, webhook, event, subject),
  foreign key (tenant, webhook) references webhook (tenant, webhook) on delete cascade
);
create index webhook_delivery_due on webhook_delivery (retry_time) where done_time is null;
