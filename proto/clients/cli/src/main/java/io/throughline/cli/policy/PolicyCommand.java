package io.throughline.cli.policy;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshException;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.selection.v1.LintPolicyRequest;
import io.throughline.selection.v1.LintPolicyResponse;
import io.throughline.selection.v1.PolicyFault;
import io.throughline.selection.v1.PolicyServiceGrpc;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Policies of promotion gates. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "lint|test|replay",
    subcommands = {PolicyTestCommand.class, PolicyReplayCommand.class},
    description = "Policies of promotion gates.")
public final class PolicyCommand implements Runnable {
  private static final long DEADLINE_SECONDS = 30;

  @Spec CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "lint",
      mixinStandardHelpOptions = true,
      description = "List every fault of a policy's text. Exit code: 0 valid, 1 faults, 3 error.")
  int lint(
      @Parameters(paramLabel = "FILE", description = "The policy's YAML.") Path file,
      @Mixin MeshOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      LintPolicyResponse found =
          PolicyServiceGrpc.newBlockingStub(mesh.selection())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .lintPolicy(LintPolicyRequest.newBuilder().setYaml(read(file)).build());
      if (options.json()) {
        out.println(Show.json(found));
      } else if (found.getFaultsCount() == 0) {
        out.printf("%s: valid%n", file);
      }
      for (PolicyFault fault :
          options.json() ? java.util.List.<PolicyFault>of() : found.getFaultsList()) {
        String field = fault.getField().isEmpty() ? "" : fault.getField() + ": ";
        out.printf("%s:%d: %s%s%n", file, fault.getLine(), field, fault.getDescription());
      }
      return found.getFaultsCount() == 0 ? 0 : 1;
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new MeshException("'%s' cannot be read as UTF-8 text".formatted(file));
    }
  }
}
