package io.throughline.server.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNameTest {

  @ParameterizedTest
  @CsvSource({
    "experiments/house-valuation,EXPERIMENT",
    "experiments/e/runs/2026-11-24-a,RUN",
    "experiments/e/models/m,MODEL",
    "experiments/e/evaluations/v,EVALUATION",
    "registeredModels/r/versions/3,MODEL_VERSION",
    "registeredModels/r/aliases/champion,ALIAS",
    "environments/production/deployments/d,DEPLOYMENT",
    "environments/production/trials/t,TRIAL",
    "populations/listings,POPULATION",
  })
  void readsAndWritesEveryKind(String text, ResourceKind kind) {
    ResourceName name = ResourceName.parse(text);

    assertThat(name.kind()).isEqualTo(kind);
    assertThat(name).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "experiments",
        "experiments/",
        "experiments/e/runs",
        "experiments/e/runs/",
        "experiments/e//r",
        "experiments/e/runs/r/more",
        "experiments/e/versions/1",
        "experiments/../runs/r ",
        "experiments/e/runs/a b",
        "things/e",
        "populations/p/buckets/1",
      })
  void refusesWhatIsNoName(String text) {
    assertThatThrownBy(() -> ResourceName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void refusesALongIdAndShortensItInTheMessage() {
    String id = "x".repeat(129);

    assertThat(ResourceName.parse("experiments/" + "x".repeat(128)).id()).hasSize(128);
    assertThatThrownBy(() -> ResourceName.parse("experiments/" + id + "y".repeat(9999)))
        .hasMessageMatching("(?s).{0,250}");
  }

  @Test
  void knowsTheScopeOfAResource() {
    assertThat(ResourceName.parse("experiments/e/runs/r").scope())
        .isEqualTo(Scope.parse("experiments/e"));
  }
}
