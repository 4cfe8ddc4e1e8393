package io.throughline.local.mesh;

import static org.awaitility.Awaitility.await;

import io.throughline.load.mesh.MeshConnection;
import io.throughline.load.postgres.Stores;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.Postgres;
import io.throughline.local.process.Child;
import io.throughline.local.process.Supervisor;
import io.throughline.local.token.MeshTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** A mesh whose parts a test may kill. */
public final class TestMesh implements AutoCloseable {
  /** Its parts, by the names that they have. */
  public static final String POSTGRES = "postgres";

  private static final Duration HEALED = Duration.ofMinutes(3);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Layout layout;
  private final Ports ports = FreePorts.find();
  private final Installation installation;
  private final Consumer<String> messages;
  private final Mesh mesh;
  private final Deque<AutoCloseable> others = new ArrayDeque<>();

  /** Starts a mesh and waits until it is ready. */
  public TestMesh(Path home, Path data, Consumer<String> messages) {
    this.layout = Layout.of(data);
    this.installation = new Installation(home);
    this.messages = messages;
    this.mesh = new Mesh(layout, ports, installation, messages);
    mesh.start();
    mesh.awaitReady();
  }

  /** How clients reach it. */
  public MeshConnection connection() {
    return connection(ports.grpc(Service.INGEST));
  }

  /** How clients reach it through another port for ingest-service, such as a proxy's. */
  public MeshConnection connection(int ingestPort) {
    return new MeshConnection(
        "127.0.0.1:" + ingestPort,
        Optional.of(ports.grpcAddress(Service.LINEAGE)),
        layout.tokens().file(MeshTokens.LOCAL),
        true);
  }

  /** The port of ingest-service. */
  public int ingestPort() {
    return ports.grpc(Service.INGEST);
  }

  /** Where selection-service is reached. */
  public String selection() {
    return ports.grpcAddress(Service.SELECTION);
  }

  /** Its PostgreSQL. */
  public Stores stores() {
    try {
      return new Stores(
          ports.postgresAddress(),
          "postgres",
          Files.readString(Postgres.passwordFile(layout.data())).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills a part with SIGKILL as soon as it is ready, and waits until another process runs. */
  public void kill(String part) {
    await().atMost(HEALED).until(() -> isReady(part));
    ProcessHandle killed = process(part).orElseThrow();
    messages.accept("kills " + part + ", process " + killed.pid());
    killed.destroyForcibly();
    await()
        .atMost(HEALED)
        .until(() -> process(part).filter(now -> now.pid() != killed.pid()).isPresent());
  }

  /** Waits until every part is ready. */
  public void awaitReady() {
    for (Service service : Service.values()) {
      await().atMost(HEALED).until(() -> isReady(service.serviceName()));
    }
  }

  private boolean isReady(String part) {
    if (part.equals(POSTGRES)) {
      return process(part).isPresent();
    }
    return process(part).isPresent() && Readiness.isReady(ports.httpUrl(service(part)));
  }

  private Optional<ProcessHandle> process(String part) {
    return part.equals(POSTGRES)
        ? Postgres.processOn(layout.data())
        : ServiceProcess.file(service(part), layout).running();
  }

  private static Service service(String part) {
    for (Service service : Service.values()) {
      if (service.serviceName().equals(part)) {
        return service;
      }
    }
    throw new IllegalArgumentException(part);
  }

  /**
   * Starts a second lineage-service with an empty database, which makes the graph from zero.
   *
   * @return where it is reached
   */
  public String startAnotherLineage() {
    Ports free = FreePorts.find();
    Layout apart = Layout.of(layout.data().resolve("another"));
    var environment =
        Configuration.of(Service.LINEAGE, layout, free, layout.tokens(), anotherDatabase());
    environment.put("THROUGHLINE_INGEST_ADDRESS", ports.grpcAddress(Service.INGEST));
    environment.put("QUARKUS_LOG_FILE_PATH", apart.log(Service.LINEAGE.serviceName()).toString());
    Child child = ServiceProcess.child(Service.LINEAGE, apart, installation, environment);
    Supervisor supervisor = new Supervisor(child, messages);
    supervisor.start();
    others.push(() -> supervisor.stop(PATIENCE));
    await().atMost(HEALED).until(() -> Readiness.isReady(free.httpUrl(Service.LINEAGE)));
    return free.grpcAddress(Service.LINEAGE);
  }

  private Database anotherDatabase() {
    Stores stores = stores();
    try (Connection connection = stores.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS another WITH (FORCE)");
      statement.execute("CREATE DATABASE another");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Database("another", ports.postgres(), stores.user(), stores.password());
  }

  /** Stops the second lineage-service. */
  public void stopOthers() throws Exception {
    while (!others.isEmpty()) {
      others.pop().close();
    }
  }

  @Override
  public void close() throws Exception {
    stopOthers();
    mesh.close();
  }
}
