package io.throughline.client.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.event.v1.PredictionsObserved;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObservationEventsTest {
  private static final String POPULATION = "populations/p";
  private static final Instant NOON = Instant.parse("2010-03-01T12:00:00Z");

  @Test
  void exposuresBecomeColumnsWhoseTimesAndWordsAreCoded() {
    // Given units out of order, one of them with an attribute that the other does not have
    List<Exposure> exposures =
        List.of(
            new Exposure("u1", NOON, "control", Map.of("device", "phone")),
            new Exposure("u2", NOON.minusMillis(5), "new", Map.of()),
            new Exposure("u3", NOON, "control", Map.of("device", "desk")));

    // When
    List<Event.Builder> events =
        ObservationEvents.ofExposures(POPULATION, "environments/e/trials/t", exposures);

    // Then
    assertThat(events).hasSize(1);
    ExposuresObserved event = events.get(0).getExposuresObserved();
    assertThat(event.getUnitsList()).containsExactly("u1", "u2", "u3");
    assertThat(event.getTimeDeltasList()).containsExactly(NOON.toEpochMilli(), -5L, 5L);
    assertThat(event.getArmsList()).containsExactly("control", "new");
    assertThat(event.getArmIndexesList()).containsExactly(0, 1, 0);
    assertThat(event.getAttributes(0).getValuesList()).containsExactly("phone", "", "desk");
    assertThat(event.getAttributes(0).getIndexesList()).containsExactly(0, 1, 2);
    assertThat(event.getCovariatesList()).isEmpty();
  }

  @Test
  void outcomesTellTheirRevisions() {
    Outcome order = Outcome.of("u", "order-1", NOON, 10);
    OutcomesObserved event =
        ObservationEvents.ofOutcomes(
                POPULATION,
                "order",
                "USD",
                List.of(order, order.corrected(9), order.corrected(9).takenBack()))
            .get(0)
            .getOutcomesObserved();
    assertThat(event.getIdsList()).containsOnly("order-1");
    assertThat(event.getValuesList()).containsExactly(10.0, 9.0, 9.0);
    assertThat(event.getRevisionsList()).containsExactly(0, 1, 2);
    assertThat(event.getRetractionsList()).containsExactly(false, false, true);
    assertThat(event.getCurrency()).isEqualTo("USD");
  }

  @Test
  void manyRowsTravelInSeveralEventsEachOfWhichStandsAlone() {
    List<Prediction> predictions =
        IntStream.range(0, 12_000)
            .mapToObj(i -> new Prediction("u" + i, NOON.plusMillis(i), i))
            .toList();
    List<PredictionsObserved> events =
        ObservationEvents.ofPredictions(POPULATION, "experiments/e/models/m", predictions).stream()
            .map(Event.Builder::getPredictionsObserved)
            .toList();
    assertThat(events)
        .extracting(PredictionsObserved::getUnitsCount)
        .containsExactly(5000, 5000, 2000);
    assertThat(events.get(2).getTimeDeltas(0)).isEqualTo(NOON.plusMillis(10_000).toEpochMilli());
    assertThat(events.get(2).getValues(1999)).isEqualTo(11_999.0);
  }

  @Test
  void nothingBecomesNoEventAndTooManyArmsAreRefused() {
    assertThat(ObservationEvents.ofExposures(POPULATION, "", List.of())).isEmpty();
    List<Exposure> exposures =
        IntStream.range(0, 101)
            .mapToObj(i -> new Exposure("u" + i, NOON, "arm" + i, Map.of()))
            .toList();
    assertThatThrownBy(() -> ObservationEvents.ofExposures(POPULATION, "", exposures))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("101 arms");
  }
}
