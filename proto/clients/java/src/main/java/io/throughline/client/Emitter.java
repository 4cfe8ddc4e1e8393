package io.throughline.client;

import io.grpc.ManagedChannel;
import io.throughline.client.spill.Spill;
import io.throughline.client.spill.SpillDirectory;
import io.throughline.client.stream.Delivery;
import io.throughline.client.stream.Outbox;
import io.throughline.client.stream.OutboxLimits;
import io.throughline.client.stream.Tally;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.RegisteredModelDeclared;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * One process's line to the journal. What is told is batched, sent and repeated by a thread of the
 * emitter's own, so that the pipeline does not wait; {@link #flush()} waits until it is durable.
 * Every emitter is a new producer. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Emitter emitter = Emitter.connect("nightly-training");
 *     Run run = emitter.experiment("house-valuation").run("train")) {
 *   run.parameter("alpha", 0.001);
 *   run.metric("rmse_log_price", 0.128);
 * }
 * }</pre>
 */
public final class Emitter implements AutoCloseable {

  /** Names the journal's address in the environment. */
  public static final String ADDRESS_VARIABLE = "THROUGHLINE_INGEST";

  private static final Logger LOG = System.getLogger(Emitter.class.getName());
  private static final Duration PATIENCE_AT_EXIT = Duration.ofSeconds(10);

  private final ManagedChannel channel;
  private final Duration patience;
  private final Clock clock;
  private final Tally tally = new Tally();
  private final Pump pump;
  private final Thread atExit = new Thread(this::exit, "throughline-emitter-exit");
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong lostTold = new AtomicLong();
  private final Optional<Path> spillDirectory;

  private Emitter(String name, Connection connection, Clock clock, EmitterSettings settings) {
    this.patience = connection.patience();
    this.clock = clock;
    String producer = name + "-" + UuidV7.next();
    OutboxLimits limits = new OutboxLimits(settings.memoryBytes(), settings.spillBytes());
    List<Outbox> left = new ArrayList<>();
    Outbox own = outbox(producer, settings, limits, left);
    spillDirectory = own.spillDirectory();
    channel = connection.open();
    pump =
        new Pump(
            (wake, counts) -> new Delivery(channel, wake, counts),
            own,
            left,
            tally,
            settings.longestWait());
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * An emitter for the mesh that the environment names ({@link #ADDRESS_VARIABLE}, {@link
   * Connection#TOKEN_FILE_VARIABLE}, {@link EmitterSettings#SPILL_VARIABLE}).
   *
   * @param name who emits: letters, digits, {@code .}, {@code _}, {@code -}, at most 90
   */
  public static Emitter connect(String name) {
    return connect(
        name,
        Connection.fromEnvironment(ADDRESS_VARIABLE),
        Clock.systemUTC(),
        EmitterSettings.fromEnvironment());
  }

  /**
   * An emitter for a given mesh, without a spill.
   *
   * @param clock says when events are true that do not say it themselves
   */
  public static Emitter connect(String name, Connection connection, Clock clock) {
    return connect(name, connection, clock, EmitterSettings.defaults());
  }

  /**
   * An emitter for a given mesh.
   *
   * @throws IllegalStateException where the spill's directory cannot be used
   */
  public static Emitter connect(
      String name, Connection connection, Clock clock, EmitterSettings settings) {
    if (!name.matches("[A-Za-z0-9._-]{1,90}")) {
      throw new IllegalArgumentException(
          "'%s' is no name for an emitter; use 1 to 90 letters, digits, '.', '_' and '-'"
              .formatted(name));
    }
    return new Emitter(name, connection, clock, settings);
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

  /** The environment of this id; ask it to declare itself if it may be new. */
  public Environment environment(String id) {
    return new Environment(scope("environments/" + id));
  }

  /** The population of this id; ask it to declare itself if it may be new. */
  public Population population(String id) {
    return new Population(scope("populations/" + id));
  }

  /**
   * Waits until everything told so far is durable.
   *
   * @return the position after it
   * @throws EmitException where something was refused or dropped since the last call, or is not
   *     acknowledged within the connection's patience
   */
  public String flush() {
    boolean answered = pump.flush(patience);
    EmitReport report = report();
    if (!answered) {
      throw EmitException.undelivered(report);
    }
    long lost = report.lost() - lostTold.getAndSet(report.lost());
    if (lost > 0) {
      throw EmitException.lost(lost, report);
    }
    return position();
  }

  /**
   * The position after everything that was acknowledged so far, as opaque text: a read that carries
   * it sees all of it.
   */
  public String position() {
    return pump.positions().stream().sorted().distinct().collect(Collectors.joining(","));
  }

  /** What has become of what was told. */
  public EmitReport report() {
    return EmitReport.of(tally);
  }

  /**
   * Waits until everything is durable, within the connection's patience, and hangs up. What the
   * journal does not have by then stays in the spill for the next emitter; without one it is lost.
   * Either is logged as a warning and can be read from {@link #report()}; nothing is thrown.
   */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook runs or has run.
    }
    close(patience);
  }

  private void exit() {
    close(patience.compareTo(PATIENCE_AT_EXIT) < 0 ? patience : PATIENCE_AT_EXIT);
  }

  private void close(Duration wait) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    pump.flush(wait);
    pump.stop();
    channel.shutdownNow();
    EmitReport report = report();
    if (report.lost() > 0 || report.pendingBatches() > 0) {
      LOG.log(
          Level.WARNING,
          "Not everything is in the journal ({0}); batches that are pending {1}: {2}",
          report.trouble(),
          spillDirectory
              .map(directory -> "stay in " + directory + " for the next emitter")
              .orElse("are lost, for there is no spill"),
          report);
    }
  }

  private Outbox outbox(
      String producer, EmitterSettings settings, OutboxLimits limits, Collection<Outbox> left) {
    if (settings.spill().isEmpty()) {
      return Outbox.of(producer, Optional.empty(), limits, tally);
    }
    SpillDirectory directory = new SpillDirectory(settings.spill().get(), false);
    try {
      for (Spill spill : directory.abandoned()) {
        left.add(Outbox.adopted(spill, limits, tally));
      }
      return Outbox.of(producer, Optional.of(directory.create(producer)), limits, tally);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The spill in %s cannot be used (%s); %s names a directory that can be written"
              .formatted(directory.root(), e, EmitterSettings.SPILL_VARIABLE),
          e);
    }
  }

  private Scope scope(String name) {
    return new Scope(name, this, pump, clock);
  }
}
