package io.throughline.selection.evidence;

import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.WhenNoChampion;
import java.util.List;
import java.util.Optional;

/**
 * Who is compared with whom, pinned when the evaluation begins.
 *
 * @param candidate the candidate
 * @param baseline the alias; absent where the policy compares with nobody
 * @param baselineKnown whether the alias's registered model exists
 * @param championVersion the version that the alias points to
 * @param champion the model of that version
 * @param degraded the scopes of which an event could not be applied
 */
public record Contenders(
    Contender candidate,
    Optional<String> baseline,
    boolean baselineKnown,
    Optional<String> championVersion,
    Optional<Contender> champion,
    List<String> degraded) {

  /**
   * A model.
   *
   * @param name its name
   * @param digest the digest of its bytes, or empty
   * @param produced whether its making is known, not only others' mention of it
   */
  public record Contender(String name, String digest, boolean produced) {

    boolean is(Contender other) {
      return name.equals(other.name) || (!digest.isEmpty() && digest.equals(other.digest));
    }
  }

  /** Why nothing can be said by any check. */
  public Optional<Obstacle> obstacle() {
    if (!candidate.produced()) {
      return obstacle(
          ReasonCode.CANDIDATE_NOT_PRODUCED,
          "'%s' is only mentioned; no run has told that it produced it".formatted(candidate.name()),
          "let the run that trains emit the model, and wait for its position");
    }
    if (champion.filter(candidate::is).isPresent()) {
      return obstacle(
          ReasonCode.CANDIDATE_IS_CHAMPION,
          "'%s' is the champion (%s): %s"
              .formatted(
                  candidate.name(),
                  championVersion.orElse(""),
                  candidate.name().equals(champion.get().name())
                      ? "the same model"
                      : "the same bytes under the name '%s'".formatted(champion.get().name())),
          "evaluate another model; this one is already the champion");
    }
    if (!degraded.isEmpty()) {
      return obstacle(
          ReasonCode.SCOPE_DEGRADED,
          "events of %s could not be applied to the graph, so evidence may be missing"
              .formatted(String.join(", ", degraded)),
          "look into lineage-service's quarantine, mend and replay it, then evaluate again");
    }
    return Optional.empty();
  }

  /** Why this one check has nobody to compare with. */
  public Optional<Obstacle> obstacle(Policy policy, Check check) {
    if (!check.compares() || champion.isPresent()) {
      return Optional.empty();
    }
    String alias = baseline.orElse("");
    if (!baselineKnown) {
      return obstacle(
          ReasonCode.BASELINE_UNKNOWN,
          "the registered model of '%s' does not exist".formatted(alias),
          "correct the policy's baseline, or declare the registered model");
    }
    if (policy.whenNoChampion() == WhenNoChampion.SKIP) {
      return obstacle(
          ReasonCode.SKIPPED_NO_CHAMPION,
          "left out of the verdict: '%s' points to nothing yet, and the policy says"
                  .formatted(alias)
              + " 'when_no_champion: skip'",
          "");
    }
    return obstacle(
        ReasonCode.NO_CHAMPION,
        "'%s' points to nothing yet, so there is nobody to compare with".formatted(alias),
        "point the alias to a version, or say 'when_no_champion: skip' in the policy");
  }

  private static Optional<Obstacle> obstacle(ReasonCode code, String message, String nextStep) {
    return Optional.of(new Obstacle(code, message, nextStep));
  }
}
