package io.throughline.lineage.projection;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.dataset;
import static io.throughline.lineage.testing.Events.drawn;
import static io.throughline.lineage.testing.Events.ended;
import static io.throughline.lineage.testing.Events.folded;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.read;
import static io.throughline.lineage.testing.Events.scored;
import static io.throughline.lineage.testing.Events.series;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.tagged;
import static io.throughline.lineage.testing.Events.text;
import static io.throughline.lineage.testing.Events.untagged;
import static io.throughline.lineage.testing.Events.wrote;

import com.google.protobuf.ByteString;
import io.throughline.event.v1.AliasMoveRequested;
import io.throughline.event.v1.CreationRequested;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.DeploymentPhase;
import io.throughline.event.v1.DeploymentRetired;
import io.throughline.event.v1.Direction;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExpectationStated;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.event.v1.ExperimentPurged;
import io.throughline.event.v1.FigureChunkSent;
import io.throughline.event.v1.InsightRecorded;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.event.v1.ModelUsed;
import io.throughline.event.v1.ModelVersionRequested;
import io.throughline.event.v1.PromotionRequested;
import io.throughline.event.v1.RegisteredModelDeclared;
import io.throughline.event.v1.ResourceDeleted;
import io.throughline.event.v1.ResourceRestored;
import io.throughline.event.v1.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A random history: events of several scopes, with many conflicts, placeholders and requests.
 * Events with the same conflict key must keep their order; all others may change places.
 */
public final class History {

  /**
   * An event and where it belongs.
   *
   * @param scope its scope
   * @param conflictKey events with the same one conflict
   * @param event the event, with a valid time of its own
   */
  public record Said(String scope, String conflictKey, Event event) {}

  private static final String REGISTERED = "registeredModels/r";
  private static final String ENVIRONMENT = "environments/production";

  private final Random random;
  private final List<Said> said = new ArrayList<>();

  private History(long seed) {
    this.random = new Random(seed);
  }

  public static List<Said> random(long seed, int size) {
    return random(seed, size, 0);
  }

  /** A history of so many events, among which an experiment is purged so many times. */
  static List<Said> random(long seed, int size, int purges) {
    History history = new History(seed);
    while (history.said.size() < size) {
      history.next();
    }
    for (int i = 0; i < purges; i++) {
      history.purge(history.random.nextInt(history.said.size()));
    }
    return history.said;
  }

  private void purge(int place) {
    String scope = "experiments/e" + random.nextInt(2);
    said.add(
        place,
        new Said(
            scope,
            "purge",
            Event.newBuilder()
                .setExperimentPurged(ExperimentPurged.newBuilder().setExperiment(scope))
                .build()));
  }

  private void next() {
    String scope = "experiments/e" + random.nextInt(2);
    String other = "experiments/e" + random.nextInt(2);
    String run = scope + "/runs/r" + random.nextInt(4);
    String model = other + "/models/m" + random.nextInt(3);
    String own = scope + "/models/m" + random.nextInt(3);
    String data = other + "/datasets/d" + random.nextInt(3);
    String word = "w" + random.nextInt(3);
    switch (random.nextInt(22)) {
      case 0 ->
          say(
              scope,
              "experiment",
              Event.newBuilder()
                  .setExperimentDeclared(
                      ExperimentDeclared.newBuilder()
                          .setName(scope)
                          .setDisplayName(random.nextBoolean() ? word : "")
                          .setQuestion(word)));
      case 1 -> say(scope, "start " + run, started(run, "", word).toBuilder());
      case 2 ->
          say(
              scope,
              "end " + run,
              ended(run, RunState.forNumber(2 + random.nextInt(3))).toBuilder());
      case 3, 4 ->
          say(
              scope,
              "parameter " + run + word,
              chosen(run, random.nextBoolean() ? number(word, random.nextInt(3)) : text(word, word))
                  .toBuilder());
      case 5, 6 ->
          say(
              scope,
              "",
              measured(
                  series(run, word).toBuilder().setModel(model).build(),
                  point(random.nextInt(5), random.nextInt(3), value()),
                  point(random.nextInt(5), random.nextInt(3), value()))
                  .toBuilder());
      case 7 ->
          say(
              scope,
              "score " + model + data + word,
              scored(run, model, data, word, List.of("a", "b"), value(), value()).toBuilder());
      case 8 ->
          say(
              scope,
              "fold " + model + data + word,
              folded(run, model, data, word, 1 + random.nextInt(2), value()).toBuilder());
      case 9 ->
          say(scope, "tag " + run + word, tagged(run, word, "" + random.nextInt(3)).toBuilder());
      case 10 -> say(scope, "tag " + run + word, untagged(run, word).toBuilder());
      case 11 -> say(scope, "model " + own, produced(own, run).toBuilder());
      case 12 ->
          say(scope, "dataset", dataset(scope + "/datasets/d" + random.nextInt(3)).toBuilder());
      case 13 -> say(scope, "", wrote(run, data).toBuilder());
      case 14 ->
          say(scope, "", read(run, data, DatasetRole.forNumber(random.nextInt(4))).toBuilder());
      case 15 -> figureOrInsight(scope, run, model, word);
      case 16 ->
          say(
              scope,
              "",
              Event.newBuilder().setModelUsed(ModelUsed.newBuilder().setRun(run).setModel(model)));
      case 17 -> registry(model);
      case 18 -> environment(model);
      case 19 -> lifeCycle(random.nextBoolean() ? scope : run, scope);
      case 20 ->
          say(
              scope,
              "chunk " + word,
              Event.newBuilder()
                  .setFigureChunkSent(
                      FigureChunkSent.newBuilder()
                          .setFigure(scope + "/figures/large")
                          .setDigest("sha256:" + word.repeat(32))
                          .setIndex(random.nextInt(2))
                          .setContent(ByteString.copyFromUtf8(word))));
      default -> request(scope);
    }
  }

