package io.throughline.selection.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.evidence.Column;
import io.throughline.selection.policy.Direction;
import io.throughline.selection.rank.Choice.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChooserTest {
  private static final int UNITS = 200;
  private static final double[] BASE = normal(1, 100, 2);

  private final List<Entry> entries = new ArrayList<>();

  @Test
  void choosesTheCheapestOfThoseThatCannotBeToldApart() {
    entry("champion", 0, 0, 5);
    entry("best", -5, 0, 9);
    entry("tied", -4.98, 0, 3);
    entry("far", -1, 0, 1);

    Choice choice = choose();

    assertThat(choice.chosen()).contains("tied");
    assertThat(line(choice, "best").standing()).isEqualTo(Standing.TIED);
    assertThat(line(choice, "best").reason()).contains("'tied' is no dearer");
    assertThat(line(choice, "far").standing()).isEqualTo(Standing.DOMINATED);
    assertThat(choice.lines().get(0).model()).isEqualTo("tied");
    assertThat(choice.observedGain().orElseThrow()).isCloseTo(4.98, within(0.4));
  }

  @Test
  void keepsWhoIsBetterInAnotherMetricOnTheFront() {
    entry("champion", 0, 0, 1);
    entry("money", -5, 1, 1);
    entry("speed", -1, -5, 1);

    Choice choice = choose();

    assertThat(choice.chosen()).contains("money");
    assertThat(line(choice, "speed").standing()).isEqualTo(Standing.ON_FRONT);
    assertThat(line(choice, "speed").reason()).contains("'money' is better in 'money'");
    assertThat(line(choice, "champion").standing()).isNotEqualTo(Standing.CHOSEN);
  }

  @Test
  void choosesNobodyWhoIsNotShownToKeepAConstraint() {
    entry("champion", 0, 0, 1);
    entry("best", -9, 3, 1);
    entry("safe", -5, -3, 1);

    Choice choice = choose(new Constraint("time", true, 99));

    assertThat(choice.chosen()).contains("safe");
    assertThat(line(choice, "best").standing()).isEqualTo(Standing.CONSTRAINED);
    assertThat(line(choice, "best").reason()).contains("time is", "must be shown to be at most 99");
    assertThat(line(choice, "champion").standing()).isEqualTo(Standing.CONSTRAINED);
    assertThat(line(choice, "safe").differences().get(0)).isPresent();
  }

  @Test
  void choosesNobodyWhereNobodyKeepsTheConstraints() {
    entry("champion", 0, 0, 1);
    entry("best", -9, 3, 1);

    Choice choice = choose(new Constraint("time", true, 1));

    assertThat(choice.chosen()).isEmpty();
    assertThat(choice.lines()).allMatch(line -> line.standing() == Standing.CONSTRAINED);
  }

  @Test
  void letsNobodyBeDominatedByAChampionThatBreaksAConstraint() {
    entry("champion", -9, 5, 1);
    entry("safe", -1, -5, 1);

    assertThat(choose(new Constraint("time", true, 99)).chosen()).contains("safe");
  }

  @Test
  void keepsTheChampionWhereNothingBeatsIt() {
    entry("champion", -5, 0, 1);
    entry("worse", 0, 0, 1);

    Choice choice = choose();

    assertThat(choice.chosen()).contains("champion");
    assertThat(choice.reason()).endsWith("the champion stays");
    assertThat(choice.observedGain()).isEmpty();
  }

  @Test
  void shrinksWhatLooksBestAmongManyEquals() {
    entry("champion", 0, 0, 1);
    for (int i = 0; i < 60; i++) {
      entry("equal" + i, 0, 0, i + 2);
    }

    Choice choice = choose();
    Line highest =
        choice.lines().stream()
            .filter(line -> line.differences().get(0).isPresent())
            .min((a, b) -> Double.compare(gain(b), gain(a)))
            .orElseThrow();

    assertThat(choice.selectedFrom()).isEqualTo(60);
    assertThat(choice.expectedExcess()).isCloseTo(2.32, within(0.05));
    assertThat(highest.shrunkenGain().orElseThrow()).isLessThan(gain(highest) / 2);
    assertThat(choice.lines())
        .filteredOn(l -> l.standing() == Standing.TIED)
        .hasSizeGreaterThan(20);
  }

  @Test
  void setsAsideWhoWasMeasuredOnTooFewUnits() {
    entry("champion", 0, 0, 1);
    entries.add(
        new Entry(
            "sparse", List.of(column(-9, 7, 100), column(0, 8, UNITS)), OptionalDouble.empty()));

    Choice choice = choose();

    assertThat(line(choice, "sparse").standing()).isEqualTo(Standing.NOT_MEASURED);
    assertThat(line(choice, "sparse").reason()).contains("100 of the 200 units");
    assertThat(choice.chosen()).contains("champion");
  }

  @Test
  void saysForWhichWeightsTheFirstOneStaysFirst() {
    Desirability sorted =
        Desirability.of(new double[][] {{1, 0, 0.6}, {0, 1, 0.6}}, new double[] {1, 1});

    assertThat(sorted.best()).isEqualTo(2);
    assertThat(sorted.values()[2]).isCloseTo(0.6, within(1e-12));
    assertThat(sorted.ranges().get(0).lower()).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(sorted.ranges().get(0).upper()).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void givesTheSameBitsForTheSameSeed() {
    entry("champion", 0, 0, 1);
    entry("one", -1, 0, 1);
    entry("two", -1, 1, 1);

    Choice first = choose();
    Choice again = choose();

    assertThat(again.chosen()).isEqualTo(first.chosen());
    for (int i = 0; i < first.lines().size(); i++) {
      assertThat(again.lines().get(i).means()).containsExactly(first.lines().get(i).means());
      assertThat(again.lines().get(i).tailRisk()).isEqualTo(first.lines().get(i).tailRisk());
      assertThat(again.lines().get(i).differences()).isEqualTo(first.lines().get(i).differences());
    }
  }

  private static double gain(Line line) {
    return line.differences().get(0).map(difference -> -difference.value()).orElse(0.0);
  }

  private static Line line(Choice choice, String model) {
    return choice.lines().stream().filter(l -> l.model().equals(model)).findFirst().orElseThrow();
  }

  private Choice choose(Constraint... constraints) {
    Question question =
        new Question(
            List.of(
                new Criterion("money", Direction.DECREASE, 0.01, 1),
                new Criterion("time", Direction.DECREASE, 0.5, 1)),
            List.of(constraints),
            0.95,
            0.2,
            1);
    return Chooser.choose(question, Table.of(question, entries), entries.size() - 1);
  }

  private void entry(String model, double money, double time, double cost) {
    int seed = 10 * entries.size();
    entries.add(
        new Entry(
            model,
            List.of(column(money, seed + 2, UNITS), column(time, seed + 3, UNITS)),
            OptionalDouble.of(cost)));
  }

  /** The same units for everyone, moved, with a little noise of its own. */
  private static Column column(double shift, int seed, int units) {
    double[] noise = normal(seed, 0, 1);
    return new Column(
        IntStream.range(0, units).mapToObj(i -> "u" + i).toList(),
        IntStream.range(0, units).mapToDouble(i -> BASE[i] + shift + noise[i]).toArray(),
        new long[0],
        new long[0]);
  }

  private static double[] normal(long seed, double mean, double deviation) {
    Random random = new Random(seed);
    return IntStream.range(0, UNITS)
        .mapToDouble(i -> mean + deviation * random.nextGaussian())
        .toArray();
  }
}
