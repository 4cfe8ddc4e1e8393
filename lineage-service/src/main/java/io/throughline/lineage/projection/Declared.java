package io.throughline.lineage.projection;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Event;
import io.throughline.lineage.store.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which subjects of a group had been declared by earlier batches. */
final class Declared {
  private Declared() {}

  /** The subject that an event declares once; empty where it declares none. */
  private static String subject(Event event) {
    return switch (event.getKindCase()) {
      case RUN_STARTED -> event.getRunStarted().getName();
      case EXPECTATION_STATED -> event.getExpectationStated().getName();
      case INSIGHT_RECORDED -> event.getInsightRecorded().getName();
      case FIGURE_DRAWN -> event.getFigureDrawn().getName();
      case ARTIFACT_STORED -> event.getArtifactStored().getName();
      case DATASET_DECLARED -> event.getDatasetDeclared().getName();
      case MODEL_PRODUCED -> event.getModelProduced().getName();
      case MODEL_DEPLOYED -> event.getModelDeployed().getName();
      case TRIAL_DECLARED -> event.getTrialDeclared().getName();
      case EVALUATION_COMPLETED -> event.getEvaluationCompleted().getEvaluation().getName();
      case WAIVER_GRANTED -> event.getWaiverGranted().getWaiver().getName();
      case EVALUATION_APPROVED -> event.getEvaluationApproved().getName();
      default -> "";
    };
  }

  /** Asks the graph, where the group declares anything at all. */
  static Uni<Set<String>> before(Transaction transaction, List<Fact> facts) {
    List<Fact> telling = facts.stream().filter(f -> !subject(f.event()).isEmpty()).toList();
    if (telling.isEmpty()) {
      return Uni.createFrom().item(Set.of());
    }
    return transaction
        .list(
            """
            SELECT n.tenant, n.name
            FROM unnest($1::text[], $2::text[], $3::text[]) AS r(tenant, scope, name)
            JOIN graph.node AS n
              ON n.tenant = r.tenant AND n.scope = r.scope AND n.name = r.name
            WHERE n.declared""",
            Tuple.of(
                column(telling, Fact::tenant),
                column(telling, Fact::scope),
                column(telling, fact -> subject(fact.event()))),
            row -> Writes.subject(row.getString(0), row.getString(1)))
        .map(subjects -> subjects.stream().collect(Collectors.toSet()));
  }

  private static String[] column(List<Fact> facts, Function<Fact, String> value) {
    return facts.stream().map(value).toArray(String[]::new);
  }
}
