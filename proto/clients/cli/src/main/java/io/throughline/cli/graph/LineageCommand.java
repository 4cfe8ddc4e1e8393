package io.throughline.cli.graph;

import com.google.protobuf.Message;
import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.FindImpactRequest;
import io.throughline.lineage.v1.FindImpactResponse;
import io.throughline.lineage.v1.FindPathsRequest;
import io.throughline.lineage.v1.FindPathsResponse;
import io.throughline.lineage.v1.GraphServiceGrpc;
import io.throughline.lineage.v1.GraphServiceGrpc.GraphServiceBlockingStub;
import io.throughline.lineage.v1.Subgraph;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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
    footer = {
      "",
      "Examples:",
      "  throughline lineage experiments/house-valuation/models/m7 --up",
      "  throughline lineage experiments/e/datasets/v3 --impact",
      "  throughline lineage experiments/e/datasets/v3 --to environments/live/deployments/d7",
      "  throughline lineage experiments/e/models/m7 --down --at 2026-05-14T00:00:00Z"
    })
public final class LineageCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 30;

  static final class Way {
    @Option(names = "--up", description = "Only what it came from.")
    boolean up;

    @Option(names = "--down", description = "Only what came of it.")
    boolean down;

    @Option(names = "--impact", description = "Only what is live that came of it.")
    boolean impact;

    @Option(names = "--to", paramLabel = "NAME", description = "The ways from it to another one.")
    String to;
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

  @Option(
      names = "--edge-kind",
      paramLabel = "KIND",
      converter = EdgeWord.Converter.class,
      description = "Follow only such edges (used_by, produced, …). May be repeated.")
  List<EdgeWord> edgeKinds = new ArrayList<>();

  @Option(
      names = "--stop-at",
      paramLabel = "NAME",
      description = "Do not go on from this resource. May be repeated.")
  List<String> stops = new ArrayList<>();

  @Mixin AsOfOptions past;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      if (way.impact || way.to != null) {
        Message found = way.impact ? impact(mesh) : paths(mesh);
        out.print(options.json() ? Show.json(found) + System.lineSeparator() : text(found));
        return 0;
      }
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
      out.println("There is more where it says 'cut here'; raise --hops or start there.");
    }
  }

  private Subgraph traverse(Mesh mesh, TraversalDirection direction) {
    return door(mesh)
        .traverseGraph(
            TraverseGraphRequest.newBuilder()
                .setStart(name)
                .setDirection(direction)
                .setMaxHops(hops)
                .addAllEdgeKinds(kinds())
                .addAllStopNames(stops)
                .setAsOf(past.moment())
                .build());
  }

  private FindImpactResponse impact(Mesh mesh) {
    return door(mesh)
        .findImpact(FindImpactRequest.newBuilder().setName(name).setAsOf(past.moment()).build());
  }

  private FindPathsResponse paths(Mesh mesh) {
    return door(mesh)
        .findPaths(
            FindPathsRequest.newBuilder()
                .setSource(name)
                .setTarget(way.to)
                .addAllEdgeKinds(kinds())
                .setAsOf(past.moment())
                .build());
  }

  private static GraphServiceBlockingStub door(Mesh mesh) {
    return GraphServiceGrpc.newBlockingStub(mesh.lineage())
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private List<EdgeKind> kinds() {
    return edgeKinds.stream().map(EdgeWord::kind).toList();
  }

  private static String text(Message found) {
    return found instanceof FindPathsResponse paths
        ? Ways.text(paths)
        : Ways.text((FindImpactResponse) found);
  }
}
