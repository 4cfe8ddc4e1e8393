package io.throughline.load;

import io.throughline.load.mesh.MeshOptions;
import io.throughline.load.rebuild.RebuildLoad;
import io.throughline.load.report.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast the graph is made anew. */
@Command(
    name = "rebuild-load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fill an empty mesh with points and runs, make its graph anew, and measure that",
      "while the old graph is asked."
    })
final class RebuildCommand implements Callable<Integer> {
  @Mixin private MeshOptions mesh;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How many runs, of six graph events each. Default: ${DEFAULT-VALUE}.")
  private int runs = 50_000;

  @Option(
      names = "--points",
      paramLabel = "N",
      description = "How many points. Default: ${DEFAULT-VALUE}.")
  private int points = 5_000_000;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text or json. Default: ${DEFAULT-VALUE}.")
  private String output = "text";

  @Override
  public Integer call() throws Exception {
    Report report = new RebuildLoad(runs, points).run(mesh.connection());
    System.out.println(output.equals("json") ? report.json() : report.text());
    return 0;
  }
}
