package io.throughline.selection.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.CheckRole;
import io.throughline.selection.policy.DatasetRole;
import io.throughline.selection.policy.Direction;
import io.throughline.selection.policy.Margin;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Over;
import io.throughline.selection.policy.Rule;
import io.throughline.selection.policy.WhenMissing;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final String DATASET = "experiments/e/datasets/d";
  private static final Judge JUDGE = new Judge(0.95, 1);

  @Test
  void passesWhereTheWholeIntervalIsBeyondTheMargin() {
    double[] champion = noise(1, 300, 10);
    Finding finding = judge(change(0, false, false), units(plus(champion, -1, 2), champion));

    assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
    assertThat(finding.reason()).isEqualTo(ReasonCode.INTERVAL_BEYOND_MARGIN);
    assertThat(finding.measure().orElseThrow().interval().upper()).isNegative();
    assertThat(finding.nextStep()).isEmpty();
    assertThat(finding.n()).isEqualTo(300);
  }

  @Test
  void failsWhereTheWholeIntervalIsOnTheWrongSide() {
    double[] champion = noise(1, 300, 10);
    Finding finding = judge(change(0.1, false, false), units(plus(champion, 1, 2), champion));

    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.margin()).hasValue(0.1);
    assertThat(finding.nextStep()).contains("misses the bound by");
  }

  @Test
  void saysHowManyMoreUnitsWouldDecide() {
    double[] champion = noise(1, 300, 10);
    Finding finding = judge(change(0, false, false), units(plus(champion, -0.1, 2), champion));

    assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(finding.reason()).isEqualTo(ReasonCode.INTERVAL_HOLDS_MARGIN);
    assertThat(finding.nextStep()).matches("≈ [0-9,]+ more units would narrow the interval.*");
  }

  @Test
  void holdsAnIncreaseTheOtherWayRound() {
    double[] champion = noise(1, 300, 10);
    Check better =
        check(Over.UNITS, new Rule.Change(Direction.INCREASE, new Margin(0.5, false, true)));

    assertThat(judge(better, units(plus(champion, 1, 2), champion)).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(judge(better, units(plus(champion, 0.1, 1), champion)).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(judge(better, units(plus(champion, 1, 2), champion)).margin()).hasValue(0.5);
  }

  @Test
  void takesARelativeMarginOfTheChampionsMean() {
    double[] champion = noise(1, 400, 10);
    Finding finding = judge(change(0.2, true, false), units(plus(champion, 1, 1), champion));

    double mean = Arrays.stream(champion).average().orElseThrow();
    assertThat(finding.margin().orElseThrow()).isCloseTo(0.2 * mean, within(1e-12));
    assertThat(finding.measure().orElseThrow().estimate()).isCloseTo(1, within(0.2));
    assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void refusesARelativeMarginOfNothing() {
    double[] champion = noise(1, 300, 0);
    Finding finding = judge(change(0.2, true, false), units(plus(champion, -5, 1), champion));

    assertThat(finding.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(finding.reason()).isEqualTo(ReasonCode.BASELINE_NEAR_ZERO);
  }

  @Test
  void holdsTheCandidatesOwnMeanAgainstAnAbsoluteBound() {
    double[] candidate = noise(1, 300, 10);

    assertThat(judge(absolute(new Rule.AtMost(11)), units(candidate, new double[0])).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(judge(absolute(new Rule.AtLeast(11)), units(candidate, new double[0])).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(judge(absolute(new Rule.AtMost(10)), units(candidate, new double[0])).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void neverPassesWhatDoesNotVary() {
    double[] champion = noise(1, 300, 10);
    double[] shifted = Arrays.stream(champion).map(value -> value - 0.1).toArray();

    for (double[] candidate : new double[][] {champion, shifted}) {
      Finding finding = judge(change(0.5, false, false), units(candidate, champion));
      assertThat(finding.verdict()).isEqualTo(Verdict.ERROR);
      assertThat(finding.reason()).isEqualTo(ReasonCode.ZERO_VARIANCE);
    }
    double[] folds = {0.1, 0.2, 0.3, 0.7, 1.1};
    double[] better = Arrays.stream(folds).map(value -> value - 0.05).toArray();
    assertThat(judge(check(Over.FOLDS, rule(0, false, false)), folds(better, folds)).reason())
        .isEqualTo(ReasonCode.ZERO_VARIANCE);
  }

  @Test
  void namesTheUnitsThatAreNoNumbers() {
    double[] champion = noise(1, 300, 10);
    double[] candidate = plus(champion, -5, 1);
    candidate[17] = Double.NaN;
    candidate[19] = Double.POSITIVE_INFINITY;
    Finding finding = judge(change(0, false, false), units(candidate, champion));

    assertThat(finding.reason()).isEqualTo(ReasonCode.METRIC_NOT_A_NUMBER);
    assertThat(finding.message()).contains("2 values", "unit 'u17' is NaN", "unit 'u19' is Inf");
  }

  @Test
  void refusesTooFewUnitsAndTooManyMissing() {
    double[] champion = noise(1, 100, 10);
    double[] candidate = plus(champion, -5, 1);
    Sample few = units(Arrays.copyOf(candidate, 29), Arrays.copyOf(champion, 29));
    Sample gaps =
        new Sample(
            DATASET,
            true,
            Over.UNITS,
            keys(100),
            candidate,
            champion,
            new long[0],
            new long[0],
            110,
            3,
            7);

    assertThat(judge(change(0, false, false), few).reason()).isEqualTo(ReasonCode.UNITS_MISSING);
    Finding finding = judge(change(0, false, false), gaps);
    assertThat(finding.reason()).isEqualTo(ReasonCode.UNITS_MISSING);
    assertThat(finding.message()).contains("the candidate lacks 3, the champion 7");
  }

  @Test
  void saysWhatWasLeftOut() {
    double[] champion = noise(1, 100, 10);
    Sample gaps =
        new Sample(
            DATASET,
            true,
            Over.UNITS,
            keys(100),
            plus(champion, -5, 1),
            champion,
            new long[0],
            new long[0],
            102,
            1,
            1);

    Finding finding = judge(change(0, false, false), gaps);

    assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
    assertThat(finding.message()).contains("2 of 102 units are left out");
  }

  @Test
  void judgesFoldsByTheCorrectedTest() {
    double[] a = {.81, .83, .79, .85, .80, .82, .84, .78, .83, .81};
    double[] b = {.80, .81, .80, .82, .79, .81, .82, .78, .80, .80};
    Check better =
        check(Over.FOLDS, new Rule.Change(Direction.INCREASE, new Margin(0, false, true)));
    Finding finding = judge(better, folds(a, b));

    assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(finding.measure().orElseThrow().method()).contains("Nadeau-Bengio");
    assertThat(finding.measure().orElseThrow().interval().lower()).isCloseTo(0, within(1e-4));
    assertThat(finding.nextStep()).contains("judge over the units");
  }

  @Test
  void neverPassesAnIntervalThatHoldsTheMargin() {
    Random random = new Random(42);
    int passed = 0;
    for (int i = 0; i < 300; i++) {
      double[] champion = noise(i, 40, 3);
      double[] candidate = plus(champion, random.nextGaussian(), 1 + random.nextDouble());
      Finding finding =
          judge(
              change(random.nextDouble(), random.nextBoolean(), random.nextBoolean()),
              units(candidate, champion));
      boolean beyond =
          finding.measure().isPresent()
              && finding.measure().get().interval().upper() < finding.margin().orElseThrow();
      assertThat(finding.verdict() == Verdict.PASS).isEqualTo(beyond);
      passed += beyond ? 1 : 0;
    }
    assertThat(passed).isBetween(50, 250);
  }

  @Test
  void givesTheSameBitsForTheSameSeed() {
    double[] champion = noise(1, 300, 10);
    Sample sample = units(plus(champion, -0.1, 2), champion);

    assertThat(judge(change(0, false, false), sample))
        .isEqualTo(judge(change(0, false, false), sample));
    assertThat(
            new Judge(0.95, 2).judge(change(0, false, false), Evidence.of("c", sample)).measure())
        .isNotEqualTo(judge(change(0, false, false), sample).measure());
  }

  private static Finding judge(Check check, Sample sample) {
    return JUDGE.judge(check, Evidence.of(check.id(), sample));
  }

  private static Check change(double size, boolean relative, boolean required) {
    return check(Over.UNITS, rule(size, relative, required));
  }

  private static Rule rule(double size, boolean relative, boolean required) {
    return new Rule.Change(Direction.DECREASE, new Margin(size, relative, required));
  }

  private static Check absolute(Rule rule) {
    return check(Over.UNITS, rule);
  }

  private static Check check(Over over, Rule rule) {
    return new MetricCheck(
        "c",
        CheckRole.GUARDRAIL,
        WhenMissing.ERROR,
        "metric",
        over,
        Optional.empty(),
        Optional.of(DatasetRole.JUDGEMENT),
        rule,
        over == Over.UNITS ? 30 : 3,
        0.95,
        Optional.empty());
  }

  private static Sample units(double[] candidate, double[] champion) {
    return new Sample(
        DATASET,
        true,
        Over.UNITS,
        keys(candidate.length),
        candidate,
        champion,
        new long[0],
        new long[0],
        candidate.length,
        0,
        0);
  }

  private static Sample folds(double[] candidate, double[] champion) {
    long[] train = new long[candidate.length];
    long[] test = new long[candidate.length];
    Arrays.fill(train, 900);
    Arrays.fill(test, 100);
    return new Sample(
        DATASET,
        false,
        Over.FOLDS,
        keys(candidate.length),
        candidate,
        champion,
        train,
        test,
        candidate.length,
        0,
        0);
  }

  private static java.util.List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> "u" + i).toList();
  }

  private static double[] noise(long seed, int count, double mean) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> mean + random.nextGaussian()).limit(count).toArray();
  }

  private static double[] plus(double[] values, double shift, double spread) {
    Random random = new Random(values.length);
    return Arrays.stream(values).map(v -> v + shift + spread * random.nextGaussian()).toArray();
  }
}
