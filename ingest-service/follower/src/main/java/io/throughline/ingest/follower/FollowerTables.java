package io.throughline.ingest.follower;

/**
 * The tables of a follower, for the migration of the service that embeds it. They live in the
 * schema of the projection's generation, beside what the effects write, and are dropped with it.
 */
public final class FollowerTables {

  private FollowerTables() {}

  /**
   * The statements that create the tables in an existing schema; repeating them is harmless.
   *
   * @param schema the schema's name: lower-case letters, digits and underscores
   */
  public static String ddl(String schema) {
    return """
    -- How far the projection has come, in the transaction of its effects.
    CREATE TABLE IF NOT EXISTS %1$s.cursor (
      partition_id int PRIMARY KEY,
      position bigint NOT NULL,
      digest bytea NOT NULL,
      append_time timestamptz
    );
    -- Batches that the projection could not apply.
    CREATE TABLE IF NOT EXISTS %1$s.quarantine (
      partition_id int NOT NULL,
      position bigint NOT NULL,
      tenant text NOT NULL,
      scope text NOT NULL,
      producer text NOT NULL,
      epoch bigint NOT NULL,
      number bigint NOT NULL,
      reason text NOT NULL,
      quarantine_time timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (partition_id, position)
    );
    CREATE INDEX IF NOT EXISTS quarantine_scope ON %1$s.quarantine (tenant, scope);
    """
            .formatted(FollowerOptions.requireSchema(schema))
        + leases(schema);
  }

  /**
   * The statements that add leases to tables that have none; repeating them is harmless, and takes
   * no lock where nothing is missing. A follower runs them when it connects.
   */
  static String leases(String schema) {
    return """
    DO $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM pg_attribute
          WHERE attrelid = to_regclass('%1$s.cursor') AND attname = 'lease_until') THEN
        -- Who applies the partition, under which epoch, and until when.
        ALTER TABLE %1$s.cursor
          ADD COLUMN IF NOT EXISTS lease_owner text,
          ADD COLUMN IF NOT EXISTS lease_epoch bigint NOT NULL DEFAULT 0,
          ADD COLUMN IF NOT EXISTS lease_until timestamptz;
        -- The replicas that share the partitions.
        CREATE TABLE IF NOT EXISTS %1$s.replica (
          name text PRIMARY KEY,
          until timestamptz NOT NULL
        );
      END IF;
    END $$;
    """
        .formatted(FollowerOptions.requireSchema(schema));
  }
}
