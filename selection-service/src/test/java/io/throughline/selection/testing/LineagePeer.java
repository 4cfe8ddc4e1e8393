package io.throughline.selection.testing;

import io.grpc.stub.StreamObserver;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.Dataset;
import io.throughline.lineage.v1.Experiment;
import io.throughline.lineage.v1.Folds;
import io.throughline.lineage.v1.InheritedParameter;
import io.throughline.lineage.v1.Measurement;
import io.throughline.lineage.v1.MeasurementForm;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.ModelVersion;
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.lineage.v1.RegisteredModel;
import io.throughline.lineage.v1.Scores;
import io.throughline.lineage.v1.Subgraph;
import io.throughline.server.status.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** lineage-service as far as this service needs it: a graph that tests lay down. */
public final class LineagePeer {
  private static LineagePeer instance;

  final Map<String, Model> models = new ConcurrentHashMap<>();
  final Map<String, RegisteredModel> registeredModels = new ConcurrentHashMap<>();
  final Map<String, ModelVersion> versions = new ConcurrentHashMap<>();
  final Map<String, Alias> aliases = new ConcurrentHashMap<>();
  final Map<String, Scores> scores = new ConcurrentHashMap<>();
  final Map<String, Folds> folds = new ConcurrentHashMap<>();
  final Map<String, Set<DatasetRole>> roles = new ConcurrentHashMap<>();
  final Map<String, Dataset> datasets = new ConcurrentHashMap<>();
  final Map<String, Experiment> experiments = new ConcurrentHashMap<>();
  final Map<String, Subgraph> above = new ConcurrentHashMap<>();
  final Map<String, String> expectations = new ConcurrentHashMap<>();
  volatile String position = "0:7";
  private final Peer peer;

  private LineagePeer() {
    peer =
        new Peer(
            TestMesh.LINEAGE,
            new GraphDoors.Models(this),
            new GraphDoors.Scored(this),
            new GraphDoors.Datasets(this),
            new GraphDoors.Experiments(this),
            new GraphDoors.Projections(this),
            new GraphDoors.Graphs(this),
            new RegistryDoor(this));
  }

  /** The one of this test run, listening, its graph empty. */
  public static synchronized LineagePeer running() {
    if (instance == null) {
      instance = new LineagePeer();
    }
    LineagePeer peer = instance;
    List.of(
            peer.models,
            peer.registeredModels,
            peer.versions,
            peer.aliases,
            peer.scores,
            peer.folds,
            peer.roles,
            peer.datasets,
            peer.experiments,
            peer.above,
            peer.expectations)
        .forEach(Map::clear);
    peer.position = "0:7";
    peer.peer.start();
    return peer;
  }

  public void stop() {
    peer.stop();
  }

  public void position(String now) {
    position = now;
  }

  /** A model that a run produced. */
  public void model(String name, String digest) {
    models.put(
        name,
        Model.newBuilder().setName(name).setRun("experiments/e/runs/r").setDigest(digest).build());
  }

  /** A tag and a parameter of kind CODE of a model. */
  public void told(String model, String tag, String value, String commit) {
    models.computeIfPresent(
        model,
        (name, known) ->
            known.toBuilder()
                .addTags(Tag.newBuilder().setKey(tag).setValue(value))
                .addParameters(
                    InheritedParameter.newBuilder()
                        .setParameter(
                            Parameter.newBuilder()
                                .setKind(ParameterKind.PARAMETER_KIND_CODE)
                                .setKey("commit")
                                .setText(commit)))
                .build());
  }

  /** The datasets behind a model, and the run that read them. */
  public void behind(String model, String run, boolean declared, String... names) {
    Subgraph.Builder graph =
        Subgraph.newBuilder()
            .addNodes(Node.newBuilder().setName(run).setKind(NodeKind.NODE_KIND_RUN));
    for (String name : names) {
      graph.addNodes(
          Node.newBuilder()
              .setName(name)
              .setKind(NodeKind.NODE_KIND_DATASET)
              .setPlaceholder(!declared));
    }
    above.put(model, graph.build());
  }

