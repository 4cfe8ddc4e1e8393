package io.throughline.lineage.evaluation;

import io.throughline.event.v1.EvaluationApproved;
import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.Waiver;
import io.throughline.event.v1.WaiverRevoked;
import io.throughline.lineage.graph.Declarations;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.v1.EdgeKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Who took the responsibility for what an evaluation found: waivers and approvals. */
@ApplicationScoped
public class WaiverPart implements Part {
  private static final String REVOKED = "#revoked";

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.WAIVER_GRANTED, KindCase.WAIVER_REVOKED, KindCase.EVALUATION_APPROVED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    switch (fact.event().getKindCase()) {
      case WAIVER_GRANTED -> granted(fact, fact.event().getWaiverGranted().getWaiver(), writes);
      case WAIVER_REVOKED -> revoked(fact, fact.event().getWaiverRevoked(), writes);
      default -> approved(fact, fact.event().getEvaluationApproved(), writes);
    }
  }

  private static void granted(Fact fact, Waiver waiver, Writes writes) {
    String name = waiver.getName();
    new GraphWriter(fact, writes)
        .declare(name, waiver.getCheck())
        .link(waiver.getEvaluation(), EdgeKind.EDGE_KIND_WAIVED_BY, name);
    Declarations.say(fact, writes, name, waiver.toBuilder().clearName().build(), "");
  }

  private static void revoked(Fact fact, WaiverRevoked revoked, Writes writes) {
    new GraphWriter(fact, writes).mention(revoked.getWaiver());
    Declarations.say(fact, writes, revoked.getWaiver() + REVOKED, revoked, "");
  }

  private static void approved(Fact fact, EvaluationApproved approved, Writes writes) {
    new GraphWriter(fact, writes)
        .declare(approved.getName(), approved.getApprover())
        .link(approved.getEvaluation(), EdgeKind.EDGE_KIND_APPROVED_BY, approved.getName());
    Declarations.say(
        fact, writes, approved.getName(), approved.toBuilder().clearName().build(), "");
  }
}
