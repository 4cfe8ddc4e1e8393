package io.throughline.lineage.trial;

import io.throughline.event.v1.Arm;
import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.PopulationDeclared;
import io.throughline.event.v1.TrialDeclared;
import io.throughline.lineage.graph.Attributes;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.v1.EdgeKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Populations, trials over them, and the deployments that are arms of a trial. */
@ApplicationScoped
public class TrialPart implements Part {
  /** What the graph does not follow. */
  public static final Set<KindCase> OBSERVATIONS =
      Set.of(
          KindCase.PREDICTIONS_OBSERVED,
          KindCase.EXPOSURES_OBSERVED,
          KindCase.OUTCOMES_OBSERVED,
          KindCase.UNIT_ERASED);

  @Override
  public Set<KindCase> kinds() {
    return Set.of(
        KindCase.POPULATION_DECLARED,
        KindCase.TRIAL_DECLARED,
        KindCase.TRIAL_ALLOCATION_CHANGED,
        KindCase.TRIAL_STOPPED,
        KindCase.PREDICTIONS_OBSERVED,
        KindCase.EXPOSURES_OBSERVED,
        KindCase.OUTCOMES_OBSERVED,
        KindCase.UNIT_ERASED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    switch (fact.event().getKindCase()) {
      case POPULATION_DECLARED -> declare(fact, fact.event().getPopulationDeclared(), writes);
      case TRIAL_DECLARED -> declare(fact, fact.event().getTrialDeclared(), writes);
      case TRIAL_ALLOCATION_CHANGED -> {
        String trial = fact.event().getTrialAllocationChanged().getTrial();
        GraphWriter graph = new GraphWriter(fact, writes).mention(trial);
        expose(graph, fact.event().getTrialAllocationChanged().getArmsList(), trial);
      }
      case TRIAL_STOPPED ->
          new GraphWriter(fact, writes).mention(fact.event().getTrialStopped().getTrial());
      default -> {
        // An observation that lies in one batch with a declaration.
      }
    }
  }

  private static void declare(Fact fact, PopulationDeclared population, Writes writes) {
    new GraphWriter(fact, writes).declare(population.getName(), population.getDisplayName());
    Attributes.say(fact, writes, Attributes.DISPLAY_NAME, population.getDisplayName());
  }

  private static void declare(Fact fact, TrialDeclared trial, Writes writes) {
    String name = trial.getName();
    GraphWriter graph =
        new GraphWriter(fact, writes)
            .declare(name, trial.getDisplayName())
            .link(fact.scope(), EdgeKind.EDGE_KIND_CONTAINS, name)
            .link(trial.getPopulation(), EdgeKind.EDGE_KIND_STUDIED_BY, name);
    expose(graph, trial.getArmsList(), name);
  }

  private static void expose(GraphWriter graph, List<Arm> arms, String trial) {
    for (Arm arm : arms) {
      graph.link(arm.getDeployment(), EdgeKind.EDGE_KIND_EXPOSED_IN, trial);
    }
  }
}
