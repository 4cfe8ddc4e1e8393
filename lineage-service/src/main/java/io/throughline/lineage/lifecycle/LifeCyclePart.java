package io.throughline.lineage.lifecycle;

import static io.throughline.lineage.store.Column.bigint;
import static io.throughline.lineage.store.Column.integer;
import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.time;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.store.PastTable;
import io.throughline.lineage.store.SetTable;
import io.throughline.lineage.store.Table;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Deletions, restorations and purges. */
@ApplicationScoped
public class LifeCyclePart implements Part {
  private static final Table DELETION =
      new PastTable(
          "deletion",
          List.of(text("tenant"), text("scope"), text("subject")),
          List.of(text("reason"), time("delete_time")));

  private static final Table PURGE =
      SetTable.of(
          "purge",
          List.of(text("tenant"), text("scope"), bigint("recorded_from")),
          List.of(integer("source_partition"), time("purge_time")));

  @Override
  public Set<KindCase> kinds() {
    return Set.of(
        KindCase.RESOURCE_DELETED, KindCase.RESOURCE_RESTORED, KindCase.EXPERIMENT_PURGED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    switch (fact.event().getKindCase()) {
      case RESOURCE_DELETED ->
          say(
              fact,
              writes,
              fact.event().getResourceDeleted().getSubject(),
              fact.event().getResourceDeleted().getReason(),
              false);
      case RESOURCE_RESTORED ->
          say(fact, writes, fact.event().getResourceRestored().getSubject(), "", true);
      default ->
          writes.add(
              PURGE,
              fact.tenant(),
              fact.scope(),
              fact.position(),
              fact.partition(),
              fact.validTime());
    }
  }

  private static void say(
      Fact fact, Writes writes, String subject, String reason, boolean restored) {
    new GraphWriter(fact, writes).mention(subject);
    writes.add(
        DELETION,
        fact.tenant(),
        fact.scope(),
        subject,
        reason,
        fact.validTime(),
        restored,
        fact.index(),
        fact.partition(),
        fact.position());
  }
}
