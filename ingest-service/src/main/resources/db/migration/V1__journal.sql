-- What is fixed at installation.
CREATE TABLE installation (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  partition_count int NOT NULL CHECK (partition_count BETWEEN 1 AND 1024),
  install_time timestamptz NOT NULL DEFAULT now()
);

-- The end of each partition. Whoever appends locks the row first, so positions are given in the order of commits.
CREATE TABLE partition_head (
  partition_id int PRIMARY KEY,
  position bigint NOT NULL DEFAULT 0,
  append_time timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 10);

-- What happened: a row a batch.
CREATE TABLE journal (
  partition_id int NOT NULL,
  position bigint NOT NULL,
  tenant text NOT NULL,
  scope text NOT NULL,
  producer text NOT NULL,
  epoch bigint NOT NULL,
  number bigint NOT NULL,
  kinds bigint NOT NULL,
  event_count int NOT NULL,
  valid_time timestamptz,
  append_time timestamptz NOT NULL,
  traceparent text NOT NULL,
  digest bytea NOT NULL,
  codec smallint NOT NULL,
  size int NOT NULL,
  payload bytea NOT NULL,
  PRIMARY KEY (partition_id, position)
);
COMMENT ON COLUMN journal.kinds IS 'bit n is set where the batch has an event whose kind has the field number n';
COMMENT ON COLUMN journal.digest IS 'SHA-256 of the payload before compression';
COMMENT ON COLUMN journal.codec IS '0: payload as it is; 1: zstd';
COMMENT ON COLUMN journal.size IS 'bytes of the payload before compression';
COMMENT ON COLUMN journal.payload IS 'the batch as protobuf, without traceparent';
ALTER TABLE journal ALTER COLUMN payload SET STORAGE EXTERNAL;

-- Finds a batch by its number: for resent batches, and as a second wall against doubled ones.
CREATE UNIQUE INDEX journal_batch ON journal (partition_id, tenant, scope, producer, epoch, number);

-- How far each producer has counted in a scope.
CREATE TABLE producer (
  partition_id int NOT NULL,
  tenant text NOT NULL,
  scope text NOT NULL,
  producer text NOT NULL,
  epoch bigint NOT NULL,
  number bigint NOT NULL,
  PRIMARY KEY (partition_id, tenant, scope, producer)
) WITH (fillfactor = 70);
