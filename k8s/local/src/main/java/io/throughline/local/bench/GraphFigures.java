package io.throughline.local.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * What the graph must hold on two cores that it shares with PostgreSQL, the other services and the
 * client that measures: each beside the bare SQL on the same tables in the same run. Every
 * measurement has a mesh of its own, which may be kept for the next time.
 */
final class GraphFigures {
  private final Path work;
  private final int portBase;
  private final GraphOptions options;
  private final Consumer<String> progress;

  GraphFigures(Path work, int portBase, GraphOptions options, Consumer<String> progress) {
    this.work = work;
    this.portBase = portBase;
    this.options = options;
    this.progress = progress;
  }

  /** The measurements by name; each gives one figure or more. */
  Map<String, Callable<List<Figure>>> byName() {
    Map<String, Callable<List<Figure>>> measurements = new LinkedHashMap<>();
    measurements.put("search", this::search);
    measurements.put("traversal", this::traversal);
    measurements.put("series", this::series);
    measurements.put("growth", this::growth);
    return measurements;
  }

  private List<Figure> search() throws Exception {
    try (GraphMesh mesh = start("search", options.keep().orElse(work))) {
      SearchFigures figures = new SearchFigures(mesh, options.runs());
      mesh.fillOnce(options.runs() + " runs", () -> figures.fill(progress));
      return figures.measure();
    }
  }

  private List<Figure> traversal() throws Exception {
    try (GraphMesh mesh = start("traversal", options.keep().orElse(work))) {
      TraversalFigures figures = new TraversalFigures(mesh, options.experiments());
      mesh.fillOnce(options.experiments() + " experiments", () -> figures.fill(progress));
      return figures.measure();
    }
  }

  private List<Figure> series() throws Exception {
    try (GraphMesh mesh = start("series", options.keep().orElse(work))) {
      SeriesFigures figures = new SeriesFigures(mesh);
      mesh.fillOnce("a series", () -> figures.fill(progress));
      return figures.measure();
    }
  }

  private List<Figure> growth() throws Exception {
    try (GraphMesh mesh = start("growth", work)) {
      return new GrowthFigures(mesh, options.grown(), progress).measure();
    }
  }

  private GraphMesh start(String name, Path folder) throws Exception {
    return GraphMesh.start(folder.resolve(name), portBase, progress);
  }
}
