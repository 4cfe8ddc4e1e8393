package io.throughline.housevaluation.replay;

import io.throughline.client.Emitter;
import io.throughline.client.Environment;
import io.throughline.client.Population;
import io.throughline.client.observation.Exposure;
import io.throughline.client.observation.Outcome;
import io.throughline.client.observation.Prediction;
import io.throughline.event.v1.Arm;
import io.throughline.event.v1.DeploymentPhase;
import io.throughline.housevaluation.simulation.Market;
import io.throughline.housevaluation.simulation.Showing;
import io.throughline.housevaluation.step.SpringMarkUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A simulated trial as the mesh hears of it: two deployments, a trial, and days of listings. */
public final class Replay {

  private static final String ENVIRONMENT = "simulation";
  private static final String POPULATION = "simulated-listings";
  private static final String CONTROL = "champion";
  private static final String TREATMENT = "spring-mark-up";
  private static final Duration AT_ONCE = Duration.ofDays(7);
  private static final double SHARE = 0.5;

  private final Environment environment;
  private final Population population;
  private final Market market;
  private final String id;
  private final String control;
  private final String treatment;
  private final String trial;
  private Instant told;

  /**
   * Declares a trial of two models over simulated listings, half of them each.
   *
   * @param id the id of the trial and of its deployments
   */
  public Replay(Emitter emitter, Market market, String id, String champion, String challenger) {
    this.environment = emitter.environment(ENVIRONMENT);
    this.population = emitter.population(POPULATION);
    this.market = market;
    this.id = id;
    this.told = market.begin();
    environment.declare("Simulated: listings drawn from real sales, shown to nobody");
    population.declare(
        p ->
            p.setDisplayName("Simulated listings, drawn from the real sales of 2010")
                .setUnitKind("listing")
                .addAttributes("season"));
    this.control = deploy(CONTROL, champion);
    this.treatment = deploy(TREATMENT, challenger);
    this.trial =
        environment.declareTrial(
            id,
            market.begin(),
            t ->
                t.setDisplayName("Simulated: does a mark-up in spring cost leads?")
                    .setPopulation(population.name())
                    .setControl(CONTROL)
                    .addArms(arm(CONTROL, control))
                    .addArms(arm(TREATMENT, treatment))
                    .addOutcomeMetrics("lead_rate")
                    .setPlannedUnits(market.showings().size()));
  }

  /** The trial's name. */
  public String trial() {
    return trial;
  }

  /** Tells what happened before an instant and is not told yet, a week at a time. */
  public void until(Instant time) {
    while (told.isBefore(time)) {
      Instant next = told.plus(AT_ONCE);
      Instant to = next.isBefore(time) ? next : time;
      tell(told, to);
      told = to;
    }
  }

  /** Ends the trial after its last listing, and both deployments with it. */
  public void stop(String reason) {
    environment.stopTrial(trial, market.end(), reason);
    environment.retire(control, market.end(), reason);
    environment.retire(treatment, market.end(), reason);
  }

  private void tell(Instant from, Instant to) {
    List<Showing> shown = market.shown(from, to);
    population.predicted(control, predictions(shown, Showing.Arm.CHAMPION));
    population.predicted(treatment, predictions(shown, Showing.Arm.CHALLENGER));
    population.exposed(trial, shown.stream().map(Replay::exposure).toList());
    population.outcomes("lead", "", market.asked(from, to).stream().map(Replay::lead).toList());
  }

  private static List<Prediction> predictions(List<Showing> shown, Showing.Arm arm) {
    return shown.stream()
        .filter(each -> each.arm() == arm)
        .map(each -> new Prediction(each.listing().id(), each.listing().time(), each.price()))
        .toList();
  }

  private static Exposure exposure(Showing each) {
    boolean spring = SpringMarkUp.MONTHS.contains(each.listing().sale().sold().getMonth());
    return new Exposure(
        each.listing().id(),
        each.listing().time(),
        each.arm() == Showing.Arm.CHAMPION ? CONTROL : TREATMENT,
        Map.of("season", spring ? "spring" : "other"));
  }

  private static Outcome lead(Showing each) {
    return Outcome.of(each.listing().id(), "first", each.lead().orElseThrow(), 1);
  }

  private String deploy(String arm, String model) {
    return environment.deploy(
        id + "-" + arm,
        market.begin(),
        d ->
            d.setModel(model)
                .setPhase(DeploymentPhase.DEPLOYMENT_PHASE_AB_TEST)
                .setTrafficShare(SHARE));
  }

  private static Arm.Builder arm(String id, String deployment) {
    return Arm.newBuilder().setId(id).setDeployment(deployment).setWeight(1);
  }
}
