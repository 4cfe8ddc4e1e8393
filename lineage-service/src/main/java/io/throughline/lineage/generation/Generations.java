package io.throughline.lineage.generation;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.generation.GenerationRow.Phase;
import io.throughline.lineage.store.Graph;
import io.throughline.server.position.Position;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Which generation answers here, which one is being built, and how one follows the other. */
@ApplicationScoped
public class Generations {
  private static final Logger LOG = Logger.getLogger(Generations.class);

  private final GenerationTable table;
  private final Graph graph;
  private final Duration retiredAge;
  private volatile List<GenerationRow> rows = List.of();
  private volatile GenerationRow serving;

  /**
   * The generations of the graph's database.
   *
   * @param retiredAge how long a generation that no longer serves is kept, for replicas of an older
   *     program and for reads that have begun
   */
  Generations(
      GenerationTable table,
      Graph graph,
      @ConfigProperty(name = "throughline.generation.retired-age", defaultValue = "PT15M")
          Duration retiredAge) {
    this.table = table;
    this.graph = graph;
    this.retiredAge = retiredAge;
  }

  /** Makes what is missing, and chooses which generation answers here. */
  public Uni<Void> install() {
    return table.install().invoke(this::choose).replaceWithVoid();
  }

  /** Looks again, since another replica may have changed something. */
  public Uni<Void> refresh() {
    return table.rows().invoke(this::choose).replaceWithVoid();
  }

  /** Begins to build the next generation; harmless where one is being built. */
  public Uni<GenerationRow> rebuild() {
    return table.begin().call(this::refresh);
  }

  /** All generations by their numbers, and what each has applied, by this replica or another. */
  public Uni<Map<GenerationRow, Position>> positions() {
    return refresh().chain(() -> table.positions(rows));
  }

  /**
   * The generation that answers here.
   *
   * @throws io.throughline.server.status.Failure DEPENDENCY_UNAVAILABLE while none is chosen yet
   */
  public GenerationRow serving() {
    GenerationRow chosen = serving;
    if (chosen == null) {
      throw Graph.opening();
    }
    return chosen;
  }

  /** The generation that this program is building, beside the one that answers. */
  public Optional<GenerationRow> building() {
    return rows.stream()
        .filter(row -> row.is(Phase.BUILDING) && row.version() == GraphSchema.VERSION)
        .findFirst();
  }

  /** Whether what answers here is complete, or still being made for the first time. */
  public boolean isComplete() {
    return serving != null && !serving.is(Phase.BUILDING);
  }

  /**
   * Lets the built generation serve, where it has caught up.
   *
   * @param head the last position of each of the journal's partitions
   */
  public Uni<Void> advance(GenerationRow built, Long[] head) {
    return table
        .index(built)
        .chain(() -> table.swap(built, head))
        .chain(
            swapped -> {
              if (!swapped) {
                return Uni.createFrom().voidItem();
              }
              LOG.infof("generation %d of the graph serves now", built.number());
              return refresh();
            });
  }

  /** Drops the generations that are out of use. */
  public Uni<Void> dropRetired() {
    boolean any =
        rows.stream()
            .anyMatch(
                row ->
                    row.is(Phase.RETIRED)
                        || (row.is(Phase.BUILDING) && row.version() < GraphSchema.VERSION));
    return any ? table.dropRetired(retiredAge) : Uni.createFrom().voidItem();
  }

  private void choose(List<GenerationRow> found) {
    GenerationRow chosen =
        found.stream()
            .filter(row -> GraphSchema.canServe(row.version()))
            .max(
                Comparator.comparing((GenerationRow row) -> row.is(Phase.SERVING))
                    .thenComparing(row -> row.is(Phase.BUILDING))
                    .thenComparing(GenerationRow::number))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "a newer program has made the graph in this database; this one knows"
                            + " version %d of it: start the newer program, or drop the database"
                                .formatted(GraphSchema.VERSION)));
    rows = found;
    serving = chosen;
    graph.serve(chosen.generation());
  }
}
