package io.throughline.lineage.generation;

import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;

/** A graph in an empty database, without the service around it. */
public final class TestGenerations {
  private TestGenerations() {}

  public static Graph install(Pool pool) {
    Graph graph = new Graph(pool);
    new Generations(new GenerationTable(pool), graph, Duration.ofMinutes(15))
        .install()
        .await()
        .indefinitely();
    return graph;
  }
}