  public void expected(String subject, String expectation) {
    expectations.put(subject, expectation);
  }

  /** A model that others only mention. */
  public void mentioned(String name) {
    models.put(name, Model.newBuilder().setName(name).build());
  }

  public void registeredModel(String name) {
    registeredModels.put(name, RegisteredModel.newBuilder().setName(name).build());
  }

  /** A version of a registered model, and the alias {@code champion} on it. */
  public void champion(String registeredModel, String version, String model) {
    registeredModel(registeredModel);
    version(registeredModel + "/versions/" + version, model);
    aliases.put(
        registeredModel + "/aliases/champion",
        Alias.newBuilder()
            .setName(registeredModel + "/aliases/champion")
            .setModelVersion(registeredModel + "/versions/" + version)
            .setModel(model)
            .build());
  }

  public void version(String name, String model) {
    versions.put(name, ModelVersion.newBuilder().setName(name).setModel(model).build());
  }

  public void roles(String dataset, DatasetRole... all) {
    roles.put(dataset, new ConcurrentSkipListSet<>(Arrays.asList(all)));
  }

  public void units(String dataset, long count) {
    datasets.put(dataset, Dataset.newBuilder().setName(dataset).setUnitCount(count).build());
  }

  public void degraded(String experiment) {
    experiments.put(
        experiment, Experiment.newBuilder().setName(experiment).setDegraded(true).build());
  }

  /** Scores of the units {@code u0}, {@code u1} and so on. */
  public void scores(String model, String dataset, String metric, double... values) {
    Scores.Builder all = Scores.newBuilder().setModel(model).setDataset(dataset).setMetric(metric);
    for (int i = 0; i < values.length; i++) {
      all.addUnits("u" + i).addValues(values[i]);
    }
    scores.put(key(model, dataset, metric), all.build());
  }

  /** Folds 1, 2 and so on, each of 900 training and 100 test units. */
  public void folds(String model, String dataset, String metric, double... values) {
    Folds.Builder all = Folds.newBuilder().setModel(model).setDataset(dataset).setMetric(metric);
    for (int i = 0; i < values.length; i++) {
      all.addFolds(i + 1).addValues(values[i]).addTrainCounts(900).addTestCounts(100);
    }
    folds.put(key(model, dataset, metric), all.build());
  }

  List<Measurement> measurements(String model) {
    List<Measurement> all = new ArrayList<>();
    scores.values().stream()
        .filter(one -> one.getModel().equals(model))
        .map(
            one ->
                measurement(
                    one.getMetric(),
                    one.getDataset(),
                    MeasurementForm.MEASUREMENT_FORM_SCORES,
                    one.getValuesCount()))
        .forEach(all::add);
    folds.values().stream()
        .filter(one -> one.getModel().equals(model))
        .map(
            one ->
                measurement(
                    one.getMetric(),
                    one.getDataset(),
                    MeasurementForm.MEASUREMENT_FORM_FOLDS,
                    one.getValuesCount()))
        .forEach(all::add);
    return all;
  }

  private Measurement measurement(String metric, String dataset, MeasurementForm form, int count) {
    return Measurement.newBuilder()
        .setMetric(metric)
        .setDataset(dataset)
        .setForm(form)
        .setCount(count)
        .addAllRoles(roles.getOrDefault(dataset, Set.of()))
        .build();
  }

  static String key(String model, String dataset, String metric) {
    return String.join("\n", model, dataset, metric);
  }

  static <T> void answer(T found, String type, String name, StreamObserver<T> answer) {
    if (found == null) {
      answer.onError(Failure.notFound(type, name));
      return;
    }
    answer.onNext(found);
    answer.onCompleted();
  }
}
