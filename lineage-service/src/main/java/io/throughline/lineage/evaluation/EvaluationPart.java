package io.throughline.lineage.evaluation;

import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Event.KindCase;
import io.throughline.lineage.graph.Declarations;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.v1.EdgeKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Evaluations that selection-service completed. */
@ApplicationScoped
public class EvaluationPart implements Part {

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.EVALUATION_COMPLETED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    Evaluation evaluation = fact.event().getEvaluationCompleted().getEvaluation();
    String name = evaluation.getName();
    new GraphWriter(fact, writes)
        .declare(name, "")
        .link(evaluation.getCandidate(), EdgeKind.EDGE_KIND_EVALUATED_BY, name)
        .link(evaluation.getChampion(), EdgeKind.EDGE_KIND_COMPARED_BY, name);
    Declarations.say(fact, writes, name, evaluation.toBuilder().clearName().build(), "");
  }
}
