package io.throughline.cli.policy;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.selection.v1.PolicyCase;
import io.throughline.selection.v1.PolicyServiceGrpc;
import io.throughline.selection.v1.TestPolicyRequest;
import io.throughline.selection.v1.TestPolicyResponse;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges the test cases of a policy. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Judge invented evidence: does the policy say what it should?",
    footer = {"", "Exit code: 0 all cases as expected, 1 one differs, 3 error."})
final class PolicyTestCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 60;

  @Parameters(index = "0", paramLabel = "POLICY", description = "The policy's YAML.")
  Path policy;

  @Parameters(index = "1", paramLabel = "CASES", description = "The cases' YAML.")
  Path cases;

  @Mixin MeshOptions options;
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      TestPolicyResponse found =
          PolicyServiceGrpc.newBlockingStub(mesh.selection())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .testPolicy(
                  TestPolicyRequest.newBuilder()
                      .setPolicyYaml(PolicyCommand.read(policy))
                      .setCasesYaml(PolicyCommand.read(cases))
                      .build());
      if (options.json()) {
        out.println(Show.json(found));
      } else {
        found.getCasesList().forEach(one -> print(out, one));
      }
      return found.getPassed() ? 0 : 1;
    }
  }

  private static void print(PrintWriter out, PolicyCase one) {
    out.printf(
        "%s  %s: %s%n",
        one.getPassed() ? "ok  " : "DIFFERS",
        one.getName(),
        Show.word(one.getVerdict(), "VERDICT_").toUpperCase(java.util.Locale.ROOT));
    one.getDifferencesList().forEach(difference -> out.printf("    %s%n", difference));
  }
}
