package io.throughline.cli.trial;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshException;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.selection.v1.Definition;
import io.throughline.selection.v1.GetReadoutRequest;
import io.throughline.selection.v1.ListTrialsRequest;
import io.throughline.selection.v1.ListTrialsResponse;
import io.throughline.selection.v1.OutcomeMetricServiceGrpc;
import io.throughline.selection.v1.PutDefinitionRequest;
import io.throughline.selection.v1.Readout;
import io.throughline.selection.v1.TrialServiceGrpc;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trials: what models did to the people who use the product. */
@Command(
    name = "trial",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(show | list | define)",
    description = "Trials: what models did to the people who use the product.")
public final class TrialCommand implements Runnable {
  private static final long DEADLINE_SECONDS = 30;
  private static final int MOST_TRIALS = 1000;

  @Spec CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What of a trial is asked. */
  static final class Asked {
    @Parameters(
        paramLabel = "TRIAL",
        description = "Its name, environments/{environment}/trials/{trial}.")
    String trial;

    @Option(
        names = "--position",
        paramLabel = "POSITION",
        defaultValue = "",
        description = "Wait until everything up to this position (of an acknowledgement) counts.")
    String position;

    @Option(
        names = "--known-at",
        paramLabel = "POSITION",
        defaultValue = "",
        description = "What would have been seen when no more than this position was known.")
    String knownAt;

    @Option(
        names = "--as-of",
        paramLabel = "TIME",
        description = "The instant that tells mature units from provisional ones. Default: now.")
    String asOf;

    @Option(
        names = "--level",
        paramLabel = "LEVEL",
        defaultValue = "0.95",
        description = "The level of the intervals. Default: ${DEFAULT-VALUE}.")
    double level;

    @Option(names = "--metric", paramLabel = "ID", description = "Only this metric; repeatable.")
    List<String> metrics = List.of();

    @Option(names = "--cohort", paramLabel = "ID", description = "Only this cohort; repeatable.")
    List<String> cohorts = List.of();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Show a trial's readout: health first, then each outcome metric in each cohort.",
        "May be asked as often as one likes: the always-valid intervals hold at all looks together."
      })
  int show(@Mixin Asked asked, @Mixin MeshOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    GetReadoutRequest.Builder request =
        GetReadoutRequest.newBuilder()
            .setName(asked.trial)
            .setPosition(asked.position)
            .setKnownAt(asked.knownAt)
            .setConfidenceLevel(asked.level)
            .addAllOutcomeMetrics(asked.metrics)
            .addAllCohorts(asked.cohorts);
    if (asked.asOf != null) {
      request.setAsOfTime(time(asked.asOf));
    }
    try (Mesh mesh = options.open()) {
      Readout readout =
          TrialServiceGrpc.newBlockingStub(mesh.selection())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .getReadout(request.build());
      out.print(options.json() ? Show.json(readout) + "\n" : ReadoutText.of(readout));
      return 0;
    }
  }

  private Timestamp time(String text) {
    try {
      return Timestamps.parse(text);
    } catch (ParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--as-of: '%s' is no time such as 2026-11-25T10:00:00Z".formatted(text));
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the trials of an environment.")
  int list(
      @Parameters(paramLabel = "ENVIRONMENT", description = "environments/{environment}.")
          String environment,
      @Mixin MeshOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      ListTrialsResponse found =
          TrialServiceGrpc.newBlockingStub(mesh.selection())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .listTrials(
                  ListTrialsRequest.newBuilder()
                      .setEnvironment(environment)
                      .setPageSize(MOST_TRIALS)
                      .build());
      if (options.json()) {
        out.println(Show.json(found));
        return 0;
      }
      Table table = new Table("TRIAL", "POPULATION", "CONTROL", "STARTED", "ENDED");
      found
          .getTrialsList()
          .forEach(
              trial ->
                  table.add(
                      trial.getName(),
                      trial.getPopulation(),
                      trial.getControl(),
                      Show.time(true, trial.getPhases(0).getStartTime()),
                      Show.time(trial.hasEndTime(), trial.getEndTime())));
      out.print(table.text(""));
      return 0;
    }
  }

  @Command(
      name = "define",
      mixinStandardHelpOptions = true,
      description = "Store an outcome metric or a cohort; it is computed for every trial.")
  int define(
      @Parameters(paramLabel = "FILE", description = "Its YAML.") Path file,
      @Mixin MeshOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      Definition stored =
          OutcomeMetricServiceGrpc.newBlockingStub(mesh.selection())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .putDefinition(PutDefinitionRequest.newBuilder().setYaml(read(file)).build());
      out.println(options.json() ? Show.json(stored) : stored.getName());
      return 0;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new MeshException("'%s' cannot be read as UTF-8 text".formatted(file));
    }
  }
}
