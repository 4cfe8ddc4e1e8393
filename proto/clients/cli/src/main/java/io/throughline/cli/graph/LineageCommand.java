package io.throughline.cli.graph;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.lineage.v1.GraphServiceGrpc;
import io.throughline.lineage.v1.Subgraph;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a resource came from and what came of it. */
@Command(
    name = "lineage",
    mixinStandardHelpOptions = true,
    description = "Show what a resource came from and what came of it, as trees.",
    footer = {"", "Example:", "  throughline lineage experiments/house-valuation/models/m7 --up"})
public final class LineageCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 30;

  static final class Way {
    @Option(names = "--up", description = "Only what it came from.")
    boolean up;

    @Option(names = "--down", description = "Only what came of it.")
    boolean down;
  }

  @Mixin MeshOptions options;

  @Parameters(paramLabel = "NAME", description = "The resource to start from.")
  String name;

  @ArgGroup Way way = new Way();

  @Option(
      names = "--hops",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "How far, up to 20. Default: ${DEFAULT-VALUE}.")
  int hops;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      if (options.json()) {
        out.println(Show.json(traverse(mesh, both())));
        return 0;
      }
      if (!way.down) {
        show(mesh, TraversalDirection.TRAVERSAL_DIRECTION_UP, "what it came from", out);
      }
      if (!way.up) {
        show(mesh, TraversalDirection.TRAVERSAL_DIRECTION_DOWN, "what came of it", out);
      }
      return 0;
    }
  }

  private TraversalDirection both() {
    if (way.up == way.down) {
      return TraversalDirection.TRAVERSAL_DIRECTION_BOTH;
    }
    return way.up
        ? TraversalDirection.TRAVERSAL_DIRECTION_UP
        : TraversalDirection.TRAVERSAL_DIRECTION_DOWN;
  }

  private void show(Mesh mesh, TraversalDirection direction, String heading, PrintWriter out) {
    Subgraph found = traverse(mesh, direction);
    out.printf("%s — %s:%n", name, heading);
    out.print(new Tree(found, direction == TraversalDirection.TRAVERSAL_DIRECTION_UP).text(name));
    if (found.getTruncated()) {
      out.println("There is more; raise --hops or start nearer.");
    }
  }

  private Subgraph traverse(Mesh mesh, TraversalDirection direction) {
    return GraphServiceGrpc.newBlockingStub(mesh.lineage())
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .traverseGraph(
            TraverseGraphRequest.newBuilder()
                .setStart(name)
                .setDirection(direction)
                .setMaxHops(hops)
                .build());
  }
}
