package io.throughline.cli.policy;

import com.google.protobuf.util.Timestamps;
import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.v1.PolicyServiceGrpc;
import io.throughline.selection.v1.ReplayPolicyRequest;
import io.throughline.selection.v1.ReplayPolicyResponse;
import io.throughline.selection.v1.ReplayedEvaluation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What a policy would have said of candidates of the past. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Hold a policy against the evidence of past evaluations; nothing is stored.")
final class PolicyReplayCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 120;

  /** Reads {@code 90d}, {@code 12h} or an instant. */
  static final class Since implements ITypeConverter<Instant> {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,5})([dh])");

    @Override
    public Instant convert(String text) {
      Matcher ago = AGO.matcher(text);
      if (ago.matches()) {
        long count = Long.parseLong(ago.group(1));
        Duration back = ago.group(2).equals("d") ? Duration.ofDays(count) : Duration.ofHours(count);
        return Instant.now().minus(back);
      }
      try {
        return Instant.parse(text);
      } catch (java.time.format.DateTimeParseException e) {
        throw new TypeConversionException(
            "'%s' is neither like 90d or 12h nor an instant like 2026-11-25T00:00:00Z"
                .formatted(text));
      }
    }
  }

  @Parameters(paramLabel = "POLICY", description = "The policy's YAML.")
  Path policy;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "90d",
      converter = Since.class,
      description = "How far back: 90d, 12h or an instant. Default: ${DEFAULT-VALUE}.")
  Instant since;

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only candidates of this experiment (experiments/E).")
  String experiment;

  @Option(
      names = "--evaluated-by",
      paramLabel = "POLICY",
      defaultValue = "",
      description = "Only what this policy (policies/P) evaluated.")
  String evaluatedBy;

  @Mixin MeshOptions options;
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    ReplayPolicyRequest.Builder request =
        ReplayPolicyRequest.newBuilder()
            .setPolicyYaml(PolicyCommand.read(policy))
            .setSince(Timestamps.fromMillis(since.toEpochMilli()))
            .setExperiment(experiment)
            .setEvaluatedBy(evaluatedBy);
    try (Mesh mesh = options.open()) {
      PolicyServiceGrpc.PolicyServiceBlockingStub policies =
          PolicyServiceGrpc.newBlockingStub(mesh.selection());
      ReplayPolicyResponse.Builder all = ReplayPolicyResponse.newBuilder();
      ReplayPolicyResponse page;
      do {
        page =
            policies
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .replayPolicy(request.build());
        all.addAllEvaluations(page.getEvaluationsList());
        request.setPageToken(page.getNextPageToken());
      } while (!page.getNextPageToken().isEmpty());
      print(spec.commandLine().getOut(), all.build());
      return 0;
    }
  }

  private void print(PrintWriter out, ReplayPolicyResponse found) {
    if (options.json()) {
      out.println(Show.json(found));
      return;
    }
    Table table = new Table("EVALUATED", "CANDIDATE", "THEN", "NOW", "WHY NOW");
    long changed = 0;
    for (ReplayedEvaluation one : found.getEvaluationsList()) {
      changed += one.getVerdict() == one.getReplayedVerdict() ? 0 : 1;
      table.add(
          Show.time(one.hasEvaluateTime(), one.getEvaluateTime()),
          one.getCandidate(),
          word(one.getVerdict()),
          word(one.getReplayedVerdict()),
          one.getReplayedReason());
    }
    out.print(table.text(""));
    out.printf("%d evaluations, %d with another verdict%n", found.getEvaluationsCount(), changed);
  }

  private static String word(Verdict verdict) {
    return Show.word(verdict, "VERDICT_").toUpperCase(java.util.Locale.ROOT);
  }
}
