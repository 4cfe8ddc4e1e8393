package io.throughline.selection.observation;

import io.throughline.event.v1.Arm;
import io.throughline.event.v1.AttributeColumn;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.Exclusion;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.event.v1.PopulationDeclared;
import io.throughline.event.v1.TrialAllocationChanged;
import io.throughline.event.v1.TrialDeclared;
import io.throughline.event.v1.TrialStopped;
import io.throughline.event.v1.UnitErased;
import java.util.List;
import java.util.Random;

/** Events at random, dense enough that everything that can meet does meet. */
final class Histories {
  static final String ENVIRONMENT = "environments/live";
  static final List<String> TRIALS =
      List.of(ENVIRONMENT + "/trials/t1", ENVIRONMENT + "/trials/t2");
  static final long START = 1_767_225_600_000L;
  private static final long STEP = 6 * 3_600_000L;
  private static final List<String> DEPLOYMENTS =
      List.of(ENVIRONMENT + "/deployments/old", ENVIRONMENT + "/deployments/new");
  private static final List<String> KINDS = List.of("lead", "order", "visit");
  private static final List<String> CURRENCIES = List.of("", "USD", "EUR", "JPY");
  private static final List<String> DEVICES = List.of("phone", "desk", "");
  private static final int UNITS = 8;
  private final Random random;

  Histories(Random random) {
    this.random = random;
  }

  static int bucket(String unit) {
    return unit.hashCode() & 1;
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private String unit(int bucket) {
    String unit;
    do {
      unit = "u" + random.nextInt(UNITS);
    } while (bucket(unit) != bucket);
    return unit;
  }

  long time() {
    return START + STEP * (random.nextInt(60) - 20);
  }

  Event exposures(int bucket) {
    boolean deployed = random.nextInt(4) == 0;
    ExposuresObserved.Builder event =
        ExposuresObserved.newBuilder()
            .setPopulation(World.POPULATION)
            .setTrial(deployed ? "" : any(TRIALS))
            .addAllArms(deployed ? DEPLOYMENTS : List.of("a", "b", "c"));
    AttributeColumn.Builder device =
        AttributeColumn.newBuilder().setKey("device").addAllValues(DEVICES);
    AttributeColumn.Builder bot =
        AttributeColumn.newBuilder().setKey("bot").addValues("").addValues("yes");
    boolean covariates = random.nextBoolean();
    long last = 0;
    for (int i = random.nextInt(4); i >= 0; i--) {
      long time = time();
      event
          .addUnits(unit(bucket))
          .addTimeDeltas(time - last)
          .addArmIndexes(deployed ? random.nextInt(2) : random.nextInt(20) / 9);
      device.addIndexes(random.nextInt(3));
      bot.addIndexes(random.nextInt(6) / 5);
      if (covariates) {
        event.addCovariates(random.nextInt(5) / 4.0);
      }
      last = time;
    }
    return Event.newBuilder()
        .setExposuresObserved(event.addAttributes(device).addAttributes(bot))
        .build();
  }

  Event outcomes(int bucket) {
    OutcomesObserved.Builder event =
        OutcomesObserved.newBuilder()
            .setPopulation(World.POPULATION)
            .setKind(any(KINDS))
            .setCurrency(any(CURRENCIES));
    long last = 0;
    for (int i = random.nextInt(5); i >= 0; i--) {
      long time = time();
      event
          .addUnits(unit(bucket))
          .addTimeDeltas(time - last)
          .addValues((random.nextInt(4000) - 1000) / 8.0 + random.nextInt(2) * 0.0000005)
          .addIds("o" + random.nextInt(3))
          .addRevisions(random.nextInt(3))
          .addRetractions(random.nextInt(6) == 0);
      last = time;
    }
    return Event.newBuilder().setOutcomesObserved(event).build();
  }

  Event erased(int bucket) {
    return Event.newBuilder()
        .setUnitErased(
            UnitErased.newBuilder().setPopulation(World.POPULATION).setUnit(unit(bucket)))
        .build();
  }

  private Arm arm(String id, String deployment) {
    return Arm.newBuilder()
        .setId(id)
        .setDeployment(deployment)
        .setWeight(1 + random.nextInt(3))
        .build();
  }

  Event trial() {
    String trial = any(TRIALS);
    return switch (random.nextInt(5)) {
      case 0, 1 ->
          World.at(time())
              .setTrialDeclared(
                  TrialDeclared.newBuilder()
                      .setName(trial)
                      .setPopulation(World.POPULATION)
                      .addArms(arm("a", DEPLOYMENTS.get(0)))
                      .addArms(arm("b", random.nextBoolean() ? DEPLOYMENTS.get(1) : ""))
                      .setControl("a")
                      .addExclusions(Exclusion.newBuilder().setAttribute("bot").setValue("yes")))
              .build();
      case 2, 3 ->
          World.at(time())
              .setTrialAllocationChanged(
                  TrialAllocationChanged.newBuilder()
                      .setTrial(trial)
                      .addArms(arm("c", ""))
                      .addArms(arm("b", DEPLOYMENTS.get(0))))
              .build();
      default ->
          World.at(time() + 20 * STEP)
              .setTrialStopped(TrialStopped.newBuilder().setTrial(trial).setReason("enough"))
              .build();
    };
  }

  Event population() {
    return Event.newBuilder()
        .setPopulationDeclared(
            PopulationDeclared.newBuilder()
                .setName(World.POPULATION)
                .setUnitKind("listing")
                .setTimeZone(any(List.of("UTC", "America/Chicago", "Asia/Tokyo"))))
        .build();
  }

  String definition() {
    String window = any(List.of("1d", "7d", "30d"));
    return any(
            List.of(
                """
                outcome_metric: leads
                type: proportion
                outcome: lead
                direction: increase
                """,
                """
                outcome_metric: revenue
                type: mean
                outcome: order
                direction: increase
                currency: USD
                rates:
                  - {currency: EUR, rate: 1.0937}
                rates_date: 2026-01-01
                cap_lower: -50
                cap_upper: 300.5
                covariate: pre_period
                pre_period: 3d
                """,
                """
                outcome_metric: visits
                type: mean
                outcome: visit
                value: count
                direction: increase
                covariate: exposure
                """,
                """
                outcome_metric: order_per_visit
                type: ratio
                outcome: order
                denominator: visit
                direction: increase
                """,
                """
                outcome_metric: large_orders
                type: quantile
                quantile: 0.9
                outcome: order
                direction: increase
                """))
        + "population: "
        + World.POPULATION
        + "\nwindow: "
        + window
        + "\n";
  }

  String cohort() {
    return """
    cohort: mobile
    population: %s
    where:
      - {attribute: device, value: %s}
    """
        .formatted(World.POPULATION, any(List.of("phone", "desk")));
  }
}
