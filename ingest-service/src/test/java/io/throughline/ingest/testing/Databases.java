package io.throughline.ingest.testing;

import io.throughline.ingest.journal.AtomicMigrations;
import io.throughline.ingest.journal.Installation;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.TestPostgres;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases of the journal for tests that need no service. */
public final class Databases {

  private Databases() {}

  /** A migrated and installed journal without batches. */
  public static Database journal(int partitions) {
    return install(TestPostgres.database("journal"), partitions);
  }

  /** Migrates and installs the journal in a database. */
  public static Database install(Database database, int partitions) {
    PGSimpleDataSource source = dataSource(database);
    flyway(source).load().migrate();
    try {
      Installation.open(source, partitions);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return database;
  }

  /** Flyway as the service uses it. */
  public static FluentConfiguration flyway(DataSource database) {
    FluentConfiguration configuration = Flyway.configure().dataSource(database);
    new AtomicMigrations().customize(configuration);
    return configuration;
  }

  /** The database through JDBC. */
  public static PGSimpleDataSource dataSource(Database database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.user());
    source.setPassword(database.password());
    return source;
  }

  /** A pool of connections to a database. */
  public static Pool pool(Database database) {
    return pool(database, database.port());
  }

  /** A pool of connections to a database through another port. */
  public static Pool pool(Database database, int port) {
    return Pool.newInstance(
        io.vertx.pgclient.PgBuilder.pool()
            .connectingTo(
                new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setDatabase(database.name())
                    .setUser(database.user())
                    .setPassword(database.password())
                    .setCachePreparedStatements(true)
                    .setPipeliningLimit(16))
            .with(new PoolOptions().setMaxSize(10))
            .build());
  }
}
