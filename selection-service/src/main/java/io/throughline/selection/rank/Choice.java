package io.throughline.selection.rank;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was chosen, and why the others were not.
 *
 * @param chosen the model; empty where nobody keeps the constraints
 * @param reason why, in a sentence
 * @param lines everyone, the chosen one first
 * @param selectedFrom from how many
 * @param observedGain of the chosen one over the champion, more being better
 * @param shrunkenGain the same, shrunken
 * @param shrunkenInterval its interval, where the chosen one has the highest mean
 * @param mostDesirable by the weights
 * @param ranges of the weights, for which it stays so
 * @param expectedExcess by how many standard errors the best of equals overstates itself
 */
record Choice(
    Optional<String> chosen,
    String reason,
    List<Line> lines,
    int selectedFrom,
    OptionalDouble observedGain,
    OptionalDouble shrunkenGain,
    Optional<Interval> shrunkenInterval,
    String mostDesirable,
    List<Desirability.Range> ranges,
    double expectedExcess) {

  /**
   * What became of one model.
   *
   * @param model the model
   * @param standing what became of it
   * @param reason why
   * @param means of each metric that counts; empty where it was not compared
   * @param differences to the champion, likewise
   * @param tailRisk of the first metric
   * @param frontProbability how often it is on the front
   * @param tieP the p-value of its being the best of the front
   * @param cost what it costs
   * @param shrunkenGain over the champion
   * @param desirability from 0 to 1
   */
  record Line(
      String model,
      Standing standing,
      String reason,
      double[] means,
      List<Optional<Estimate>> differences,
      Optional<Estimate> tailRisk,
      double frontProbability,
      OptionalDouble tieP,
      OptionalDouble cost,
      OptionalDouble shrunkenGain,
      double desirability) {

    /** A model that was not compared. */
    static Line apart(String model, Standing standing, String reason, OptionalDouble cost) {
      return new Line(
          model,
          standing,
          reason,
          new double[0],
          List.of(),
          Optional.empty(),
          0,
          OptionalDouble.empty(),
          cost,
          OptionalDouble.empty(),
          0);
    }
  }
}
