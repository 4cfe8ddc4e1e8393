package io.throughline.lineage.dataset;

import static io.throughline.lineage.store.Column.bigint;
import static io.throughline.lineage.store.Column.integer;
import static io.throughline.lineage.store.Column.smallint;
import static io.throughline.lineage.store.Column.text;

import io.throughline.event.v1.DatasetAccess;
import io.throughline.event.v1.DatasetDeclared;
import io.throughline.event.v1.DatasetUsed;
import io.throughline.event.v1.Event.KindCase;
import io.throughline.lineage.graph.Declarations;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.store.SetTable;
import io.throughline.lineage.store.Table;
import io.throughline.lineage.v1.EdgeKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Datasets that were declared and used. */
@ApplicationScoped
public class DatasetPart implements Part {

  private static final Table USE =
      SetTable.of(
          "dataset_use",
          List.of(
              text("tenant"),
              text("scope"),
              text("dataset"),
              text("run"),
              smallint("access"),
              smallint("role")),
          List.of(integer("source_partition"), bigint("recorded_from")));

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.DATASET_DECLARED, KindCase.DATASET_USED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    if (fact.event().hasDatasetDeclared()) {
      declare(fact, fact.event().getDatasetDeclared(), writes);
    } else {
      use(fact, fact.event().getDatasetUsed(), writes);
    }
  }

  private static void declare(Fact fact, DatasetDeclared dataset, Writes writes) {
    GraphWriter graph =
        new GraphWriter(fact, writes).declare(dataset.getName(), dataset.getDisplayName());
    for (String origin : dataset.getDerivedFromList()) {
      graph.link(origin, EdgeKind.EDGE_KIND_DERIVED, dataset.getName());
    }
    Declarations.say(fact, writes, dataset.getName(), dataset.toBuilder().clearName().build(), "");
  }

  private static void use(Fact fact, DatasetUsed used, Writes writes) {
    GraphWriter graph = new GraphWriter(fact, writes);
    if (used.getAccess() == DatasetAccess.DATASET_ACCESS_WRITTEN) {
      graph.linkAgain(used.getRun(), EdgeKind.EDGE_KIND_PRODUCED, used.getDataset());
    } else {
      graph.linkAgain(used.getDataset(), EdgeKind.EDGE_KIND_USED_BY, used.getRun());
    }
    writes.add(
        USE,
        fact.tenant(),
        GraphName.of(used.getDataset(), fact.scope()).scope(),
        used.getDataset(),
        used.getRun(),
        (short) used.getAccessValue(),
        (short) used.getRoleValue(),
        fact.partition(),
        fact.position());
  }
}
