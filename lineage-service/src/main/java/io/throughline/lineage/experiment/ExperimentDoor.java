package io.throughline.lineage.experiment;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.CreationRequested;
import io.throughline.event.v1.Event;
import io.throughline.lineage.asof.Moments;
import io.throughline.lineage.declaration.DeclaredResources;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.request.Petition;
import io.throughline.lineage.v1.CreateExperimentRequest;
import io.throughline.lineage.v1.Expectation;
import io.throughline.lineage.v1.Experiment;
import io.throughline.lineage.v1.ExperimentService;
import io.throughline.lineage.v1.GetExpectationRequest;
import io.throughline.lineage.v1.GetExperimentRequest;
import io.throughline.lineage.v1.ListExpectationsRequest;
import io.throughline.lineage.v1.ListExpectationsResponse;
import io.throughline.lineage.v1.ListExperimentsRequest;
import io.throughline.lineage.v1.ListExperimentsResponse;
import io.throughline.server.access.Caller;
import io.throughline.server.name.ResourceName;

/** The door to experiments. */
@GrpcService
public class ExperimentDoor implements ExperimentService {
  private static final int RULES = 1;

  private final Freshness freshness;
  private final Moments moments;
  private final Experiments experiments;
  private final DeclaredResources resources;
  private final Petition petition;

  ExperimentDoor(
      Freshness freshness,
      Moments moments,
      Experiments experiments,
      DeclaredResources resources,
      Petition petition) {
    this.freshness = freshness;
    this.moments = moments;
    this.experiments = experiments;
    this.resources = resources;
    this.petition = petition;
  }

  @Override
  public Uni<Experiment> getExperiment(GetExperimentRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> experiments.get(tenant, ResourceName.parse(request.getName()), moment));
  }

  @Override
  public Uni<ListExperimentsResponse> listExperiments(ListExperimentsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return freshness
        .await(request.getPosition())
        .chain(
            () -> experiments.list(tenant, request.getShowDeleted(), size, request.getPageToken()))
        .map(
            page ->
                ListExperimentsResponse.newBuilder()
                    .addAllExperiments(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }

  @Override
  public Uni<Expectation> getExpectation(GetExpectationRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> resources.get(Expectations.KIND, tenant, request.getName(), moment));
  }

  @Override
  public Uni<ListExpectationsResponse> listExpectations(ListExpectationsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(
            moment ->
                resources.list(
                    Expectations.KIND,
                    tenant,
                    request.getExperiment(),
                    moment,
                    size,
                    request.getPageToken()))
        .map(
            page ->
                ListExpectationsResponse.newBuilder()
                    .addAllExpectations(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }

  @Override
  public Uni<Experiment> createExperiment(CreateExperimentRequest request) {
    Caller caller = Caller.current();
    Event event =
        Event.newBuilder()
            .setCreationRequested(
                CreationRequested.newBuilder()
                    .setRequestId(request.getRequestId())
                    .setRulesVersion(RULES)
                    .setExperiment(request.getExperiment()))
            .build();
    return petition
        .ask(caller, request.getExperiment().getName(), request.getRequestId(), event, "experiment")
        .chain(name -> experiments.get(caller.oneTenant(), ResourceName.parse(name)));
  }
}
