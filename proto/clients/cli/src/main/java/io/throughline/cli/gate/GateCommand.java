package io.throughline.cli.gate;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Explanation;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.selection.v1.Promotion;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks whether a candidate may replace the champion. */
@Command(
    name = "gate",
    mixinStandardHelpOptions = true,
    description = "Ask whether a candidate may replace the champion; the exit code is the verdict.",
    footer = {
      "",
      "Exit code: 0 pass, 1 fail, 2 inconclusive, 3 error, 4 timeout.",
      "",
      "Example:",
      "  throughline gate --policy policy.yaml --candidate experiments/house-valuation/models/m7"
    })
public final class GateCommand implements Callable<Integer> {
  /** What an INCONCLUSIVE counts as. */
  enum Inconclusive {
    FAIL,
    PASS
  }

  @Mixin MeshOptions options;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE|NAME",
      description = "A policy's YAML, which is stored first, or the name of a stored policy.")
  String policy;

  @Option(
      names = "--candidate",
      required = true,
      paramLabel = "NAME",
      description =
          "A model (experiments/E/models/M) or a version (registeredModels/R/versions/V).")
  String candidate;

  @Option(
      names = "--baseline",
      paramLabel = "ALIAS",
      defaultValue = "",
      description =
          "The alias of the champion (registeredModels/R/aliases/A), if not the policy's.")
  String baseline;

  @Option(names = "--promote", description = "After a PASS, make the candidate the champion.")
  boolean promote;

  @Option(
      names = "--on-inconclusive",
      paramLabel = "fail|pass",
      description = "Make an inconclusive verdict exit as a failed or a passed one.")
  Inconclusive onInconclusive;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait for an answer. Default: ${DEFAULT-VALUE}.")
  long seconds;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "The seed of everything random, if not the policy's.")
  long seed;

  @Option(
      names = "--position",
      paramLabel = "POSITION",
      defaultValue = "",
      description = "Wait until the graph holds everything up to this position.")
  String position;

  @Option(
      names = "--request-id",
      paramLabel = "UUID",
      description = "The same id gets the first answer again. Default: a fresh one.")
  String requestId;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      Gate gate = new Gate(mesh.selection(), Duration.ofSeconds(seconds));
      Evaluation evaluation = gate.evaluate(request(gate));
      GateReport report =
          new GateReport(evaluation, mesh.selectionUrl(evaluation.getName()).orElse(""));
      ExitCode code = exitCode(evaluation);
      Optional<Promotion> promotion = Optional.empty();
      if (!options.json()) {
        out.print(report.text());
      }
      try {
        if (promote && ExitCode.of(evaluation.getVerdict()) == ExitCode.PASS) {
          promotion = Optional.of(gate.promote(evaluation));
        }
      } finally {
        out.print(options.json() ? report.json(promotion, code) : report.text(promotion, promote));
      }
      return code.number();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
        spec.commandLine().getErr().println(Explanation.of(e));
        return ExitCode.TIMEOUT.number();
      }
      throw e;
    }
  }

  private EvaluateCandidateRequest request(Gate gate) {
    return EvaluateCandidateRequest.newBuilder()
        .setRequestId(requestId == null ? UUID.randomUUID().toString() : requestId)
        .setPolicy(gate.policy(policy))
        .setCandidate(candidate)
        .setBaseline(baseline)
        .setPosition(position)
        .setSeed(seed)
        .build();
  }

  private ExitCode exitCode(Evaluation evaluation) {
    ExitCode code = ExitCode.of(evaluation.getVerdict());
    if (code != ExitCode.INCONCLUSIVE || onInconclusive == null) {
      return code;
    }
    return onInconclusive == Inconclusive.PASS ? ExitCode.PASS : ExitCode.FAIL;
  }
}
