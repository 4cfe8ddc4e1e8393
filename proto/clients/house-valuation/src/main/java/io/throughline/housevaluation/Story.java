package io.throughline.housevaluation;

import io.throughline.client.Emitter;
import io.throughline.client.Environment;
import io.throughline.client.Experiment;
import io.throughline.event.v1.DeploymentPhase;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.housevaluation.mesh.Artifacts;
import io.throughline.housevaluation.mesh.Gate;
import io.throughline.housevaluation.mesh.Registry;
import io.throughline.housevaluation.mesh.Trials;
import io.throughline.housevaluation.step.Champion;
import io.throughline.housevaluation.step.Judged;
import io.throughline.housevaluation.step.Pipeline;
import io.throughline.housevaluation.step.Settings;
import io.throughline.housevaluation.valuation.Algorithm.BoostedTrees;
import io.throughline.housevaluation.valuation.Candidate;
import io.throughline.housevaluation.valuation.Sweep;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.Model;
import io.throughline.selection.v1.Promotion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens in the demo, in order. */
final class Story {

  static final String REGISTERED_MODEL = "registeredModels/house-valuation";

  private static final String EXPERIMENT = "house-valuation";
  private static final Instant WENT_LIVE = Instant.parse("2010-01-01T00:00:00Z");
  private static final List<String> POLICIES = List.of("better.yaml", "not-worse.yaml");

  private final Emitter emitter;
  private final Registry registry;
  private final Gate gate;
  private final Trials trials;
  private final Settings settings;
  private final Report report;
  private final Experiment experiment;

  Story(
      Emitter emitter,
      Registry registry,
      Gate gate,
      Trials trials,
      Settings settings,
      Report report) {
    this.emitter = emitter;
    this.registry = registry;
    this.gate = gate;
    this.trials = trials;
    this.settings = settings;
    this.report = report;
    this.experiment = emitter.experiment(EXPERIMENT);
  }

  void tell(String runId, Sweep sweep) {
    report.progress("House valuation: 2,930 sales in Ames, Iowa; seed %d", settings.seed());
    declare();
    Optional<Alias> reigning = registry.champion(emitter.position());
    Model champion = registry.model(reigning.orElseGet(() -> firstChampion(runId)).getModel());
    report.progress("The champion is %s", champion.getDisplayName());

    List<Judged> finalists = sweep(runId, sweep, reigning.map(alias -> champion));
    Optional<Judged> challenger =
        finalists.stream()
            .filter(judged -> !judged.trained().digest().equals(champion.getDigest()))
            .findFirst();
    report.line("");
    if (challenger.isPresent()) {
      challenge(challenger.get(), finalists.get(0));
    } else {
      report.line("No finalist differs from the champion, so there is nothing to ask the gate.");
    }
    Model present = registry.model(registry.champion(emitter.position()).orElseThrow().getModel());
    Optional<String> trial =
        new TrialStory(emitter, trials, gate, experiment, settings, new TrialReport(report))
            .tell(runId, present);
    new NextSteps(System.getenv(), report).print(challenger.orElse(finalists.get(0)), trial);
  }

  private void challenge(Judged challenger, Judged best) {
    if (challenger != best) {
      report.line("The best one is the champion itself; the gate is asked about the next.");
    }
    report.judged(challenger.trained().candidate().id(), challenger);
    decide(challenger);
  }

  /** Only the part that reports what was done: nothing is asked, nothing moves. */
  void emit(String runId, Sweep sweep) {
    declare();
    sweep(runId, sweep, Optional.empty());
  }

  private void declare() {
    experiment.declare(
        "House valuation", "How much does a house sell for, and what does a wrong valuation cost?");
    emitter.declareRegisteredModel(EXPERIMENT, "Values a house for its listing, in US dollars");
    emitter.flush();
  }

  /** The first model goes into production before there is a gate to ask. */
  private Alias firstChampion(String runId) {
    report.progress("There is no champion yet: training a first model and deploying it");
    Judged first =
        pipeline(1).run(runId + ".first", List.of(Sweep.firstModel()), Optional.empty()).get(0);
    report.judged("  The first model", first);
    String version = registry.register(first.trained().model());
    Environment production = emitter.environment("production");
    production.declare("Production");
    production.deploy(
        "house-valuation-2010",
        WENT_LIVE,
        d ->
            d.setModel(first.trained().model())
                .setModelVersion(version)
                .setPhase(DeploymentPhase.DEPLOYMENT_PHASE_PRODUCTION)
                .setTrafficShare(1));
    emitter.flush();
    return registry.crown(version);
  }

  private List<Judged> sweep(String runId, Sweep sweep, Optional<Model> reigning) {
    boolean boostedTrees = BoostedTrees.available();
    if (!boostedTrees) {
      report.progress("XGBoost's native library does not load here: boosted trees are left out");
    }
    List<Candidate> candidates = sweep.candidates(boostedTrees);
    Optional<Champion> champion =
        reigning.flatMap(
            model ->
                Sweep.find(model.getDisplayName())
                    .map(candidate -> new Champion(model.getName(), candidate)));
    report.progress(
        "Training %d candidates on five folds, %d at a time (run %s)",
        candidates.size(), settings.threads(), runId);
    List<Judged> finalists = pipeline(candidates.size()).run(runId, candidates, champion);
    report.progress("Everything is in the journal, durable");
    report.finalists(finalists, candidates.size());
    return finalists;
  }

  private Pipeline pipeline(int candidates) {
    return new Pipeline(
        experiment, settings, Artifacts.of(System.getenv()), report.countdown(candidates));
  }

  /** Promotes only where every policy says PASS. */
  private void decide(Judged best) {
    List<Evaluation> evaluations = new ArrayList<>();
    for (String policy : POLICIES) {
      String version = gate.upload(policy).getName();
      evaluations.add(gate.evaluate(version, best.trained().model(), emitter.position(), ""));
    }
    evaluations.forEach(report::evaluation);
    report.line("");
    if (evaluations.stream().allMatch(e -> e.getVerdict() == Verdict.VERDICT_PASS)) {
      Promotion promotion = gate.promote(evaluations.get(0));
      report.line(
          "Promoted: the champion is now %s (before: %s).",
          promotion.getModelVersion(), promotion.getPreviousVersion());
    } else {
      report.line("Not promoted: only a PASS under both policies moves the champion.");
    }
  }
}
