package io.throughline.cli.gate;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.cli.gate.report.Format;
import io.throughline.cli.gate.report.JsonReport;
import io.throughline.cli.gate.report.Outcome;
import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Explanation;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.v1.Clearance;
import io.throughline.selection.v1.Promotion;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      "Exit code: 0 pass (or waived, printed loudly), 1 fail, 2 inconclusive, 3 error, 4 timeout.",
      "",
      "Example:",
      "  throughline gate --policy policy.yaml --candidate experiments/house-valuation/models/m7",
      "    --key $GITHUB_SHA --report junit=gate.xml --report annotations=-"
    })
public final class GateCommand implements Callable<Integer> {
  /** What an INCONCLUSIVE counts as. */
  enum Inconclusive {
    FAIL,
    PASS,
    WAIT
  }

  @Mixin MeshOptions options;
  @Mixin GateQuestion question;

  @Option(
      names = "--promote",
      description = "After a PASS, or where waivers let it through, make it the champion.")
  boolean promote;

  @Option(
      names = "--on-inconclusive",
      paramLabel = "fail|pass|wait",
      description = {
        "Make an inconclusive verdict exit as a failed or a passed one, or evaluate again",
        "until it is conclusive or the time is over."
      })
  Inconclusive onInconclusive;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait for an answer. Default: ${DEFAULT-VALUE}.")
  long seconds;

  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = {
        "Repeat the question, until --timeout, while the mesh is away or has not caught up with",
        "--position (the default), or end at once (--no-wait)."
      })
  boolean wait;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How often --on-inconclusive=wait evaluates. Default: ${DEFAULT-VALUE}.")
  long every;

  @Option(
      names = "--report",
      paramLabel = "FORMAT=FILE",
      converter = ReportTarget.Converter.class,
      description = {
        "Also write a report: text, json, junit, sarif, markdown or annotations (workflow",
        "commands). '-' writes it to standard output. Can be repeated."
      })
  List<ReportTarget> reports = new ArrayList<>();

  @Option(
      names = "--print-schema",
      help = true,
      description = "Print the JSON schema of the JSON report, and end.")
  boolean printSchema;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (printSchema) {
      out.print(JsonReport.schema());
      return ExitCode.PASS.number();
    }
    try (Mesh mesh = options.open()) {
      Gate gate = new Gate(mesh.selection(), Duration.ofSeconds(seconds), wait);
      String policy = gate.policy(question.policy);
      Evaluation evaluation = gate.evaluate(question.request(policy));
      boolean waiting = onInconclusive == Inconclusive.WAIT;
      while (waiting && inconclusive(evaluation) && gate.pause(Duration.ofSeconds(every))) {
        evaluation = gate.evaluate(question.again(policy));
      }
      return report(mesh, gate, evaluation, out);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
        spec.commandLine().getErr().println(Explanation.of(e));
        return ExitCode.TIMEOUT.number();
      }
      throw e;
    }
  }

  private int report(Mesh mesh, Gate gate, Evaluation evaluation, PrintWriter out) {
    Optional<Clearance> clearance =
        evaluation.getVerdict() == Verdict.VERDICT_PASS || question.dryRun
            ? Optional.empty()
            : Optional.of(gate.clearance(evaluation));
    boolean waived = clearance.isPresent() && clearance.get().getCleared();
    ExitCode code = waived ? ExitCode.PASS : exitCode(evaluation);
    boolean mayPromote = promote && (waived || evaluation.getVerdict() == Verdict.VERDICT_PASS);
    Optional<Promotion> promotion = Optional.empty();
    try {
      if (mayPromote) {
        promotion = Optional.of(gate.promote(evaluation));
      }
    } finally {
      write(
          new Outcome(
              evaluation,
              mesh.selectionUrl(evaluation.getName()).orElse(""),
              clearance,
              promotion,
              promote,
              code.number(),
              gate.policyFile()),
          out);
    }
    return code.number();
  }

  private void write(Outcome outcome, PrintWriter out) {
    boolean taken =
        reports.stream()
            .anyMatch(one -> one.standardOutput() && one.format() != Format.ANNOTATIONS);
    if (!taken) {
      out.print((options.json() ? Format.JSON : Format.TEXT).text(outcome));
    }
    reports.forEach(report -> report.write(outcome, out));
  }

  private ExitCode exitCode(Evaluation evaluation) {
    if (!inconclusive(evaluation) || onInconclusive == null) {
      return ExitCode.of(evaluation.getVerdict());
    }
    return switch (onInconclusive) {
      case PASS -> ExitCode.PASS;
      case FAIL -> ExitCode.FAIL;
      case WAIT -> ExitCode.TIMEOUT;
    };
  }

  private static boolean inconclusive(Evaluation evaluation) {
    return evaluation.getVerdict() == Verdict.VERDICT_INCONCLUSIVE;
  }
}
