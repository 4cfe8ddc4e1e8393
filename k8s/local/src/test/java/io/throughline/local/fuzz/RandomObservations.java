package io.throughline.local.fuzz;

import com.google.protobuf.Timestamp;
import io.throughline.event.v1.Arm;
import io.throughline.event.v1.AttributeColumn;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.Exclusion;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.event.v1.PopulationDeclared;
import io.throughline.event.v1.PredictionsObserved;
import io.throughline.event.v1.TrialAllocationChanged;
import io.throughline.event.v1.TrialDeclared;
import io.throughline.event.v1.TrialStopped;
import io.throughline.event.v1.UnitErased;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What is told of one trial at random: in any order, late, twice, corrected, contradictory; and now
 * and then spoilt.
 */
final class RandomObservations {
  static final String ENVIRONMENT = "environments/fuzz";
  static final String OLD = ENVIRONMENT + "/deployments/old";
  static final String NEW = ENVIRONMENT + "/deployments/new";
  private static final long START = 1_767_225_600_000L;
  private static final long DAY = 86_400_000L;
  static final int CROWD = 400;

  /** The id of a lead of the crowd. */
  static final String LEAD = "l";

  final String population;
  final String trial;

  /** What the new model does to the rate of leads: of 20 % it makes 2 %, 20 % or 60 %. */
  final int leadPercent;

  /** Whether units meet whichever arm comes, so that many meet several. */
  private final boolean contradictory;

  private final Random random;

  RandomObservations(Random random, String id) {
    this.random = random;
    this.population = "populations/" + id;
    this.trial = ENVIRONMENT + "/trials/" + id;
    this.leadPercent = new int[] {2, 20, 60}[random.nextInt(3)];
    this.contradictory = random.nextInt(3) == 0;
  }

  /** A batch, and whether it was spoilt on purpose. */
  record Told(Batch.Builder batch, boolean spoilt) {}

  /** The batches of a history, of which any may be refused where it is spoilt. */
  List<Told> batches() {
    List<Told> all = new ArrayList<>();
    if (random.nextInt(10) > 0) {
      all.add(told(ENVIRONMENT, declared()));
    }
    if (random.nextBoolean()) {
      all.add(told(population, populationDeclared()));
    }
    if (random.nextInt(3) > 0) {
      all.add(told(population, crowd()));
      all.add(told(population, leads()));
    }
    for (int i = 2 + random.nextInt(10); i > 0; i--) {
      all.add(
          switch (random.nextInt(12)) {
            case 0 -> told(ENVIRONMENT, declared());
            case 1 -> told(ENVIRONMENT, changed());
            case 2 -> told(population, predictions());
            case 3 -> told(population, erased());
            case 4, 5, 6, 7 -> told(population, exposures());
            default -> told(population, outcomes());
          });
    }
    java.util.Collections.shuffle(all, random);
    return all;
  }

  private Told told(String scope, Event.Builder event) {
    boolean spoilt = random.nextInt(6) == 0;
    if (spoilt) {
      spoil(event);
    }
    return new Told(Batch.newBuilder().setScope(scope).addEvents(event), spoilt);
  }

  private Event.Builder declared() {
    return at(START)
        .setTrialDeclared(
            TrialDeclared.newBuilder()
                .setName(trial)
                .setPopulation(population)
                .setControl("control")
                .setPlannedUnits(random.nextInt(3) * 400L)
                .addArms(Arm.newBuilder().setId("control").setDeployment(OLD).setWeight(1))
                .addArms(Arm.newBuilder().setId("new").setDeployment(NEW).setWeight(1))
                .addExclusions(Exclusion.newBuilder().setAttribute("bot").setValue("yes")));
  }

  private Event.Builder changed() {
    return random.nextInt(4) == 0
        ? at(START + DAY * random.nextInt(60))
            .setTrialStopped(TrialStopped.newBuilder().setTrial(trial).setReason("enough"))
        : at(START + DAY * random.nextInt(60))
            .setTrialAllocationChanged(
                TrialAllocationChanged.newBuilder()
                    .setTrial(trial)
                    .addArms(Arm.newBuilder().setId("new").setDeployment(NEW).setWeight(3))
                    .addArms(Arm.newBuilder().setId("control").setDeployment(OLD).setWeight(1)));
  }

