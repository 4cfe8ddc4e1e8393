package io.throughline.selection.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.policy.CheckRole;
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

  @Test
  void needsOneSuccessAndEveryGuardrail() {
    Finding shown = success("s1", Verdict.PASS, ReasonCode.INTERVAL_BEYOND_MARGIN);
    Finding open = success("s2", Verdict.INCONCLUSIVE, ReasonCode.INTERVAL_HOLDS_MARGIN);
    Finding failed = success("s3", Verdict.FAIL, ReasonCode.INTERVAL_BEYOND_MARGIN);
    Finding worse = success("s4", Verdict.FAIL, ReasonCode.DETERIORATED);

    assertThat(decide(shown, open, failed)).isEqualTo(Verdict.PASS);
    assertThat(decide(open, failed, pass(true))).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decide(failed, pass(true))).isEqualTo(Verdict.FAIL);
    assertThat(decide(shown, worse)).isEqualTo(Verdict.FAIL);
    assertThat(decide(shown, finding("g", Verdict.FAIL, true))).isEqualTo(Verdict.FAIL);
  }

  @Test
  void makesAnErrorOfDataThatCannotCarryAVerdict() {
    Finding ratio =
        finding(CheckRole.QUALITY, "srm", Verdict.FAIL, ReasonCode.TRIAL_UNHEALTHY, true);
    Finding early =
        finding(CheckRole.QUALITY, "srm", Verdict.INCONCLUSIVE, ReasonCode.TOO_EARLY, true);
    Finding good = finding(CheckRole.QUALITY, "srm", Verdict.PASS, ReasonCode.TRIAL_HEALTHY, true);

    assertThat(decide(pass(true), ratio)).isEqualTo(Verdict.ERROR);
    assertThat(Decision.of(List.of(pass(true), ratio)).reason()).contains("cannot carry", "srm");
    assertThat(decide(pass(true), early)).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decide(pass(true), good)).isEqualTo(Verdict.PASS);
    assertThat(decide(good)).as("health alone is no reason").isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void neverPassesBecauseNothingWasShownToBeWorse() {
    Finding harmless =
        finding(
            CheckRole.DETERIORATION, "d", Verdict.PASS, ReasonCode.NO_DETERIORATION_SHOWN, true);

    assertThat(decide(harmless)).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(decide(harmless, pass(true))).isEqualTo(Verdict.PASS);
  }

  @Test
  void countsNothingThatOnlyInforms() {
    for (Verdict verdict : Verdict.values()) {
      Finding shown =
          finding(CheckRole.INFORMATIONAL, "i", verdict, ReasonCode.INTERVAL_BEYOND_MARGIN, true);
      assertThat(decide(shown, pass(true))).isEqualTo(Verdict.PASS);
      assertThat(decide(shown)).isEqualTo(Verdict.INCONCLUSIVE);
    }
  }

  @Test
  void namesWhatStandsInTheWay() {
    Finding shown = success("s1", Verdict.PASS, ReasonCode.INTERVAL_BEYOND_MARGIN);
    Finding failed = success("s2", Verdict.FAIL, ReasonCode.INTERVAL_BEYOND_MARGIN);
    Finding guard = finding("g", Verdict.FAIL, true);

    assertThat(Decision.blocking(List.of(shown, failed, guard))).containsExactly(guard);
    assertThat(Decision.blocking(List.of(failed, guard))).containsExactly(failed, guard);
  }

  private static Finding success(String id, Verdict verdict, ReasonCode reason) {
    return finding(CheckRole.SUCCESS, id, verdict, reason, true);
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
    return finding(CheckRole.GUARDRAIL, id, verdict, reason, untouched);
  }

  private static Finding finding(
      CheckRole role, String id, Verdict verdict, ReasonCode reason, boolean untouched) {
    return new Finding(
        id,
        role,
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
        "",
        List.of());
  }
}
