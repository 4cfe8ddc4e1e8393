-- Care of the journal. Only adds, so that services of the version before go on with it; nothing here rewrites or reads
-- the journal's rows. Gives up soon where somebody holds a lock, since appends wait behind it; the start is tried again.
SET LOCAL lock_timeout = '4s';

ALTER TABLE installation ADD COLUMN incarnation_id uuid NOT NULL DEFAULT gen_random_uuid();
COMMENT ON COLUMN installation.incarnation_id IS 'which life of the journal this is; a restore gives it another';

ALTER TABLE journal
  ADD COLUMN tombstone smallint NOT NULL DEFAULT 0,
  ADD COLUMN tombstone_position bigint;
COMMENT ON COLUMN journal.tombstone IS '0: the payload is there; 1: redacted; 2: purged';
COMMENT ON COLUMN journal.tombstone_position IS 'where the event lies, in the same partition, that tells of the tombstone';

-- Finds the scopes that a producer has written to.
CREATE INDEX producer_name ON producer (tenant, producer, scope);

-- Up to where each partition was removed by retention, with the digest of the last batch that was; and how far the bytes
-- of what is left were measured. No row: nothing was removed or measured.
CREATE TABLE horizon (
  partition_id int PRIMARY KEY,
  position bigint NOT NULL DEFAULT 0,
  digest bytea NOT NULL DEFAULT '',
  measured_position bigint NOT NULL DEFAULT 0,
  measured_bytes bigint NOT NULL DEFAULT 0
);

-- Who follows, and how far each has durably come: retention does not go past it.
CREATE TABLE follower (
  name text NOT NULL,
  partition_id int NOT NULL,
  position bigint NOT NULL,
  digest bytea NOT NULL,
  seen_time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (name, partition_id)
);

-- Scopes to be purged: the event that says so, and how far the work has come by the batches' keys.
CREATE TABLE purge (
  partition_id int NOT NULL,
  position bigint NOT NULL,
  tenant text NOT NULL,
  scope text NOT NULL,
  done_producer text NOT NULL DEFAULT '',
  done_epoch bigint NOT NULL DEFAULT 0,
  done_number bigint NOT NULL DEFAULT 0,
  purged_count bigint NOT NULL DEFAULT 0,
  finish_time timestamptz,
  PRIMARY KEY (partition_id, position)
);
CREATE INDEX purge_unfinished ON purge (partition_id, position) WHERE finish_time IS NULL;
