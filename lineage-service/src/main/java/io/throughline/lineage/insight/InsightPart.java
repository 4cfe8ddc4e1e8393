package io.throughline.lineage.insight;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.InsightRecorded;
import io.throughline.lineage.graph.Declarations;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.v1.EdgeKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Insights that were recorded. */
@ApplicationScoped
public class InsightPart implements Part {

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.INSIGHT_RECORDED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    InsightRecorded insight = fact.event().getInsightRecorded();
    GraphWriter graph =
        new GraphWriter(fact, writes)
            .declare(insight.getName(), "")
            .link(insight.getRun(), EdgeKind.EDGE_KIND_PRODUCED, insight.getName());
    for (String evidence : insight.getEvidenceList()) {
      graph.link(evidence, EdgeKind.EDGE_KIND_SHOWN_BY, insight.getName());
    }
    Declarations.say(
        fact, writes, insight.getName(), insight.toBuilder().clearName().build(), insight.getRun());
  }
}
