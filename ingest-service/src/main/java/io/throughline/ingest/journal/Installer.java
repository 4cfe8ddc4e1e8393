package io.throughline.ingest.journal;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jboss.logging.Logger;

/**
 * Migrates the database and installs the journal. A database that does not answer is tried again in
 * the background, so that the service may start before its database does; one that holds another
 * journal ends the service.
 */
@ApplicationScoped
public class Installer {
  private static final Logger LOG = Logger.getLogger(Installer.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final Flyway flyway;
  private final AgroalDataSource database;
  private final int partitions;
  private final CompletableFuture<Installation> installation = new CompletableFuture<>();
  private final CompletableFuture<Void> stopping = new CompletableFuture<>();

  Installer(
      Flyway flyway,
      AgroalDataSource database,
      @ConfigProperty(name = "throughline.partitions", defaultValue = "8") int partitions) {
    this.flyway = flyway;
    this.database = database;
    this.partitions = partitions;
  }

  /** Tries once while the service starts, and goes on in the background. */
  void start(@Observes StartupEvent started) {
    if (!install(FIRST_PAUSE)) {
      Thread thread = new Thread(this::installWhenPossible, "installer");
      thread.setDaemon(true);
      thread.start();
    }
  }

  void stop(@Observes ShutdownEvent stopped) {
    stopping.complete(null);
  }

  /** Whether the journal is installed, so that it can be used. */
  public boolean isInstalled() {
    return installation.isDone();
  }

  /**
   * The installed journal.
   *
   * @throws Failure DEPENDENCY_UNAVAILABLE while it is not installed yet
   */
  public Installation installation() {
    if (!isInstalled()) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
              "The journal's database is not ready yet; try again.")
          .retryAfter(RETRY_DELAY);
    }
    return installation.join();
  }

  private void installWhenPossible() {
    Duration pause = FIRST_PAUSE;
    do {
      pause(pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    } while (!stopping.isDone() && !installOrEnd(pause));
  }

  private boolean installOrEnd(Duration nextPause) {
    try {
      return install(nextPause);
    } catch (InstallationException | FlywayValidateException e) {
      LOG.fatal(e.getMessage());
      Quarkus.asyncExit(1);
      return true;
    }
  }

  private boolean install(Duration nextPause) {
    try {
      flyway.migrate();
      installation.complete(Installation.open(database, partitions));
      LOG.infof("the journal is open, with %d partitions", partitions);
      return true;
    } catch (InstallationException | FlywayValidateException e) {
      throw e;
    } catch (FlywayException | SQLException e) {
      LOG.warnf(
          "the database is not ready, next try in %d ms: %s",
          nextPause.toMillis(), e.getMessage().lines().findFirst().orElse(""));
      // A connection that broke on the way was never given back, and the pool is small.
      database.flush(FlushMode.ALL);
      return false;
    }
  }

  private void pause(Duration pause) {
    stopping.copy().completeOnTimeout(null, pause.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
