package io.throughline.selection.rank;

import io.throughline.selection.evidence.Alignment;
import io.throughline.selection.evidence.Column;
import io.throughline.selection.evidence.Measured;
import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.DatasetRole;
import io.throughline.selection.policy.Over;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.model.PairedBootstrap;
import io.throughline.selection.v1.Confirmation;
import java.util.Optional;
import java.util.Set;

/**
 * What data that the choice has not seen say of it.
 *
 * @param verdict what follows
 * @param difference of the chosen one and the champion, in the metric's own sign
 * @param units how many were compared
 * @param reason in a sentence
 */
record Confirmed(Confirmation verdict, Optional<Estimate> difference, long units, String reason) {

  static Confirmed none(String reason) {
    return new Confirmed(Confirmation.CONFIRMATION_UNSPECIFIED, Optional.empty(), 0, reason);
  }

  /** Compares both on the untouched dataset; absent columns make an ERROR. */
  static Confirmed of(
      Question question, String dataset, Optional<Column> chosen, Optional<Column> champion) {
    if (chosen.isEmpty() || champion.isEmpty()) {
      return error(
          "'%s' was not measured there per unit on both, or runs have used '%s' for more than JUDGEMENT; what selects cannot confirm"
              .formatted(question.first().metric(), dataset));
    }
    Measured measured =
        new Measured(question.first().metric(), dataset, Set.of(DatasetRole.JUDGEMENT), Over.UNITS);
    Sample sample =
        Alignment.align("confirmation", measured, chosen.get(), champion, 0).sample().orElseThrow();
    Result<Estimate> found =
        PairedBootstrap.bca(
            sample.candidate(),
            sample.champion(),
            question.level(),
            Chooser.DRAWS,
            question.seed());
    if (found instanceof Result.NotComputable<Estimate> none) {
      return error(none.detail());
    }
    Estimate difference = found.orElseThrow();
    Estimate better = question.first().turned(difference);
    if (better.interval().lower() > 0) {
      return new Confirmed(
          Confirmation.CONFIRMATION_CONFIRMED,
          Optional.of(difference),
          difference.n(),
          "better than the champion on data that the choice has not seen");
    }
    return better.interval().upper() < 0
        ? new Confirmed(
            Confirmation.CONFIRMATION_REFUTED,
            Optional.of(difference),
            difference.n(),
            "worse than the champion on data that the choice has not seen")
        : new Confirmed(
            Confirmation.CONFIRMATION_INCONCLUSIVE,
            Optional.of(difference),
            difference.n(),
            "the interval holds 0: measure more units, or ask a trial");
  }

  private static Confirmed error(String reason) {
    return new Confirmed(Confirmation.CONFIRMATION_ERROR, Optional.empty(), 0, reason);
  }
}
