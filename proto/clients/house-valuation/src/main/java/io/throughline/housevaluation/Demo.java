package io.throughline.housevaluation;

import io.grpc.StatusRuntimeException;
import io.throughline.client.Connection;
import io.throughline.client.EmitException;
import io.throughline.client.Emitter;
import io.throughline.client.EmitterSettings;
import io.throughline.housevaluation.mesh.Gate;
import io.throughline.housevaluation.mesh.Registry;
import io.throughline.housevaluation.mesh.Trials;
import io.throughline.housevaluation.step.Settings;
import io.throughline.housevaluation.valuation.Sweep;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Executes the example against the mesh that the environment names: {@code THROUGHLINE_INGEST},
 * {@code THROUGHLINE_LINEAGE}, {@code THROUGHLINE_SELECTION} (each {@code host:port}), {@code
 * THROUGHLINE_TOKEN_FILE}.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Train models that value houses on real sales, tell the mesh everything, and ask the gate"
            + " whether the best one may replace the champion.",
    footer = "Exit code: 0 whatever the gate says, 1 where the mesh or the input fails.")
public final class Demo implements Callable<Integer> {

  @Option(
      names = "--sweep",
      defaultValue = "DEFAULT",
      description =
          "Which candidates are tried: ${COMPLETION-CANDIDATES} (seconds, a minute, some minutes).")
  private Sweep sweep;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The seed of the folds and of the trainers (default: 1).")
  private long seed;

  @Option(
      names = "--threads",
      description = "How many models are trained at a time (default: one a processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--emit-only",
      description = "Train and emit, and leave the registry and the gate alone.")
  private boolean emitOnly;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description =
          "Emit as if it were this instant (2026-11-25T00:00:00Z), so that the same run tells the"
              + " same story again (default: now).")
  private Instant at;

  @Option(names = "--run", description = "The pipeline run's id (default: a new one).")
  private String run = freshRun();

  /** Runs the demo and exits with its code. */
  public static void main(String[] arguments) {
    CommandLine demo = new CommandLine(new Demo()).setCaseInsensitiveEnumValuesAllowed(true);
    demo.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          line.getErr().println(explanation(failure));
          return line.getCommandSpec().exitCodeOnExecutionException();
        });
    System.exit(demo.execute(arguments));
  }

  @Override
  public Integer call() {
    Connection ingest = Connection.fromEnvironment(Emitter.ADDRESS_VARIABLE);
    Connection lineage = Connection.fromEnvironment("THROUGHLINE_LINEAGE");
    Connection selection = Connection.fromEnvironment("THROUGHLINE_SELECTION");
    Clock clock = at == null ? Clock.systemUTC() : Clock.fixed(at, ZoneOffset.UTC);
    try (Emitter emitter =
            Emitter.connect("house-valuation", ingest, clock, EmitterSettings.fromEnvironment());
        Registry registry = new Registry(lineage, Story.REGISTERED_MODEL);
        Gate gate = new Gate(selection);
        Trials trials = new Trials(selection)) {
      Settings settings = new Settings(seed, Math.max(1, threads));
      Story story = new Story(emitter, registry, gate, trials, settings, new Report(System.out));
      if (emitOnly) {
        story.emit(run, sweep);
      } else {
        story.tell(run, sweep);
      }
    }
    return 0;
  }

  /** The time for people, and something random for two that begin in the same second. */
  private static String freshRun() {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(Instant.now());
    return "demo-%s-%04x".formatted(time, new SecureRandom().nextInt(0x10000));
  }

  /** One message for what went wrong outside; the whole trace for a fault of the example. */
  private static String explanation(Exception failure) {
    if (failure instanceof EmitException
        || failure instanceof IllegalStateException
        || failure instanceof IllegalArgumentException) {
      return failure.getMessage();
    }
    if (failure instanceof StatusRuntimeException status) {
      return "The mesh answered "
          + status.getStatus().getCode()
          + ": "
          + status.getStatus().getDescription();
    }
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
