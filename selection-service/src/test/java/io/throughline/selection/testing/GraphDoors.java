package io.throughline.selection.testing;

import static io.throughline.selection.testing.LineagePeer.answer;
import static io.throughline.selection.testing.LineagePeer.key;

import io.grpc.stub.StreamObserver;
import io.throughline.error.v1.ErrorReason;
import io.throughline.lineage.v1.Dataset;
import io.throughline.lineage.v1.DatasetServiceGrpc;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.Experiment;
import io.throughline.lineage.v1.ExperimentServiceGrpc;
import io.throughline.lineage.v1.Folds;
import io.throughline.lineage.v1.GetDatasetRequest;
import io.throughline.lineage.v1.GetExperimentRequest;
import io.throughline.lineage.v1.GetFoldsRequest;
import io.throughline.lineage.v1.GetModelRequest;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.GetScoresRequest;
import io.throughline.lineage.v1.GraphServiceGrpc;
import io.throughline.lineage.v1.ListMeasurementsRequest;
import io.throughline.lineage.v1.ListMeasurementsResponse;
import io.throughline.lineage.v1.ListModelsRequest;
import io.throughline.lineage.v1.ListModelsResponse;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.ModelServiceGrpc;
import io.throughline.lineage.v1.Projection;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.ScoreServiceGrpc;
import io.throughline.lineage.v1.Scores;
import io.throughline.lineage.v1.Subgraph;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;

/** The reading doors of the graph that a test lays down. */
final class GraphDoors {
  private GraphDoors() {}

  static final class Models extends ModelServiceGrpc.ModelServiceImplBase {
    private final LineagePeer graph;

    Models(LineagePeer graph) {
      this.graph = graph;
    }

    @Override
    public void getModel(GetModelRequest request, StreamObserver<Model> answer) {
      answer(graph.models.get(request.getName()), "model", request.getName(), answer);
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> answer) {
      ListModelsResponse.Builder page = ListModelsResponse.newBuilder();
      graph.models.values().stream()
          .filter(model -> model.getName().startsWith(request.getExperiment() + "/"))
          .forEach(page::addModels);
      answer(page.build(), "models", request.getExperiment(), answer);
    }
  }

  static final class Scored extends ScoreServiceGrpc.ScoreServiceImplBase {
    private final LineagePeer graph;

    Scored(LineagePeer graph) {
      this.graph = graph;
    }

    @Override
    public void listMeasurements(
        ListMeasurementsRequest request, StreamObserver<ListMeasurementsResponse> answer) {
      answer(
          ListMeasurementsResponse.newBuilder()
              .addAllMeasurements(graph.measurements(request.getModel()))
              .build(),
          "model",
          request.getModel(),
          answer);
    }

    @Override
    public void getScores(GetScoresRequest request, StreamObserver<Scores> answer) {
      String key = key(request.getModel(), request.getDataset(), request.getMetric());
      answer(graph.scores.get(key), "scores", key, answer);
    }

    @Override
    public void getFolds(GetFoldsRequest request, StreamObserver<Folds> answer) {
      String key = key(request.getModel(), request.getDataset(), request.getMetric());
      answer(graph.folds.get(key), "folds", key, answer);
    }
  }

  static final class Datasets extends DatasetServiceGrpc.DatasetServiceImplBase {
    private final LineagePeer graph;

    Datasets(LineagePeer graph) {
      this.graph = graph;
    }

    @Override
    public void getDataset(GetDatasetRequest request, StreamObserver<Dataset> answer) {
      answer(graph.datasets.get(request.getName()), "dataset", request.getName(), answer);
    }
  }

  static final class Experiments extends ExperimentServiceGrpc.ExperimentServiceImplBase {
    private final LineagePeer graph;

    Experiments(LineagePeer graph) {
      this.graph = graph;
    }

    @Override
    public void getExperiment(GetExperimentRequest request, StreamObserver<Experiment> answer) {
      answer(graph.experiments.get(request.getName()), "experiment", request.getName(), answer);
    }
  }

  static final class Projections extends ProjectionServiceGrpc.ProjectionServiceImplBase {
    private final LineagePeer graph;

    Projections(LineagePeer graph) {
      this.graph = graph;
    }

    @Override
    public void getProjection(GetProjectionRequest request, StreamObserver<Projection> answer) {
      Position now = Position.parse(graph.position);
      if (!now.covers(Position.parse(request.getPosition()))) {
        answer.onError(
            Failure.of(ErrorReason.ERROR_REASON_NOT_CAUGHT_UP, "the graph is not there yet"));
        return;
      }
      Projection found = Projection.newBuilder().setPosition(graph.position).build();
      answer(found, "projection", "", answer);
    }
  }

  static final class Graphs extends GraphServiceGrpc.GraphServiceImplBase {
    private final LineagePeer graph;

    Graphs(LineagePeer graph) {
      this.graph = graph;
    }

    @Override
    public void traverseGraph(TraverseGraphRequest request, StreamObserver<Subgraph> answer) {
      boolean up = request.getDirection() == TraversalDirection.TRAVERSAL_DIRECTION_UP;
      Subgraph.Builder found =
          graph
              .above
              .getOrDefault(up ? request.getStart() : "", Subgraph.getDefaultInstance())
              .toBuilder();
      if (!up && graph.expectations.containsKey(request.getStart())) {
        found.addEdges(
            Edge.newBuilder()
                .setSource(request.getStart())
                .setTarget(graph.expectations.get(request.getStart()))
                .setKind(EdgeKind.EDGE_KIND_EXPECTED_BY));
      }
      graph.versions.values().stream()
          .filter(version -> version.getModel().equals(request.getStart()))
          .forEach(
              version ->
                  found.addEdges(
                      Edge.newBuilder()
                          .setSource(request.getStart())
                          .setTarget(version.getName())
                          .setKind(EdgeKind.EDGE_KIND_REGISTERED_AS)));
      answer(found.build(), "node", request.getStart(), answer);
    }
  }
}
