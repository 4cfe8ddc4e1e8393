package io.throughline.housevaluation;

import io.throughline.client.Emitter;
import io.throughline.client.Experiment;
import io.throughline.client.Run;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.Quantity;
import io.throughline.housevaluation.mesh.Artifacts;
import io.throughline.housevaluation.mesh.Gate;
import io.throughline.housevaluation.mesh.Trials;
import io.throughline.housevaluation.replay.Replay;
import io.throughline.housevaluation.simulation.Buyers;
import io.throughline.housevaluation.simulation.Market;
import io.throughline.housevaluation.simulation.Market.Look;
import io.throughline.housevaluation.simulation.Truth;
import io.throughline.housevaluation.step.Champion;
import io.throughline.housevaluation.step.Settings;
import io.throughline.housevaluation.step.SpringMarkUp;
import io.throughline.housevaluation.step.SpringMarkUp.Marked;
import io.throughline.housevaluation.valuation.Sweep;
import io.throughline.lineage.v1.Model;
import io.throughline.selection.v1.Readout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A second model is tried on simulated people beside the champion: looked at early, looked at when
 * all listings are there, and put before the gate.
 */
final class TrialStory {

  /**
   * With so many listings a trial finds a mark-up of 5 % with a power of about nine tenths, by
   * intervals that hold at any number of looks; a quarter of them is far too few.
   */
  private static final int LISTINGS = 20_000;

  private static final int FIRST_LOOK = 5_000;

  private static final List<String> DEFINITIONS =
      List.of("lead-rate.yaml", "spring.yaml", "other-months.yaml");

  private final Emitter emitter;
  private final Trials trials;
  private final Gate gate;
  private final Experiment experiment;
  private final Settings settings;
  private final TrialReport report;

  TrialStory(
      Emitter emitter,
      Trials trials,
      Gate gate,
      Experiment experiment,
      Settings settings,
      TrialReport report) {
    this.emitter = emitter;
    this.trials = trials;
    this.gate = gate;
    this.experiment = experiment;
    this.settings = settings;
    this.report = report;
  }

  /**
   * Tells it.
   *
   * @return the trial's name; empty where the champion cannot be rebuilt here
   */
  Optional<String> tell(String runId, Model champion) {
    report.begins();
    Optional<Marked> marked =
        Sweep.find(champion.getDisplayName())
            .map(candidate -> new Champion(champion.getName(), candidate))
            .flatMap(known -> mark(runId, known, champion));
    if (marked.isEmpty()) {
      report.cannotRebuild(champion);
      return Optional.empty();
    }
    return Optional.of(
        experiment.run(
            runId + ".trial",
            "simulated-trial",
            run -> {
              run.uses(champion.getName());
              run.uses(marked.get().judged().trained().model());
              return replay(run, runId, champion.getName(), marked.get());
            }));
  }

  private Optional<Marked> mark(String runId, Champion known, Model champion) {
    return SpringMarkUp.make(
        experiment,
        runId + ".spring",
        known,
        champion.getDigest(),
        new Settings(seed(champion), settings.threads()),
        Artifacts.of(System.getenv()));
  }

  /** The seed that a model was trained with. */
  private long seed(Model model) {
    return model.getParametersList().stream()
        .map(inherited -> inherited.getParameter())
        .filter(parameter -> parameter.getKey().equals("seed"))
        .map(parameter -> (long) parameter.getNumber())
        .findFirst()
        .orElse(settings.seed());
  }

  private String replay(Run run, String runId, String champion, Marked marked) {
    Market.Plan plan = new Market.Plan(LISTINGS, Buyers.USUAL, settings.seed());
    Market market =
        Market.simulate(
            marked.listed(), marked.champion(), marked.judged().trained().valuation(), runId, plan);
    Look early = market.lookAt(FIRST_LOOK);
    Look late = market.lookAt(LISTINGS);
    String challenger = marked.judged().trained().model();

    DEFINITIONS.forEach(trials::define);
    Replay replay = new Replay(emitter, market, "spring-" + runId, champion, challenger);
    tellTruth(run, plan, early, late, replay.trial());

    replay.until(early.time());
    report.look(look(replay, early), early, true);
    replay.until(late.time());
    replay.stop("all %,d planned listings were offered".formatted(LISTINGS));
    report.look(look(replay, late), late, false);
    report.truth(late.mature());

    String policy = gate.upload("after-a-trial.yaml").getName();
    Evaluation evaluation = gate.evaluate(policy, challenger, emitter.flush(), replay.trial());
    report.decision(evaluation);
    return replay.trial();
  }

  private Readout look(Replay replay, Look look) {
    return trials.readout(replay.trial(), emitter.flush(), look.time());
  }

  /** Before anything is observed, so that nobody can say it was made to fit. */
  private static void tellTruth(Run run, Market.Plan plan, Look early, Look late, String trial) {
    run.parameters(
        ParameterKind.PARAMETER_KIND_DATA,
        Map.of(
            "simulated_listings", plan.listings(),
            "base_lead_rate", plan.buyers().baseRate(),
            "lead_slope", plan.buyers().slope(),
            "simulation_seed", plan.seed()));
    run.insight(
        "truth",
        insight ->
            insight
                .setType("simulation_truth")
                .setText(
                    "Simulated listings and buyers: what is true of them, which the trial can only"
                        + " estimate. The mark-up of spring changes the share of listings with a"
                        + " lead by %+.2f points.".formatted(100 * late.mature().effect()))
                .addAllQuantities(quantities("first_look", early))
                .addAllQuantities(quantities("last_look", late))
                .addEvidence(trial));
  }

  private static List<Quantity> quantities(String look, Look at) {
    Truth truth = at.mature();
    return List.of(
        quantity(look + ".time", at.time().getEpochSecond(), "s"),
        quantity(look + ".listings", truth.listings(), ""),
        quantity(look + ".lead_rate.champion", truth.champion(), ""),
        quantity(look + ".lead_rate.spring_mark_up", truth.challenger(), ""),
        quantity(look + ".lead_rate.effect", truth.effect(), ""));
  }

  private static Quantity quantity(String key, double value, String unit) {
    return Quantity.newBuilder().setKey(key).setValue(value).setUnit(unit).build();
  }
}
