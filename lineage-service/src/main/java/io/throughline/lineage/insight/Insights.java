package io.throughline.lineage.insight;

import io.throughline.event.v1.InsightRecorded;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.declaration.DeclaredResources.Kind;
import io.throughline.lineage.graph.DeclarationReader.Said;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Insight;
import io.throughline.lineage.v1.NodeKind;
import java.util.List;

/** What an insight looks like. */
final class Insights {
  static final Kind<InsightRecorded, Insight> KIND =
      new Kind<>(
          "insight", NodeKind.NODE_KIND_INSIGHT, InsightRecorded::newBuilder, Insights::insight);

  private Insights() {}

  private static Insight insight(Said<InsightRecorded> said, List<Tag> tags) {
    InsightRecorded detail = said.detail();
    Insight.Builder insight =
        Insight.newBuilder()
            .setName(said.name())
            .setRun(detail.getRun())
            .setType(detail.getType())
            .setText(detail.getText())
            .addAllQuantities(detail.getQuantitiesList())
            .addAllEvidence(detail.getEvidenceList())
            .addAllTags(tags);
    if (said.time() != null) {
      insight.setCreateTime(Times.toMessage(said.time()));
    }
    return insight.build();
  }
}
