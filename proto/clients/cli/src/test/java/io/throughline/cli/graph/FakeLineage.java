package io.throughline.cli.graph;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.throughline.event.v1.DeploymentPhase;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.event.v1.Verdict;
import io.throughline.lineage.v1.AlignSeriesRequest;
import io.throughline.lineage.v1.AlignSeriesResponse;
import io.throughline.lineage.v1.AlignedSeries;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.DeploymentServiceGrpc;
import io.throughline.lineage.v1.DescribeLiveRequest;
import io.throughline.lineage.v1.DescribeLiveResponse;
import io.throughline.lineage.v1.DiffResourcesRequest;
import io.throughline.lineage.v1.DiffResourcesResponse;
import io.throughline.lineage.v1.DiffSection;
import io.throughline.lineage.v1.DiffServiceGrpc;
import io.throughline.lineage.v1.DifferingFact;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.Experiment;
import io.throughline.lineage.v1.ExperimentServiceGrpc;
import io.throughline.lineage.v1.FactValue;
import io.throughline.lineage.v1.FindImpactRequest;
import io.throughline.lineage.v1.FindImpactResponse;
import io.throughline.lineage.v1.FindPathsRequest;
import io.throughline.lineage.v1.FindPathsResponse;
import io.throughline.lineage.v1.GetExperimentRequest;
import io.throughline.lineage.v1.GetRunRequest;
import io.throughline.lineage.v1.GraphServiceGrpc;
import io.throughline.lineage.v1.ListDeploymentsRequest;
import io.throughline.lineage.v1.ListDeploymentsResponse;
import io.throughline.lineage.v1.ListSeriesRequest;
import io.throughline.lineage.v1.ListSeriesResponse;
import io.throughline.lineage.v1.LiveDeployment;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.Path;
import io.throughline.lineage.v1.Point;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.lineage.v1.SearchRunsRequest;
import io.throughline.lineage.v1.SearchRunsResponse;
import io.throughline.lineage.v1.SeriesServiceGrpc;
import io.throughline.lineage.v1.SeriesSummary;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** lineage-service's side of the wire: a fixed small graph; remembers what was asked. */
final class FakeLineage implements AutoCloseable {
  final List<Object> asked = new CopyOnWriteArrayList<>();
  private final Server server;

