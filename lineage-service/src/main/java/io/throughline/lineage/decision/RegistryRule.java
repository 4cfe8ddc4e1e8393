package io.throughline.lineage.decision;

import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.AliasMoveRequested;
import io.throughline.event.v1.ModelVersionRequested;
import io.throughline.event.v1.PromotionRequested;
import io.throughline.lineage.decision.ScopeState.Target;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.registry.RegistryTables;
import io.throughline.lineage.registry.VersionName;
import io.throughline.lineage.request.Decision;
import io.throughline.lineage.v1.EdgeKind;
import java.util.List;

/** Versions, aliases and promotions of a registered model. */
final class RegistryRule {
  private static final String CHAMPION = "/aliases/champion";

  private RegistryRule() {}

  static Decision decide(Fact fact, String requestId, ScopeState state, Writes writes) {
    return switch (fact.event().getKindCase()) {
      case MODEL_VERSION_REQUESTED ->
          version(fact, fact.event().getModelVersionRequested(), requestId, state, writes);
      case ALIAS_MOVE_REQUESTED -> {
        AliasMoveRequested request = fact.event().getAliasMoveRequested();
        String expected = request.hasExpectedVersion() ? request.getExpectedVersion() : null;
        yield move(
            new Move(
                fact,
                requestId,
                request.getAlias(),
                request.getModelVersion(),
                expected,
                "",
                List.of()),
            state,
            writes);
      }
      case PROMOTION_REQUESTED -> {
        PromotionRequested request = fact.event().getPromotionRequested();
        yield move(
            new Move(
                fact,
                requestId,
                fact.scope() + CHAMPION,
                request.getModelVersion(),
                request.getExpectedChampion(),
                request.getEvaluation(),
                request.getWaiversList()),
            state,
            writes);
      }
      default -> throw new IllegalArgumentException("no request: " + fact.event().getKindCase());
    };
  }

  private static Decision version(
      Fact fact, ModelVersionRequested request, String requestId, ScopeState state, Writes writes) {
    if (!state.isDeclared()) {
      return Decision.refuse(
          ErrorReason.ERROR_REASON_NOT_FOUND,
          "registered model '%s' does not exist; create it first".formatted(fact.scope()));
    }
    state.setLastVersion(state.lastVersion() + 1);
    String name = VersionName.of(fact.scope(), state.lastVersion());
    new GraphWriter(fact, writes)
        .declare(name, "")
        .link(fact.scope(), EdgeKind.EDGE_KIND_CONTAINS, name)
        .link(request.getModel(), EdgeKind.EDGE_KIND_REGISTERED_AS, name);
    writes.add(
        RegistryTables.VERSION,
        fact.tenant(),
        fact.scope(),
        state.lastVersion(),
        request.getModel(),
        fact.validTime(),
        requestId,
        fact.partition(),
        fact.position());
    return Decision.grant(name);
  }

  private record Move(
      Fact fact,
      String requestId,
      String alias,
      String version,
      String expected,
      String evaluation,
      List<String> waivers) {}

  private static Decision move(Move move, ScopeState state, Writes writes) {
    String scope = move.fact.scope();
    if (!VersionName.isIn(scope, move.version)
        || !state.hasVersion(VersionName.number(move.version))) {
      return Decision.refuse(
          ErrorReason.ERROR_REASON_NOT_FOUND,
          "'%s' is no version of '%s'".formatted(move.version, scope));
    }
    Target now = state.alias(move.alias);
    String current = now == null ? "" : VersionName.of(scope, now.version());
    if (move.expected != null && !move.expected.equals(current)) {
      return Decision.refuse(
          ErrorReason.ERROR_REASON_STALE_BASELINE,
          "'%s' points to %s, not to %s; look at it again before you move it"
              .formatted(move.alias, orNothing(current), orNothing(move.expected)));
    }
    point(move, current, now, state, writes);
    return Decision.grant(move.alias);
  }

  private static void point(
      Move move, String current, Target now, ScopeState state, Writes writes) {
    Fact fact = move.fact;
    GraphWriter graph = new GraphWriter(fact, writes);
    if (now == null) {
      graph.declare(move.alias, "").link(fact.scope(), EdgeKind.EDGE_KIND_CONTAINS, move.alias);
    } else {
      graph.unlink(current, EdgeKind.EDGE_KIND_ALIASED_AS, move.alias, now.since());
    }
    GraphWriter moved = new GraphWriter(fact, writes);
    moved
        .linkAnew(move.version, EdgeKind.EDGE_KIND_ALIASED_AS, move.alias)
        .linkAnew(move.evaluation, EdgeKind.EDGE_KIND_PROMOTED, move.alias);
    move.waivers.forEach(waiver -> moved.linkAnew(waiver, EdgeKind.EDGE_KIND_PROMOTED, move.alias));
    long number = VersionName.number(move.version);
    state.point(move.alias, new Target(number, GraphWriter.instance(fact)));
    writes.add(
        RegistryTables.ALIAS,
        fact.tenant(),
        fact.scope(),
        move.alias,
        number,
        move.evaluation,
        fact.validTime(),
        move.requestId,
        false,
        fact.index(),
        fact.partition(),
        fact.position());
  }

  private static String orNothing(String version) {
    return version.isEmpty() ? "nothing" : "'" + version + "'";
  }
}
