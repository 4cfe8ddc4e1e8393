package io.throughline.client;

import io.throughline.event.v1.EnvironmentDeclared;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.event.v1.RegisteredModelDeclared;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One process's line to the journal. Events are collected per scope, and sent when a run ends, when
 * many have come together, and with {@link #flush()} and {@link #close()}; each of these returns
 * when the events are durable. Every emitter is a new producer, so nothing has to be kept between
 * two executions of a pipeline. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Emitter emitter = Emitter.connect("nightly-training")) {
 *   Experiment experiment = emitter.experiment("house-valuation");
 *   experiment.run("2026-11-25", "pipeline", run -> {
 *     run.hyperparameters(Map.of("alpha", 0.001, "l1_ratio", 0.5));
 *     run.metric("rmse_log_price", 0.128);
 *     return null;
 *   });
 * }
 * }</pre>
 */
public final class Emitter implements AutoCloseable {

  /** Names the journal's address in the environment. */
  public static final String ADDRESS_VARIABLE = "THROUGHLINE_INGEST";

  private final String producer;
  private final Journal journal;
  private final Clock clock;
  private final Map<String, Scope> scopes = new ConcurrentHashMap<>();

  private Emitter(String name, Connection connection, Clock clock) {
    this.producer = name + "-" + UuidV7.next();
    this.journal = new Journal(connection);
    this.clock = clock;
  }

  /**
   * An emitter for the mesh that the environment names ({@link #ADDRESS_VARIABLE}, {@link
   * Connection#TOKEN_FILE_VARIABLE}).
   *
   * @param name who emits: letters, digits, {@code .}, {@code _}, {@code -}, at most 90
   */
  public static Emitter connect(String name) {
    return connect(name, Connection.fromEnvironment(ADDRESS_VARIABLE), Clock.systemUTC());
  }

  /**
   * An emitter for a given mesh.
   *
   * @param clock says when events are true that do not say it themselves
   */
  public static Emitter connect(String name, Connection connection, Clock clock) {
    return new Emitter(name, connection, clock);
  }

  /** The experiment of this id; ask it to declare itself if it may be new. */
  public Experiment experiment(String id) {
    return new Experiment(scope("experiments/" + id));
  }

  /**
   * Declares a registered model: a name for the models that serve one purpose. Harmless when
   * repeated.
   *
   * @return its name
   */
  public String declareRegisteredModel(String id, String description) {
    String name = "registeredModels/" + id;
    scope(name)
        .add(
            Event.newBuilder()
                .setRegisteredModelDeclared(
                    RegisteredModelDeclared.newBuilder()
                        .setName(name)
                        .setDescription(description)));
    return name;
  }

  /**
   * Declares an environment: a place where models live. Harmless when repeated.
   *
   * @return its name
   */
  public String declareEnvironment(String id, String displayName) {
    String name = "environments/" + id;
    scope(name)
        .add(
            Event.newBuilder()
                .setEnvironmentDeclared(
                    EnvironmentDeclared.newBuilder().setName(name).setDisplayName(displayName)));
    return name;
  }

  /**
   * Tells that a model went live.
   *
   * @param environment the environment's name
   * @param id the deployment's id in it
   * @param since when it went live
   * @param deployment sets the model, the phase and what else there is to say
   * @return the deployment's name
   */
  public String deploy(
      String environment, String id, Instant since, Consumer<ModelDeployed.Builder> deployment) {
    String name = environment + "/deployments/" + id;
    ModelDeployed.Builder deployed = ModelDeployed.newBuilder().setName(name);
    deployment.accept(deployed);
    scope(environment)
        .add(Event.newBuilder().setValidTime(Scope.timestamp(since)).setModelDeployed(deployed));
    return name;
  }

  /** Sends what is collected in every scope; returns when it is durable. */
  public void flush() {
    scopes.values().forEach(Scope::flush);
  }

  /**
   * The position after everything that was acknowledged so far, as opaque text: a read that carries
   * it sees all of it.
   */
  public String position() {
    Collection<Scope> all = scopes.values();
    return all.stream()
        .map(Scope::position)
        .filter(position -> !position.isEmpty())
        .sorted()
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** Sends what is collected and hangs up. */
  @Override
  public void close() {
    try {
      flush();
    } finally {
      journal.close();
    }
  }

  private Scope scope(String name) {
    return scopes.computeIfAbsent(name, n -> new Scope(n, producer, journal, clock));
  }
}