  private Event.Builder populationDeclared() {
    return Event.newBuilder()
        .setPopulationDeclared(
            PopulationDeclared.newBuilder()
                .setName(population)
                .setUnitKind("listing")
                .setTimeZone(random.nextBoolean() ? "Asia/Tokyo" : "No/Such_Zone"));
  }

  /** Enough units for a verdict, half of them in each arm; sometimes far more in one. */
  private Event.Builder crowd() {
    boolean uneven = random.nextInt(4) == 0;
    ExposuresObserved.Builder event = exposed("control", "new");
    for (int unit = 0; unit < CROWD; unit++) {
      event
          .addUnits("crowd-" + unit)
          .addTimeDeltas(unit == 0 ? START + DAY : 60_000)
          .addArmIndexes(uneven && unit % 8 < 3 ? 1 : unit % 2);
    }
    return Event.newBuilder().setExposuresObserved(event);
  }

  private Event.Builder leads() {
    OutcomesObserved.Builder event =
        OutcomesObserved.newBuilder().setPopulation(population).setKind("lead");
    long last = 0;
    for (int unit = 0; unit < CROWD; unit++) {
      if (random.nextInt(100) < (unit % 2 == 1 ? leadPercent : 20)) {
        long time = START + DAY + unit * 60_000L + 3_600_000;
        add(event, "crowd-" + unit, LEAD, time - last, 1, 0, false);
        last = time;
      }
    }
    return event.getUnitsCount() == 0 ? outcomes() : Event.newBuilder().setOutcomesObserved(event);
  }

  private Event.Builder exposures() {
    boolean deployed = random.nextInt(4) == 0;
    ExposuresObserved.Builder event =
        deployed ? exposed(OLD, NEW).setTrial("") : exposed("control", "new", "nobody");
    AttributeColumn.Builder bot =
        AttributeColumn.newBuilder().setKey("bot").addValues("").addValues("yes");
    long last = 0;
    for (int i = random.nextInt(20); i >= 0; i--) {
      long time = time();
      String unit = unit();
      event.addUnits(unit).addTimeDeltas(time - last).addArmIndexes(arm(unit, event));
      bot.addIndexes(random.nextInt(5) / 4);
      last = time;
    }
    return Event.newBuilder().setExposuresObserved(event.addAttributes(bot));
  }

  /** A unit's arm: the one of its number, where units do not meet whichever comes. */
  private int arm(String unit, ExposuresObserved.Builder event) {
    return contradictory
        ? random.nextInt(event.getArmsCount())
        : Integer.parseInt(unit.replaceAll("[^0-9]", "")) % 2;
  }

  private ExposuresObserved.Builder exposed(String... arms) {
    return ExposuresObserved.newBuilder()
        .setPopulation(population)
        .setTrial(trial)
        .addAllArms(List.of(arms));
  }

  private Event.Builder outcomes() {
    OutcomesObserved.Builder event =
        OutcomesObserved.newBuilder()
            .setPopulation(population)
            .setKind(random.nextBoolean() ? "lead" : "order")
            .setCurrency(random.nextInt(3) == 0 ? "USD" : "");
    long last = 0;
    for (int i = random.nextInt(30); i >= 0; i--) {
      long time = time();
      double value = random.nextInt(20) == 0 ? 1e12 : random.nextInt(2000) / 8.0 - 50;
      add(
          event,
          unit(),
          "o" + random.nextInt(3),
          time - last,
          value,
          random.nextInt(3),
          random.nextInt(6) == 0);
      last = time;
    }
    return Event.newBuilder().setOutcomesObserved(event);
  }

  private static void add(
      OutcomesObserved.Builder event,
      String unit,
      String id,
      long delta,
      double value,
      int revision,
      boolean retracted) {
    event
        .addUnits(unit)
        .addIds(id)
        .addTimeDeltas(delta)
        .addValues(value)
        .addRevisions(revision)
        .addRetractions(retracted);
  }

