package io.throughline.lineage.deployment;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.CreationRequested;
import io.throughline.event.v1.Event;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.asof.Moments;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.request.Petition;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.CreateEnvironmentRequest;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.DeploymentService;
import io.throughline.lineage.v1.DescribeLiveRequest;
import io.throughline.lineage.v1.DescribeLiveResponse;
import io.throughline.lineage.v1.Environment;
import io.throughline.lineage.v1.GetDeploymentRequest;
import io.throughline.lineage.v1.GetEnvironmentRequest;
import io.throughline.lineage.v1.ListDeploymentsRequest;
import io.throughline.lineage.v1.ListDeploymentsResponse;
import io.throughline.lineage.v1.ListEnvironmentsRequest;
import io.throughline.lineage.v1.ListEnvironmentsResponse;
import io.throughline.server.access.Caller;
import io.throughline.server.name.ResourceName;
import java.time.OffsetDateTime;

/** The door to environments and deployments. */
@GrpcService
public class DeploymentDoor implements DeploymentService {
  private static final int RULES = 1;

  private final Freshness freshness;
  private final Moments moments;
  private final Deployments deployments;
  private final LiveDeployments live;
  private final Environments environments;
  private final Petition petition;

  DeploymentDoor(
      Freshness freshness,
      Moments moments,
      Deployments deployments,
      LiveDeployments live,
      Environments environments,
      Petition petition) {
    this.freshness = freshness;
    this.moments = moments;
    this.deployments = deployments;
    this.live = live;
    this.environments = environments;
    this.petition = petition;
  }

  @Override
  public Uni<Environment> createEnvironment(CreateEnvironmentRequest request) {
    Caller caller = Caller.current();
    Event event =
        Event.newBuilder()
            .setCreationRequested(
                CreationRequested.newBuilder()
                    .setRequestId(request.getRequestId())
                    .setRulesVersion(RULES)
                    .setEnvironment(request.getEnvironment()))
            .build();
    return petition
        .ask(
            caller,
            request.getEnvironment().getName(),
            request.getRequestId(),
            event,
            "environment")
        .chain(granted -> environments.get(caller.oneTenant(), granted, Moment.NOW));
  }

  @Override
  public Uni<Environment> getEnvironment(GetEnvironmentRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> environments.get(tenant, request.getName(), moment));
  }

  @Override
  public Uni<ListEnvironmentsResponse> listEnvironments(ListEnvironmentsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return freshness
        .await(request.getPosition())
        .chain(() -> environments.list(tenant, size, request.getPageToken()))
        .map(
            page ->
                ListEnvironmentsResponse.newBuilder()
                    .addAllEnvironments(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }

  @Override
  public Uni<Deployment> getDeployment(GetDeploymentRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> deployments.get(tenant, ResourceName.parse(request.getName()), moment));
  }

  @Override
  public Uni<DescribeLiveResponse> describeLive(DescribeLiveRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> live.of(tenant, request.getEnvironment(), moment))
        .map(found -> DescribeLiveResponse.newBuilder().addAllLive(found).build());
  }

  @Override
  public Uni<ListDeploymentsResponse> listDeployments(ListDeploymentsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    OffsetDateTime liveAt = request.hasLiveAt() ? Times.of(request.getLiveAt()) : null;
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(
            moment ->
                deployments.list(
                    tenant, request.getEnvironment(), liveAt, moment, size, request.getPageToken()))
        .map(
            page ->
                ListDeploymentsResponse.newBuilder()
                    .addAllDeployments(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }
}
