package io.throughline.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest.FieldViolation;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.ingest.testing.Events;
import io.throughline.ingest.testing.Observations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final int UNITS = 1000;

  @Test
  void everyRowLiesInTheBucketOfItsUnitWithItsOwnTime() {
    OutcomesObserved whole = Observations.outcomes(UNITS);

    List<Batch> parts = Buckets.split(batch(Event.newBuilder().setOutcomesObserved(whole)));

    List<String> rows = new ArrayList<>();
    for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
      OutcomesObserved part = parts.get(bucket).getEvents(0).getOutcomesObserved();
      for (String row : rows(part)) {
        rows.add(row);
        assertThat(Buckets.of(row.substring(0, row.indexOf(' ')))).isEqualTo(bucket);
      }
    }
    assertThat(rows).containsExactlyInAnyOrderElementsOf(rows(whole)).hasSize(UNITS);
  }

  @Test
  void theUnitsOfAPopulationAreSpreadOverItsBuckets() {
    long[] sizes = new long[Buckets.COUNT];

    IntStream.range(0, 80_000).forEach(i -> sizes[Buckets.of("listing-" + i)]++);

    assertThat(sizes)
        .satisfies(
            all -> assertThat(Arrays.stream(all)).allMatch(size -> size > 9_000 && size < 11_000));
  }

  @Test
  void aBatchHasItsNumberInEveryBucketAlsoWhereItIsEmpty() {
    Batch batch = batch(Event.newBuilder().setExposuresObserved(Observations.exposures(1)));

    List<Batch> parts = Buckets.split(batch);

    assertThat(parts).allMatch(part -> part.getNumber() == 1 && part.getProducer().equals("p"));
    assertThat(parts).extracting(Batch::getEventsCount).containsOnlyOnce(1).contains(0);
    assertThat(parts.get(3).getScope()).isEqualTo(Observations.POPULATION + "/buckets/3");
  }

  @Test
  void attributesAndCovariatesStayWithTheirUnits() {
    ExposuresObserved whole = Observations.exposures(UNITS);

    List<Batch> parts = Buckets.split(batch(Event.newBuilder().setExposuresObserved(whole)));

    for (Batch part : parts) {
      ExposuresObserved exposures = part.getEvents(0).getExposuresObserved();
      for (int i = 0; i < exposures.getUnitsCount(); i++) {
        int unit = Integer.parseInt(exposures.getUnits(i).substring(1));
        assertThat(exposures.getCovariates(i)).isEqualTo(unit);
        assertThat(exposures.getArmIndexes(i)).isEqualTo(unit % 2);
        assertThat(exposures.getAttributes(0).getIndexes(i)).isEqualTo(unit % 2);
      }
    }
  }

  @Test
  void columnsThatDoNotFitAreNamed() {
    ExposuresObserved odd =
        Observations.exposures(2).toBuilder()
            .addCovariates(1)
            .setArmIndexes(1, 7)
            .setArms(0, "environments/live/deployments/d")
            .setTimeDeltas(1, Long.MAX_VALUE)
            .build();

    List<FieldViolation> faults =
        Columns.faults(batch(Event.newBuilder().setExposuresObserved(odd)));

    assertThat(faults)
        .extracting(FieldViolation::getField)
        .containsExactly(
            "events[0].exposures_observed.time_deltas",
            "events[0].exposures_observed.arm_indexes",
            "events[0].exposures_observed.covariates",
            "events[0].exposures_observed.arms[0]");
  }

  private static Batch batch(Event.Builder event) {
    return Events.batch(Observations.POPULATION, "p", 1).addEvents(event).build();
  }

  private static List<String> rows(OutcomesObserved outcomes) {
    List<String> rows = new ArrayList<>();
    long time = 0;
    for (int i = 0; i < outcomes.getUnitsCount(); i++) {
      time += outcomes.getTimeDeltas(i);
      rows.add(
          "%s %d %s %s %d %s"
              .formatted(
                  outcomes.getUnits(i),
                  time,
                  outcomes.getValues(i),
                  outcomes.getIds(i),
                  outcomes.getRevisions(i),
                  outcomes.getRetractions(i)));
    }
    return rows;
  }
}
