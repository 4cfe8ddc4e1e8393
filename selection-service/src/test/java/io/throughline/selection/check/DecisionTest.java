package io.throughline.selection.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.evidence.ReasonCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DecisionTest {

  @Test
  void takesTheGravestVerdict() {
    assertThat(
            decide(pass(true), finding("f", Verdict.FAIL, true), finding("e", Verdict.ERROR, true)))
        .isEqualTo(Verdict.ERROR);
    assertThat(
            decide(
                pass(true),
                finding("f", Verdict.FAIL, true),
                finding("i", Verdict.INCONCLUSIVE, true)))
        .isEqualTo(Verdict.FAIL);
    assertThat(decide(pass(true), finding("i", Verdict.INCONCLUSIVE, true)))
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decide(pass(true), pass(false))).isEqualTo(Verdict.PASS);
  }

  @Test
  void neverPassesOnWhatSelected() {
    Decision decision = Decision.of(List.of(pass(false), pass(false)));

    assertThat(decision.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decision.reason()).contains("JUDGEMENT");
  }

  @Test
  void neverPassesOnNothing() {
    assertThat(decide()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decide(skipped())).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void letsTheOthersDecideWhereAComparisonIsLeftOut() {
    Decision decision = Decision.of(List.of(skipped(), pass(true)));

    assertThat(decision.verdict()).isEqualTo(Verdict.PASS);
    assertThat(decision.reason()).contains("1 left out");
  }

  @Test
  void namesTheCheckThatDecided() {
    assertThat(Decision.of(List.of(pass(true), finding("slow", Verdict.FAIL, true))).reason())
        .isEqualTo("check 'slow': because");
  }

  private static Verdict decide(Finding... findings) {
    return Decision.of(List.of(findings)).verdict();
  }

  private static Finding pass(boolean untouched) {
    return finding("p", Verdict.PASS, untouched);
  }

  private static Finding skipped() {
    return finding("s", Verdict.INCONCLUSIVE, ReasonCode.SKIPPED_NO_CHAMPION, false);
  }

  private static Finding finding(String id, Verdict verdict, boolean untouched) {
    return finding(id, verdict, ReasonCode.INTERVAL_BEYOND_MARGIN, untouched);
  }

  private static Finding finding(String id, Verdict verdict, ReasonCode reason, boolean untouched) {
    return new Finding(
        id,
        "m",
        "d",
        untouched,
        "rule",
        verdict,
        Optional.empty(),
        0,
        OptionalDouble.empty(),
        reason,
        "because",
        "");
  }
}
