package io.throughline.ingest.testing;

import io.throughline.event.v1.AliasMoveRequested;
import io.throughline.event.v1.ArtifactStored;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.BatchesRedacted;
import io.throughline.event.v1.CreationRequested;
import io.throughline.event.v1.DatasetAccess;
import io.throughline.event.v1.DatasetDeclared;
import io.throughline.event.v1.DatasetUsed;
import io.throughline.event.v1.DeploymentPhase;
import io.throughline.event.v1.DeploymentRetired;
import io.throughline.event.v1.Direction;
import io.throughline.event.v1.EnvironmentDeclared;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.EvaluationCompleted;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExpectationStated;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.event.v1.ExperimentPurged;
import io.throughline.event.v1.FigureChunkSent;
import io.throughline.event.v1.FigureDrawn;
import io.throughline.event.v1.FoldsMeasured;
import io.throughline.event.v1.InsightRecorded;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.event.v1.ModelProduced;
import io.throughline.event.v1.ModelUsed;
import io.throughline.event.v1.ModelVersionRequested;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.ParametersChosen;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.PromotionRequested;
import io.throughline.event.v1.RedactedBatch;
import io.throughline.event.v1.RegisteredModelDeclared;
import io.throughline.event.v1.ResourceDeleted;
import io.throughline.event.v1.ResourceRestored;
import io.throughline.event.v1.RunEnded;
import io.throughline.event.v1.RunStarted;
import io.throughline.event.v1.RunState;
import io.throughline.event.v1.ScoresMeasured;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.event.v1.Tag;
import io.throughline.event.v1.TagsChanged;
import io.throughline.event.v1.Verdict;
import java.util.UUID;

/** Events and batches for tests. */
public final class Events {
  /** The registered model of the sample events. */
  public static final String REGISTERED_MODEL = "registeredModels/m";

  /** The environment of the sample events. */
  public static final String ENVIRONMENT = "environments/live";

  private static final String DIGEST = "sha256:" + "0".repeat(64);

  private Events() {}

  /** A batch that starts runs of an experiment. */
  public static Batch runs(String experiment, String producer, long number, String... runs) {
    Batch.Builder batch = batch("experiments/" + experiment, producer, number);
    for (String run : runs) {
      batch.addEvents(run(experiment, run));
    }
    return batch.build();
  }

  /** The start of a run. */
  public static Event run(String experiment, String run) {
    return Event.newBuilder()
        .setRunStarted(
            RunStarted.newBuilder().setName("experiments/%s/runs/%s".formatted(experiment, run)))
        .build();
  }

  /** A batch of one point of a series. */
  public static Batch point(String experiment, String producer, long number, double value) {
    return batch("experiments/" + experiment, producer, number)
        .addEvents(
            Event.newBuilder()
                .setPointsMeasured(
                    PointsMeasured.newBuilder()
                        .setSeries(
                            SeriesIdentity.newBuilder()
                                .setRun("experiments/%s/runs/r".formatted(experiment))
                                .setMetric("loss"))
                        .addStepDeltas(number)
                        .addTimeDeltas(1_700_000_000_000L + number)
                        .addValues(value)))
        .build();
  }

  /** A batch without events, in epoch 1. */
  public static Batch.Builder batch(String scope, String producer, long number) {
    return Batch.newBuilder().setScope(scope).setProducer(producer).setEpoch(1).setNumber(number);
  }

