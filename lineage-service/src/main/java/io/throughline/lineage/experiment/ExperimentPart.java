package io.throughline.lineage.experiment;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.ExpectationStated;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.lineage.graph.Attributes;
import io.throughline.lineage.graph.Declarations;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.v1.EdgeKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Experiments that were declared, and what people expected. */
@ApplicationScoped
public class ExperimentPart implements Part {

  static final String QUESTION = "question";

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.EXPERIMENT_DECLARED, KindCase.EXPECTATION_STATED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    if (fact.event().hasExperimentDeclared()) {
      declare(fact, fact.event().getExperimentDeclared(), writes);
    } else {
      expect(fact, fact.event().getExpectationStated(), writes);
    }
  }

  /** An experiment is declared, by an event of its own or by a request that was granted. */
  public static void declare(Fact fact, ExperimentDeclared experiment, Writes writes) {
    new GraphWriter(fact, writes).declare(experiment.getName(), experiment.getDisplayName());
    Attributes.say(fact, writes, Attributes.DISPLAY_NAME, experiment.getDisplayName());
    Attributes.say(fact, writes, QUESTION, experiment.getQuestion());
  }

  private static void expect(Fact fact, ExpectationStated expectation, Writes writes) {
    new GraphWriter(fact, writes)
        .declare(expectation.getName(), "")
        .link(expectation.getSubject(), EdgeKind.EDGE_KIND_EXPECTED_BY, expectation.getName());
    Declarations.say(
        fact, writes, expectation.getName(), expectation.toBuilder().clearName().build(), "");
  }
}
