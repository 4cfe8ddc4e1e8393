package io.throughline.lineage.model;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.ModelProduced;
import io.throughline.event.v1.ModelUsed;
import io.throughline.lineage.graph.Declarations;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.v1.EdgeKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Models that were produced and used. */
@ApplicationScoped
public class ModelPart implements Part {

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.MODEL_PRODUCED, KindCase.MODEL_USED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    if (fact.event().hasModelUsed()) {
      ModelUsed used = fact.event().getModelUsed();
      new GraphWriter(fact, writes)
          .linkAgain(used.getModel(), EdgeKind.EDGE_KIND_USED_BY, used.getRun());
      return;
    }
    ModelProduced model = fact.event().getModelProduced();
    new GraphWriter(fact, writes)
        .declare(model.getName(), model.getDisplayName())
        .link(model.getRun(), EdgeKind.EDGE_KIND_PRODUCED, model.getName());
    Declarations.say(
        fact, writes, model.getName(), model.toBuilder().clearName().build(), model.getRun());
  }
}