  /** A batch with a valid event of a kind, in the scope that such an event lives in. */
  public static Batch sample(Event.KindCase kind, String experiment, String producer) {
    String e = "experiments/" + experiment;
    String run = e + "/runs/r";
    String model = e + "/models/m";
    String dataset = e + "/datasets/d";
    String version = REGISTERED_MODEL + "/versions/1";
    String request = new UUID(0, 1).toString();
    Event.Builder event = Event.newBuilder();
    String scope = e;
    switch (kind) {
      case EXPERIMENT_DECLARED ->
          event.setExperimentDeclared(ExperimentDeclared.newBuilder().setName(e));
      case EXPECTATION_STATED ->
          event.setExpectationStated(
              ExpectationStated.newBuilder()
                  .setName(e + "/expectations/x")
                  .setSubject(run)
                  .setOutcomeMetric("lead_rate")
                  .setDirection(Direction.DIRECTION_INCREASE));
      case RUN_STARTED -> event.setRunStarted(RunStarted.newBuilder().setName(run));
      case RUN_ENDED ->
          event.setRunEnded(
              RunEnded.newBuilder().setRun(run).setState(RunState.RUN_STATE_SUCCEEDED));
      case PARAMETERS_CHOSEN ->
          event.setParametersChosen(
              ParametersChosen.newBuilder()
                  .setRun(run)
                  .addParameters(
                      Parameter.newBuilder()
                          .setKind(ParameterKind.PARAMETER_KIND_HYPERPARAMETER)
                          .setKey("depth")
                          .setNumber(3)));
      case POINTS_MEASURED ->
          event.setPointsMeasured(
              PointsMeasured.newBuilder()
                  .setSeries(SeriesIdentity.newBuilder().setRun(run).setMetric("loss"))
                  .addStepDeltas(1)
                  .addTimeDeltas(1)
                  .addValues(1));
      case FOLDS_MEASURED ->
          event.setFoldsMeasured(
              FoldsMeasured.newBuilder()
                  .setRun(run)
                  .setModel(model)
                  .setDataset(dataset)
                  .setMetric("rmse")
                  .addFolds(1)
                  .addValues(1)
                  .addTrainCounts(9)
                  .addTestCounts(1));
      case SCORES_MEASURED ->
          event.setScoresMeasured(
              ScoresMeasured.newBuilder()
                  .setRun(run)
                  .setModel(model)
                  .setDataset(dataset)
                  .setMetric("error")
                  .addUnits("u")
                  .addValues(1));
      case INSIGHT_RECORDED ->
          event.setInsightRecorded(
              InsightRecorded.newBuilder()
                  .setName(e + "/insights/i")
                  .setType("importance")
                  .setText("size matters"));
      case FIGURE_DRAWN ->
          event.setFigureDrawn(
              FigureDrawn.newBuilder()
                  .setName(e + "/figures/f")
                  .setRun(run)
                  .setMediaType("image/png")
                  .setContent(com.google.protobuf.ByteString.copyFromUtf8("png")));
      case FIGURE_CHUNK_SENT ->
          event.setFigureChunkSent(
              FigureChunkSent.newBuilder()
                  .setFigure(e + "/figures/large")
                  .setDigest("sha256:" + "0".repeat(64))
                  .setContent(com.google.protobuf.ByteString.copyFromUtf8("png")));
      case RESOURCE_DELETED ->
          event.setResourceDeleted(ResourceDeleted.newBuilder().setSubject(run));
      case RESOURCE_RESTORED ->
          event.setResourceRestored(ResourceRestored.newBuilder().setSubject(run));
      case EXPERIMENT_PURGED ->
          event.setExperimentPurged(ExperimentPurged.newBuilder().setExperiment(e));
      case ARTIFACT_STORED ->
          event.setArtifactStored(
              ArtifactStored.newBuilder()
                  .setName(e + "/artifacts/a")
                  .setRun(run)
                  .setUri("s3://bucket/a"));
      case DATASET_DECLARED ->
          event.setDatasetDeclared(DatasetDeclared.newBuilder().setName(dataset));
      case DATASET_USED ->
          event.setDatasetUsed(
              DatasetUsed.newBuilder()
                  .setRun(run)
                  .setDataset(dataset)
                  .setAccess(DatasetAccess.DATASET_ACCESS_READ));
      case MODEL_PRODUCED ->
          event.setModelProduced(ModelProduced.newBuilder().setName(model).setRun(run));
      case MODEL_USED -> event.setModelUsed(ModelUsed.newBuilder().setRun(run).setModel(model));
      case REGISTERED_MODEL_DECLARED -> {
        scope = REGISTERED_MODEL;
        event.setRegisteredModelDeclared(
            RegisteredModelDeclared.newBuilder().setName(REGISTERED_MODEL));
      }
      case ENVIRONMENT_DECLARED -> {
        scope = ENVIRONMENT;
        event.setEnvironmentDeclared(EnvironmentDeclared.newBuilder().setName(ENVIRONMENT));
      }
      case MODEL_DEPLOYED -> {
        scope = ENVIRONMENT;
        event.setModelDeployed(
            ModelDeployed.newBuilder()
                .setName(ENVIRONMENT + "/deployments/d")
                .setModel(model)
                .setPhase(DeploymentPhase.DEPLOYMENT_PHASE_PRODUCTION)
                .setTrafficShare(1));
      }
      case DEPLOYMENT_RETIRED -> {
        scope = ENVIRONMENT;
        event.setDeploymentRetired(
            DeploymentRetired.newBuilder()
                .setDeployment(ENVIRONMENT + "/deployments/d")
                .setReason("leads fell"));
      }
      case EVALUATION_COMPLETED ->
          event.setEvaluationCompleted(
              EvaluationCompleted.newBuilder()
                  .setEvaluation(
                      Evaluation.newBuilder()
                          .setName(e + "/evaluations/v")
                          .setCandidate(model)
                          .setPolicyVersion("policies/p/versions/1")
                          .setPolicyDigest(DIGEST)
                          .setVerdict(Verdict.VERDICT_PASS)));
      case TAGS_CHANGED ->
          event.setTagsChanged(
              TagsChanged.newBuilder()
                  .setSubject(run)
                  .addSet(Tag.newBuilder().setKey("k").setValue("v")));
      case CREATION_REQUESTED ->
          event.setCreationRequested(
              CreationRequested.newBuilder()
                  .setRequestId(request)
                  .setRulesVersion(1)
                  .setExperiment(ExperimentDeclared.newBuilder().setName(e)));
      case MODEL_VERSION_REQUESTED -> {
        scope = REGISTERED_MODEL;
        event.setModelVersionRequested(
            ModelVersionRequested.newBuilder()
                .setRequestId(request)
                .setRulesVersion(1)
                .setRegisteredModel(REGISTERED_MODEL)
                .setModel(model));
      }
      case ALIAS_MOVE_REQUESTED -> {
        scope = REGISTERED_MODEL;
        event.setAliasMoveRequested(
            AliasMoveRequested.newBuilder()
                .setRequestId(request)
                .setRulesVersion(1)
                .setAlias(REGISTERED_MODEL + "/aliases/champion")
                .setModelVersion(version));
      }
      case PROMOTION_REQUESTED -> {
        scope = REGISTERED_MODEL;
        event.setPromotionRequested(
            PromotionRequested.newBuilder()
                .setRequestId(request)
                .setRulesVersion(1)
                .setModelVersion(version)
                .setEvaluation(e + "/evaluations/v"));
      }
      case BATCHES_REDACTED ->
          event.setBatchesRedacted(
              BatchesRedacted.newBuilder()
                  .addBatches(RedactedBatch.newBuilder().setProducer("p").setEpoch(1).setNumber(1))
                  .setReason("told by mistake"));
      case POPULATION_DECLARED,
          PREDICTIONS_OBSERVED,
          EXPOSURES_OBSERVED,
          OUTCOMES_OBSERVED,
          UNIT_ERASED -> {
        scope = Observations.POPULATION;
        event = Observations.sample(kind);
      }
      case TRIAL_DECLARED, TRIAL_ALLOCATION_CHANGED, TRIAL_STOPPED -> {
        scope = ENVIRONMENT;
        event = Observations.sample(kind);
      }
      case WAIVER_GRANTED, WAIVER_REVOKED, EVALUATION_APPROVED ->
          event = Decisions.sample(kind, experiment);
      case KIND_NOT_SET -> throw new IllegalArgumentException("no kind");
    }
    return batch(scope, producer, 1).addEvents(event).build();
  }
}
