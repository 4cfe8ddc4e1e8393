package io.throughline.cli.graph;

import com.google.protobuf.Message;
import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.event.v1.Evaluation;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.DeploymentServiceGrpc;
import io.throughline.lineage.v1.DescribeLiveRequest;
import io.throughline.lineage.v1.DescribeLiveResponse;
import io.throughline.lineage.v1.ListDeploymentsRequest;
import io.throughline.lineage.v1.ListDeploymentsResponse;
import io.throughline.lineage.v1.LiveDeployment;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the deployments of an environment, or shows what is or was live in it. */
@Command(
    name = "deployments",
    mixinStandardHelpOptions = true,
    description = {
      "List the deployments of an environment, the latest first, ended ones too.",
      "",
      "With --live: what is live (or was, --at), with everything that was chosen on the way to its"
          + " model and the evaluations that it rests on."
    },
    footer = {
      "",
      "Examples:",
      "  throughline deployments production",
      "  throughline deployments production --live --at 2026-05-14T00:00:00Z"
    })
public final class DeploymentsCommand implements Callable<Integer> {
  @Mixin MeshOptions options;

  @Parameters(paramLabel = "ENVIRONMENT", description = "The environment.")
  String environment;

  @Option(names = "--live", description = "Only what is live, with what it rests on.")
  boolean live;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      defaultValue = "100",
      description = "How many at most, up to 1,000. Default: ${DEFAULT-VALUE}.")
  int limit;

  @Mixin AsOfOptions past;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      Message found = live ? describe(mesh) : list(mesh);
      if (found.equals(found.getDefaultInstanceForType())) {
        Resources.mustExist(mesh.lineage(), Names.environment(environment));
      }
      if (options.json()) {
        out.println(Show.json(found));
      } else {
        out.print(
            live ? text((DescribeLiveResponse) found) : text((ListDeploymentsResponse) found));
      }
      return 0;
    }
  }

  private DescribeLiveResponse describe(Mesh mesh) {
    return Resources.soon(DeploymentServiceGrpc.newBlockingStub(mesh.lineage()))
        .describeLive(
            DescribeLiveRequest.newBuilder()
                .setEnvironment(Names.environment(environment))
                .setAsOf(past.moment())
                .build());
  }

  private ListDeploymentsResponse list(Mesh mesh) {
    return Resources.soon(DeploymentServiceGrpc.newBlockingStub(mesh.lineage()))
        .listDeployments(
            ListDeploymentsRequest.newBuilder()
                .setEnvironment(Names.environment(environment))
                .setPageSize(limit)
                .setAsOf(past.moment())
                .build());
  }

  private static String text(ListDeploymentsResponse found) {
    Table table =
        new Table("DEPLOYMENT", "MODEL", "PHASE", "TRAFFIC", "SINCE", "UNTIL", "WHY IT ENDED");
    for (Deployment one : found.getDeploymentsList()) {
      table.add(
          Names.id(one.getName()),
          one.getModel(),
          Show.word(one.getPhase(), "DEPLOYMENT_PHASE_"),
          "%.0f %%".formatted(100 * one.getTrafficShare()),
          Show.time(one.hasStartTime(), one.getStartTime()),
          one.hasEndTime() ? Show.time(true, one.getEndTime()) : "live",
          one.getEndReason());
    }
    String more =
        found.getNextPageToken().isEmpty()
            ? ""
            : "There are more; raise --limit." + System.lineSeparator();
    return table.text("") + more;
  }

  private static String text(DescribeLiveResponse found) {
    if (found.getLiveCount() == 0) {
      return "Nothing is live." + System.lineSeparator();
    }
    StringBuilder text = new StringBuilder();
    for (LiveDeployment one : found.getLiveList()) {
      text.append(Sheet.text(one.getDeployment())).append(System.lineSeparator());
      if (one.hasModel()) {
        text.append(Sheet.text(one.getModel())).append(System.lineSeparator());
      }
      text.append(evidence(one)).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String evidence(LiveDeployment one) {
    if (one.getEvaluationsCount() == 0) {
      return "  No evaluation speaks for it." + System.lineSeparator();
    }
    Table table = new Table("EVALUATION", "VERDICT", "POLICY", "AT", "WHY");
    for (Evaluation evaluation : one.getEvaluationsList()) {
      table.add(
          evaluation.getName(),
          Show.word(evaluation.getVerdict(), "VERDICT_").toUpperCase(java.util.Locale.ROOT),
          evaluation.getPolicyVersion(),
          Show.time(evaluation.hasEvaluateTime(), evaluation.getEvaluateTime()),
          evaluation.getReason());
    }
    return table.text("  ");
  }
}