  FakeLineage() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("localhost", 0))
            .addService(new Metrics())
            .addService(new Diffs())
            .addService(new Graph())
            .addService(new Runs())
            .addService(new Experiments())
            .addService(new Deployments())
            .build()
            .start();
  }

  String address() {
    return "localhost:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private <T> void answer(Object request, StreamObserver<T> observer, T response) {
    asked.add(request);
    observer.onNext(response);
    observer.onCompleted();
  }

  private static SeriesSummary loss(String run) {
    return SeriesSummary.newBuilder()
        .setSeries(SeriesIdentity.newBuilder().setRun(run).setMetric("loss"))
        .setFirst(Point.newBuilder().setValue(0.5))
        .setLast(Point.newBuilder().setStep(2).setValue(0.25))
        .setMin(0.25)
        .setMax(0.5)
        .build();
  }

  private final class Metrics extends SeriesServiceGrpc.SeriesServiceImplBase {
    @Override
    public void listSeries(ListSeriesRequest request, StreamObserver<ListSeriesResponse> observer) {
      answer(
          request,
          observer,
          ListSeriesResponse.newBuilder().addSeries(loss(request.getSubject())).build());
    }

    @Override
    public void alignSeries(
        AlignSeriesRequest request, StreamObserver<AlignSeriesResponse> observer) {
      AlignSeriesResponse.Builder aligned =
          AlignSeriesResponse.newBuilder().addAxis(1).addAxis(2).setDownsampled(true);
      for (SeriesIdentity series : request.getSeriesList()) {
        aligned.addSeries(
            AlignedSeries.newBuilder()
                .setSummary(loss(series.getRun()))
                .addValues(0.5)
                .addValues(0)
                .setValidity(ByteString.copyFrom(new byte[] {1}))
                .addDifferences(0.125)
                .addDifferences(0)
                .setDifferenceValidity(ByteString.copyFrom(new byte[] {1})));
      }
      answer(request, observer, aligned.build());
    }
  }

  private final class Diffs extends DiffServiceGrpc.DiffServiceImplBase {
    @Override
    public void diffResources(
        DiffResourcesRequest request, StreamObserver<DiffResourcesResponse> observer) {
      DifferingFact depth =
          DifferingFact.newBuilder()
              .setSection(DiffSection.DIFF_SECTION_PARAMETER)
              .setKind(ParameterKind.PARAMETER_KIND_HYPERPARAMETER)
              .setKey("depth")
              .addValues(FactValue.newBuilder().setText("6").setNumber(6))
              .addValues(FactValue.newBuilder())
              .build();
      DifferingFact error =
          DifferingFact.newBuilder()
              .setSection(DiffSection.DIFF_SECTION_METRIC)
              .setKey("error")
              .addValues(
                  FactValue.newBuilder().setText("0.5").setNumber(0.5).setLower(0.4).setUpper(0.6))
              .addValues(FactValue.newBuilder().setText("0.7").setNumber(0.7))
              .build();
      answer(
          request,
          observer,
          DiffResourcesResponse.newBuilder()
              .addFacts(depth)
              .addFacts(error)
              .setEqualCount(3)
              .build());
    }
  }

  private final class Graph extends GraphServiceGrpc.GraphServiceImplBase {
    @Override
    public void findPaths(FindPathsRequest request, StreamObserver<FindPathsResponse> observer) {
      Edge edge =
          Edge.newBuilder()
              .setSource(request.getSource())
              .setTarget(request.getTarget())
              .setKind(EdgeKind.EDGE_KIND_USED_BY)
              .build();
      answer(
          request,
          observer,
          FindPathsResponse.newBuilder().addPaths(Path.newBuilder().addEdges(edge)).build());
    }

    @Override
    public void findImpact(FindImpactRequest request, StreamObserver<FindImpactResponse> observer) {
      answer(
          request,
          observer,
          FindImpactResponse.newBuilder()
              .addDeployments(
                  Deployment.newBuilder()
                      .setName("environments/live/deployments/d")
                      .setModel("experiments/e/models/m"))
              .build());
    }
  }

  private final class Runs extends RunServiceGrpc.RunServiceImplBase {
    @Override
    public void searchRuns(SearchRunsRequest request, StreamObserver<SearchRunsResponse> observer) {
      answer(request, observer, SearchRunsResponse.getDefaultInstance());
    }

    @Override
    public void getRun(GetRunRequest request, StreamObserver<Run> observer) {
      answer(request, observer, Run.newBuilder().setName(request.getName()).build());
    }
  }

  private final class Deployments extends DeploymentServiceGrpc.DeploymentServiceImplBase {
    @Override
    public void listDeployments(
        ListDeploymentsRequest request, StreamObserver<ListDeploymentsResponse> observer) {
      answer(
          request,
          observer,
          ListDeploymentsResponse.newBuilder()
              .addDeployments(deployment(request.getEnvironment()).setEndReason("too dear"))
              .setNextPageToken("more")
              .build());
    }

    @Override
    public void describeLive(
        DescribeLiveRequest request, StreamObserver<DescribeLiveResponse> observer) {
      answer(
          request,
          observer,
          DescribeLiveResponse.newBuilder()
              .addLive(
                  LiveDeployment.newBuilder()
                      .setDeployment(deployment(request.getEnvironment()))
                      .setModel(Model.newBuilder().setName("experiments/e/models/m"))
                      .addEvaluations(
                          Evaluation.newBuilder()
                              .setName("experiments/e/evaluations/v")
                              .setVerdict(Verdict.VERDICT_PASS)))
              .build());
    }

    private static Deployment.Builder deployment(String environment) {
      return Deployment.newBuilder()
          .setName(environment + "/deployments/d")
          .setModel("experiments/e/models/m")
          .setPhase(DeploymentPhase.DEPLOYMENT_PHASE_PRODUCTION)
          .setTrafficShare(1);
    }
  }

  private final class Experiments extends ExperimentServiceGrpc.ExperimentServiceImplBase {
    @Override
    public void getExperiment(GetExperimentRequest request, StreamObserver<Experiment> observer) {
      if (request.getName().equals("experiments/e")) {
        answer(request, observer, Experiment.newBuilder().setName(request.getName()).build());
      } else {
        observer.onError(
            Status.NOT_FOUND
                .withDescription("experiment '%s' does not exist".formatted(request.getName()))
                .asRuntimeException());
      }
    }
  }
}
