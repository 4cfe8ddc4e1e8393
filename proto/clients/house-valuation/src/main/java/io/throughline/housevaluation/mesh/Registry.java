package io.throughline.housevaluation.mesh;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.client.Connection;
import io.throughline.client.Retry;
import io.throughline.client.UuidV7;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.CreateModelVersionRequest;
import io.throughline.lineage.v1.GetAliasRequest;
import io.throughline.lineage.v1.GetModelRequest;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.ModelServiceGrpc;
import io.throughline.lineage.v1.MoveAliasRequest;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.lineage.v1.RegistryServiceGrpc.RegistryServiceBlockingStub;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The versions of a registered model, and which of them is the champion. */
public final class Registry implements AutoCloseable {

  private static final long ATTEMPT_SECONDS = 10;

  private final ManagedChannel channel;
  private final Retry retry;
  private final String registeredModel;

  /**
   * @param registeredModel the registered model's name
   */
  public Registry(Connection lineage, String registeredModel) {
    this.channel = lineage.open();
    this.retry = new Retry(channel, lineage.patience());
    this.registeredModel = registeredModel;
  }

  /**
   * The champion, empty where there is none yet.
   *
   * @param position waits until the graph has seen it
   */
  public Optional<Alias> champion(String position) {
    GetAliasRequest request =
        GetAliasRequest.newBuilder().setName(alias()).setPosition(position).build();
    try {
      return Optional.of(retry.call(() -> registry().getAlias(request)));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What the graph knows of a model. */
  public Model model(String name) {
    GetModelRequest request = GetModelRequest.newBuilder().setName(name).build();
    return retry.call(
        () ->
            ModelServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS)
                .getModel(request));
  }

  /**
   * Registers a model as the next version.
   *
   * @return the version's name
   */
  public String register(String model) {
    CreateModelVersionRequest request =
        CreateModelVersionRequest.newBuilder()
            .setRequestId(UuidV7.next().toString())
            .setRegisteredModel(registeredModel)
            .setModel(model)
            .build();
    return retry.call(() -> registry().createModelVersion(request)).getName();
  }

  /** Makes a version the first champion; refused where there is one already. */
  public Alias crown(String version) {
    MoveAliasRequest request =
        MoveAliasRequest.newBuilder()
            .setRequestId(UuidV7.next().toString())
            .setAlias(alias())
            .setModelVersion(version)
            .setExpectedVersion("")
            .build();
    return retry.call(() -> registry().moveAlias(request));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private String alias() {
    return registeredModel + "/aliases/champion";
  }

  private RegistryServiceBlockingStub registry() {
    return RegistryServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS);
  }
}
