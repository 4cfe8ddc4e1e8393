package io.throughline.local.mesh;

import io.throughline.local.postgres.DirectoryLock;
import io.throughline.local.postgres.Postgres;
import io.throughline.local.process.Supervisor;
import io.throughline.local.token.MeshTokens;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A running mesh. It keeps its parts running until it is closed; then the services end first, the
 * last one started before the others, and PostgreSQL after them.
 */
public final class Mesh implements AutoCloseable {
  private static final Duration SERVICE_PATIENCE = Duration.ofSeconds(15);

  private final Layout layout;
  private final Ports ports;
  private final Installation installation;
  private final Consumer<String> messages;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Map<Service, Supervisor> supervisors = new EnumMap<>(Service.class);

  /**
   * A mesh that does not run yet.
   *
   * @param messages takes a line for everything that a person may want to know
   */
  public Mesh(Layout layout, Ports ports, Installation installation, Consumer<String> messages) {
    this.layout = layout;
    this.ports = ports;
    this.installation = installation;
    this.messages = messages;
  }

  /**
   * Takes the data directory, ends what a killed launcher left behind on it, and starts PostgreSQL
   * and the services. Returns before the services are ready: see {@link #awaitReady}.
   *
   * @throws MeshException when the directory is in use, a port is taken or a service was not built
   * @throws io.throughline.local.postgres.PostgresException when PostgreSQL does not start
   */
  public synchronized void start() {
    installation.checkBuilt();
    Residents residents = new Residents(layout);
    parts.push(DirectoryLock.tryAcquire(layout.lock()).orElseThrow(residents::inUse));
    try {
      residents.endOrphans(messages);
      ports.checkFree();
      MeshTokens tokens = layout.tokens();
      parts.push(new TokenRenewal(tokens).start());
      Postgres postgres = startPostgres();
      for (Service service : Service.values()) {
        startService(service, tokens, postgres);
      }
      layout.meshFile().write(addresses());
      parts.push(layout.meshFile()::delete);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Postgres startPostgres() {
    messages.accept("PostgreSQL starts on port " + ports.postgres() + ", data in " + layout.data());
    Postgres postgres =
        Postgres.start(
            new Postgres.Options(layout.data(), ports.postgres(), layout.log("postgres"), true));
    parts.push(postgres);
    messages.accept("PostgreSQL is ready");
    parts.push(new PostgresWatch(postgres, messages).start());
    return postgres;
  }

  private void startService(Service service, MeshTokens tokens, Postgres postgres) {
    Map<String, String> environment =
        Configuration.of(service, layout, ports, tokens, postgres.database(service.database()));
    Supervisor supervisor =
        new Supervisor(ServiceProcess.child(service, layout, installation, environment), messages);
    supervisor.start();
    supervisors.put(service, supervisor);
    parts.push(() -> supervisor.stop(SERVICE_PATIENCE));
    messages.accept(
        "%s starts (gRPC %s, HTTP %s)"
            .formatted(service.serviceName(), ports.grpcAddress(service), ports.httpUrl(service)));
  }

  /**
   * Waits until every service says that it is ready.
   *
   * @throws MeshException when a service keeps dying before it is ready, or takes too long
   */
  public void awaitReady() {
    new Startup(layout, ports, messages).await(supervisors);
  }

  /** Where the mesh is reached. */
  public MeshAddresses addresses() {
    return new MeshAddresses(ports, layout.tokens().file(MeshTokens.LOCAL));
  }

  /** Whether anything of it runs. */
  public synchronized boolean isRunning() {
    return !parts.isEmpty();
  }

  /** Stops everything, in the reverse order of its start. */
  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        messages.accept(e.getMessage());
      }
    }
  }
}
