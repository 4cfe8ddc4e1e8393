-- The chunks of large figures, by the digest of the whole figure.
CREATE TABLE figure_chunk (
  tenant word NOT NULL,
  scope word NOT NULL,
  digest word NOT NULL,
  chunk_index int NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (tenant, scope, digest, chunk_index)
);
ALTER TABLE figure_chunk ALTER COLUMN content SET STORAGE EXTERNAL;

-- Which experiments and runs are deleted, with the past: restored ones have no open row.
CREATE TABLE deletion (
  tenant word NOT NULL,
  scope word NOT NULL,
  subject word NOT NULL,
  reason text NOT NULL,
  delete_time timestamptz NOT NULL,
  source_partition int NOT NULL,
  recorded_from bigint NOT NULL,
  recorded_to bigint,
  PRIMARY KEY (tenant, scope, subject, recorded_from)
);

-- Up to which position everything of a scope is gone.
CREATE TABLE purge (
  tenant word NOT NULL,
  scope word NOT NULL,
  recorded_from bigint NOT NULL,
  source_partition int NOT NULL,
  purge_time timestamptz NOT NULL,
  PRIMARY KEY (tenant, scope, recorded_from)
);
