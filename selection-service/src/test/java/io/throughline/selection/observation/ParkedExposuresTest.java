package io.throughline.selection.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.throughline.event.v1.Arm;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.TrialDeclared;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of exposures whose trial nobody declares. */
class ParkedExposuresTest {
  private static final String BUCKET = World.POPULATION + "/buckets/0";
  private static final String LATE = Histories.ENVIRONMENT + "/trials/late";
  private static final String DECLARED = Histories.ENVIRONMENT + "/trials/declared";
  private static final Duration PATIENCE = Duration.ofDays(30);
  private static final int ROWS = 7;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx();
  private World world;
  private ParkedExposures parked;

  @BeforeEach
  void observe() {
    world = World.empty();
    parked = new ParkedExposures(world.pool, vertx, registry, PATIENCE, ROWS);
    world.define(
        """
        outcome_metric: leads
        population: %s
        type: proportion
        outcome: lead
        window: 7d
        direction: increase
        """
            .formatted(World.POPULATION));
    world.apply(2, Histories.ENVIRONMENT, declared(DECLARED));
    world.apply(0, BUCKET, exposures(LATE, 0, 30));
    world.apply(0, BUCKET, exposures(DECLARED, 0, 30));
  }

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  void waitForTheirTrialAsLongAsItsNameIsYoung() {
    heard(PATIENCE.minusHours(1));

    expire();
    world.apply(2, Histories.ENVIRONMENT, declared(LATE));

    assertThat(units(LATE)).isEqualTo(30);
    assertThat(expired()).isZero();
  }

  @Test
  void expireAreCountedAndCountNoMore() {
    // Given
    heard(PATIENCE.plusHours(1));

    // When
    expire();

    // Then
    assertThat(expired()).isEqualTo(30);
    assertThat(number("SELECT exposures FROM observed.expired_trial WHERE bucket = 8"))
        .isEqualTo(30);
    assertThat(number("SELECT count(*) FROM observed.exposure")).isEqualTo(30);
    assertThat(registry.get("throughline.observations.parked.trials").gauge().value()).isZero();
    world.apply(2, Histories.ENVIRONMENT, declared(LATE));
    world.apply(0, BUCKET, exposures(LATE, 25, 40));
    assertThat(units(LATE)).as("what is told from then on counts").isEqualTo(15);
    assertThat(units(DECLARED)).as("another trial's units stay").isEqualTo(30);
  }

  @Test
  void areKeptForeverWhereTheTrialIsDeclared() {
    world.apply(2, Histories.ENVIRONMENT, declared(LATE));
    heard(PATIENCE.multipliedBy(12));

    expire();

    assertThat(expired()).isZero();
    assertThat(units(LATE)).isEqualTo(30);
    assertThat(units(DECLARED)).isEqualTo(30);
  }

  /** Makes the names of all trials so old. */
  private void heard(Duration age) {
    world
        .pool
        .query(
            "UPDATE observed.trial SET first_seen = now() - interval '%d seconds'"
                .formatted(age.toSeconds()))
        .executeAndAwait();
  }

  private void expire() {
    parked.expire().await().indefinitely();
  }

  private double expired() {
    return registry.get("throughline.observations.expired.exposures").counter().count();
  }

  private long units(String trial) {
    world.backfillAll();
    return world.cells(trial).entrySet().stream()
        .filter(cell -> cell.getKey().split("/", -1)[2].equals("-1"))
        .mapToLong(cell -> Long.parseLong(cell.getValue().split(" ", -1)[0]))
        .sum();
  }

  private long number(String sql) {
    return world.pool.query(sql).executeAndAwait().iterator().next().getLong(0);
  }

  private static Event declared(String trial) {
    return World.at(Histories.START)
        .setTrialDeclared(
            TrialDeclared.newBuilder()
                .setName(trial)
                .setPopulation(World.POPULATION)
                .setControl("a")
                .addArms(Arm.newBuilder().setId("a").setWeight(1))
                .addArms(Arm.newBuilder().setId("b").setWeight(1)))
        .build();
  }

  private static Event exposures(String trial, int from, int to) {
    ExposuresObserved.Builder event =
        ExposuresObserved.newBuilder()
            .setPopulation(World.POPULATION)
            .setTrial(trial)
            .addArms("a")
            .addArms("b");
    IntStream.range(from, to)
        .forEach(
            unit ->
                event
                    .addUnits("u%03d".formatted(unit))
                    .addTimeDeltas(unit == from ? Histories.START + 1 : 1)
                    .addArmIndexes(unit % 2));
    return Event.newBuilder().setExposuresObserved(event).build();
  }
}
