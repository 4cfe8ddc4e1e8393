package io.throughline.cli.graph;

import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.FindImpactResponse;
import io.throughline.lineage.v1.FindPathsResponse;
import io.throughline.lineage.v1.Path;

/** Paths and impact for people. */
final class Ways {
  private Ways() {}

  /** Each path on a line of its own, an edge's kind between two names. */
  static String text(FindPathsResponse found) {
    if (found.getPathsCount() == 0) {
      return "No way leads there.%n".formatted();
    }
    StringBuilder text = new StringBuilder();
    for (Path path : found.getPathsList()) {
      text.append(path.getEdges(0).getSource());
      for (Edge edge : path.getEdgesList()) {
        text.append(" → ")
            .append(Show.word(edge.getKind(), "EDGE_KIND_").replace('_', ' '))
            .append(" → ")
            .append(edge.getTarget());
      }
      text.append(System.lineSeparator());
    }
    return text + (found.getTruncated() ? "There may be more.%n".formatted() : "");
  }

  /** A table of what is live. */
  static String text(FindImpactResponse found) {
    if (found.getDeploymentsCount() == 0) {
      return "Nothing that came of it is live.%n".formatted();
    }
    Table table = new Table("DEPLOYMENT", "MODEL", "PHASE", "SHARE", "SINCE");
    for (Deployment one : found.getDeploymentsList()) {
      table.add(
          one.getName(),
          one.getModel(),
          Show.word(one.getPhase(), "DEPLOYMENT_PHASE_"),
          Show.number(one.getTrafficShare()),
          Show.time(one.hasStartTime(), one.getStartTime()));
    }
    String more = found.getWays().getTruncated() ? "There may be more.%n".formatted() : "";
    return table.text("") + more;
  }
}
