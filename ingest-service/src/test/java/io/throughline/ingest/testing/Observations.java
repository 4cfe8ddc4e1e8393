package io.throughline.ingest.testing;

import io.throughline.event.v1.Arm;
import io.throughline.event.v1.AttributeColumn;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.event.v1.PopulationDeclared;
import io.throughline.event.v1.PredictionsObserved;
import io.throughline.event.v1.TrialAllocationChanged;
import io.throughline.event.v1.TrialDeclared;
import io.throughline.event.v1.TrialStopped;
import io.throughline.event.v1.UnitErased;

/** Events of a population and its trial, for tests. */
public final class Observations {
  /** The population of the sample events. */
  public static final String POPULATION = "populations/listings";

  private static final String TRIAL = Events.ENVIRONMENT + "/trials/t";
  private static final long TIME = 1_700_000_000_000L;

  private Observations() {}

  /** Exposures of so many units, alternating between two arms. */
  public static ExposuresObserved exposures(int units) {
    ExposuresObserved.Builder exposures =
        ExposuresObserved.newBuilder()
            .setPopulation(POPULATION)
            .setTrial(TRIAL)
            .addArms("a")
            .addArms("b");
    AttributeColumn.Builder device =
        AttributeColumn.newBuilder().setKey("device").addValues("phone").addValues("desk");
    for (int i = 0; i < units; i++) {
      exposures
          .addUnits("u" + i)
          .addTimeDeltas(i == 0 ? TIME : 7)
          .addArmIndexes(i % 2)
          .addCovariates(i);
      device.addIndexes(i % 2);
    }
    return exposures.addAttributes(device).build();
  }

  /** Outcomes of so many units. */
  public static OutcomesObserved outcomes(int units) {
    OutcomesObserved.Builder outcomes =
        OutcomesObserved.newBuilder().setPopulation(POPULATION).setKind("lead");
    for (int i = 0; i < units; i++) {
      outcomes
          .addUnits("u" + i)
          .addTimeDeltas(i == 0 ? TIME : -3)
          .addValues(i)
          .addIds("o" + i)
          .addRevisions(i % 2)
          .addRetractions(i % 3 == 0);
    }
    return outcomes.build();
  }

  static Event.Builder sample(Event.KindCase kind) {
    Event.Builder event = Event.newBuilder();
    return switch (kind) {
      case POPULATION_DECLARED ->
          event.setPopulationDeclared(
              PopulationDeclared.newBuilder().setName(POPULATION).setUnitKind("listing"));
      case PREDICTIONS_OBSERVED ->
          event.setPredictionsObserved(
              PredictionsObserved.newBuilder()
                  .setPopulation(POPULATION)
                  .setSource("experiments/e/models/m")
                  .addUnits("u")
                  .addTimeDeltas(TIME)
                  .addValues(1));
      case EXPOSURES_OBSERVED -> event.setExposuresObserved(exposures(1));
      case OUTCOMES_OBSERVED -> event.setOutcomesObserved(outcomes(1));
      case UNIT_ERASED ->
          event.setUnitErased(UnitErased.newBuilder().setPopulation(POPULATION).setUnit("u"));
      case TRIAL_DECLARED ->
          event.setTrialDeclared(
              TrialDeclared.newBuilder()
                  .setName(TRIAL)
                  .setPopulation(POPULATION)
                  .addArms(Arm.newBuilder().setId("a").setWeight(1))
                  .addArms(Arm.newBuilder().setId("b").setWeight(1))
                  .setControl("a"));
      case TRIAL_ALLOCATION_CHANGED ->
          event.setTrialAllocationChanged(
              TrialAllocationChanged.newBuilder()
                  .setTrial(TRIAL)
                  .addArms(Arm.newBuilder().setId("b").setWeight(1)));
      case TRIAL_STOPPED ->
          event.setTrialStopped(TrialStopped.newBuilder().setTrial(TRIAL).setReason("done"));
      default -> throw new IllegalArgumentException("no observation: " + kind);
    };
  }
}