  private void lifeCycle(String subject, String scope) {
    Event.Builder event = Event.newBuilder();
    if (random.nextBoolean()) {
      event.setResourceDeleted(
          ResourceDeleted.newBuilder().setSubject(subject).setReason("r" + random.nextInt(2)));
    } else {
      event.setResourceRestored(ResourceRestored.newBuilder().setSubject(subject));
    }
    say(scope, "life " + subject, event);
  }

  private void figureOrInsight(String scope, String run, String model, String word) {
    if (random.nextBoolean()) {
      String figure = scope + "/figures/f" + random.nextInt(2);
      say(scope, "figure " + figure, drawn(figure, run, model, word).toBuilder());
    } else if (random.nextBoolean()) {
      String insight = scope + "/insights/i" + random.nextInt(2);
      say(
          scope,
          "insight " + insight,
          Event.newBuilder()
              .setInsightRecorded(
                  InsightRecorded.newBuilder()
                      .setName(insight)
                      .setRun(run)
                      .setType("importance")
                      .setText(word)
                      .addEvidence(model)
                      .addEvidence("something/else")));
    } else {
      String expectation = scope + "/expectations/x" + random.nextInt(2);
      say(
          scope,
          "expectation " + expectation,
          Event.newBuilder()
              .setExpectationStated(
                  ExpectationStated.newBuilder()
                      .setName(expectation)
                      .setSubject(model)
                      .setOutcomeMetric("lead_rate")
                      .setDirection(Direction.DIRECTION_INCREASE)
                      .setRelativeSize(random.nextInt(3) / 100.0)));
    }
  }

  private void registry(String model) {
    String version = REGISTERED + "/versions/" + (1 + random.nextInt(3));
    Event.Builder event = Event.newBuilder();
    switch (random.nextInt(5)) {
      case 0 ->
          event.setRegisteredModelDeclared(
              RegisteredModelDeclared.newBuilder().setName(REGISTERED).setDescription("d"));
      case 1, 2 ->
          event.setModelVersionRequested(
              ModelVersionRequested.newBuilder()
                  .setRequestId(requestId())
                  .setRegisteredModel(REGISTERED)
                  .setModel(model));
      case 3 ->
          event.setAliasMoveRequested(
              AliasMoveRequested.newBuilder()
                  .setRequestId(requestId())
                  .setAlias(REGISTERED + "/aliases/champion")
                  .setModelVersion(version));
      default ->
          event.setPromotionRequested(
              PromotionRequested.newBuilder()
                  .setRequestId(requestId())
                  .setModelVersion(version)
                  .setExpectedChampion(REGISTERED + "/versions/1")
                  .setEvaluation("experiments/e0/evaluations/v" + random.nextInt(2)));
    }
    say(REGISTERED, "registry", event);
  }

  private void environment(String model) {
    String deployment = ENVIRONMENT + "/deployments/d" + random.nextInt(3);
    String replaced = ENVIRONMENT + "/deployments/d" + random.nextInt(3);
    Event.Builder event = Event.newBuilder();
    if (random.nextInt(3) > 0) {
      event.setModelDeployed(
          ModelDeployed.newBuilder()
              .setName(deployment)
              .setModel(model)
              .setPhase(DeploymentPhase.DEPLOYMENT_PHASE_PRODUCTION)
              .setTrafficShare(1)
              .setReplaces(random.nextBoolean() && !replaced.equals(deployment) ? replaced : ""));
    } else {
      event.setDeploymentRetired(
          DeploymentRetired.newBuilder()
              .setDeployment(deployment)
              .setReason("r" + random.nextInt(2)));
    }
    say(ENVIRONMENT, "environment", event);
  }

  private void request(String scope) {
    say(
        scope,
        "experiment",
        Event.newBuilder()
            .setCreationRequested(
                CreationRequested.newBuilder()
                    .setRequestId(requestId())
                    .setRulesVersion(1)
                    .setExperiment(ExperimentDeclared.newBuilder().setName(scope))));
  }

  /** Some ids repeat. */
  private String requestId() {
    return new UUID(7, random.nextInt(10)).toString();
  }

  private double value() {
    return switch (random.nextInt(6)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      default -> random.nextInt(4) / 4.0 + 1;
    };
  }

  private void say(String scope, String conflictKey, Event.Builder event) {
    said.add(new Said(scope, conflictKey, at(1_000L + random.nextInt(1_000), event.build())));
  }
}