  private Event.Builder predictions() {
    return Event.newBuilder()
        .setPredictionsObserved(
            PredictionsObserved.newBuilder()
                .setPopulation(population)
                .setSource(NEW)
                .addUnits(unit())
                .addTimeDeltas(time())
                .addValues(random.nextGaussian()));
  }

  private Event.Builder erased() {
    return Event.newBuilder()
        .setUnitErased(UnitErased.newBuilder().setPopulation(population).setUnit(unit()));
  }

  private String unit() {
    return random.nextInt(5) == 0 ? "crowd-" + random.nextInt(CROWD) : "u" + random.nextInt(40);
  }

  private long time() {
    return START + DAY / 4 * (random.nextInt(80) - 20);
  }

  private static Event.Builder at(long millis) {
    return Event.newBuilder()
        .setValidTime(Timestamp.newBuilder().setSeconds(Math.floorDiv(millis, 1000)));
  }

  private void spoil(Event.Builder event) {
    switch (event.getKindCase()) {
      case EXPOSURES_OBSERVED -> any(exposureFaults(event.getExposuresObservedBuilder()));
      case OUTCOMES_OBSERVED -> any(outcomeFaults(event.getOutcomesObservedBuilder()));
      case TRIAL_DECLARED -> any(trialFaults(event.getTrialDeclaredBuilder()));
      default -> event.setValidTime(Timestamp.newBuilder().setSeconds(random.nextLong()));
    }
  }

  private void any(List<Runnable> faults) {
    faults.get(random.nextInt(faults.size())).run();
  }

  private List<Runnable> exposureFaults(ExposuresObserved.Builder event) {
    int last = event.getUnitsCount() - 1;
    return List.of(
        () -> event.addTimeDeltas(1),
        () -> event.setArmIndexes(last, event.getArmsCount()),
        () -> event.setArmIndexes(last, 99),
        () -> event.setArmIndexes(0, -1),
        () -> event.setTimeDeltas(last, Long.MAX_VALUE),
        () -> event.setTimeDeltas(0, Long.MIN_VALUE),
        () -> event.setUnits(0, "a name"),
        () -> event.setUnits(0, "\u0000"),
        () -> event.setUnits(last, "u".repeat(1_000)),
        () -> event.clearUnits().clearTimeDeltas().clearArmIndexes().clearAttributes(),
        () -> event.clearArms(),
        () -> event.addCovariates(1).addCovariates(2),
        () -> event.setTrial("trials/none"),
        () -> event.setPopulation("populations/another"),
        () -> event.addAttributes(AttributeColumn.newBuilder().setKey("k").addIndexes(3)),
        () ->
            event.addAttributes(
                AttributeColumn.newBuilder().setKey("bot").addValues("x").addIndexes(7)));
  }

  private List<Runnable> outcomeFaults(OutcomesObserved.Builder event) {
    Consumer<Double> value = wrong -> event.setValues(0, wrong);
    return List.of(
        () -> value.accept(Double.NaN),
        () -> value.accept(Double.POSITIVE_INFINITY),
        () -> value.accept(-1e300),
        () -> value.accept(Double.MIN_VALUE),
        () -> event.setRevisions(0, -1),
        () -> event.setRevisions(0, Integer.MAX_VALUE),
        () -> event.addRetractions(true),
        () -> event.setIds(0, ""),
        () -> event.setCurrency("dollars"),
        () -> event.setKind(""),
        () -> event.setTimeDeltas(0, Long.MAX_VALUE),
        () -> event.setTimeDeltas(0, Long.MAX_VALUE).addTimeDeltas(Long.MAX_VALUE),
        () -> event.setPopulation(""));
  }

  private List<Runnable> trialFaults(TrialDeclared.Builder event) {
    return List.of(
        () -> event.setControl("nobody"),
        () -> event.setPlannedUnits(-1),
        () -> event.clearArms(),
        () -> event.getArmsBuilder(0).setWeight(Double.NaN),
        () -> event.getArmsBuilder(0).setWeight(0),
        () -> event.setArms(1, event.getArms(0)),
        () -> event.addOutcomeMetrics("no_such_metric"),
        () -> event.setPopulation("populations/another"),
        () -> event.setName(ENVIRONMENT + "/deployments/old"));
  }
}
