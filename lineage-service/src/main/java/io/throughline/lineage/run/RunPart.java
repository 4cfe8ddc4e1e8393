package io.throughline.lineage.run;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.RunEnded;
import io.throughline.event.v1.RunStarted;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.v1.EdgeKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Starts and ends of runs. */
@ApplicationScoped
public class RunPart implements Part {

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.RUN_STARTED, KindCase.RUN_ENDED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    if (fact.event().hasRunStarted()) {
      start(fact, fact.event().getRunStarted(), writes);
    } else {
      end(fact, fact.event().getRunEnded(), writes);
    }
  }

  private static void start(Fact fact, RunStarted run, Writes writes) {
    String whole = run.getParent().isEmpty() ? fact.scope() : run.getParent();
    new GraphWriter(fact, writes)
        .declare(run.getName(), run.getDisplayName())
        .link(whole, EdgeKind.EDGE_KIND_CONTAINS, run.getName());
    writes.add(
        RunTables.STARTED,
        fact.tenant(),
        fact.scope(),
        run.getName(),
        run.getParent(),
        run.getStep(),
        run.getDisplayName(),
        fact.validTime(),
        fact.timeStated(),
        fact.partition(),
        fact.position(),
        run.getName(),
        fact.scope(),
        "run");
  }

  private static void end(Fact fact, RunEnded run, Writes writes) {
    new GraphWriter(fact, writes).mention(run.getRun());
    writes.add(
        RunTables.ENDED,
        fact.tenant(),
        fact.scope(),
        run.getRun(),
        (short) run.getStateValue(),
        run.getMessage(),
        fact.validTime(),
        fact.timeStated(),
        fact.partition(),
        fact.position(),
        run.getRun(),
        fact.scope(),
        "run");
  }
}
