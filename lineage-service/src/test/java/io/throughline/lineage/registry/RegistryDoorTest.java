package io.throughline.lineage.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.event.v1.AliasMoveRequested;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelVersionRequested;
import io.throughline.event.v1.RegisteredModelDeclared;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.GetAliasRequest;
import io.throughline.lineage.v1.GetModelVersionRequest;
import io.throughline.lineage.v1.GetRegisteredModelRequest;
import io.throughline.lineage.v1.GraphServiceGrpc;
import io.throughline.lineage.v1.ListRegisteredModelsRequest;
import io.throughline.lineage.v1.ModelVersion;
import io.throughline.lineage.v1.RegisteredModel;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.lineage.v1.RegistryServiceGrpc.RegistryServiceBlockingStub;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registered model with two versions, whose alias went from the first to the second and back. */
@LineageTest
class RegistryDoorTest {
  private static final String MODEL = "experiments/registry/models/m";
  @Inject Mesh mesh;
  private RegistryServiceBlockingStub stub;
  private String name;
  private String position;

  @BeforeEach
  void tell() {
    stub = RegistryServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
    name = "registeredModels/house-" + UUID.randomUUID();
    position =
        mesh.emit(
            name,
            Event.newBuilder()
                .setRegisteredModelDeclared(
                    RegisteredModelDeclared.newBuilder()
                        .setName(name)
                        .setDescription("what a house is worth"))
                .build(),
            version(),
            version(),
            moved(1),
            moved(2),
            moved(1));
  }

  @Test
  void tellsARegisteredModelWithItsAliases() {
    RegisteredModel found =
        stub.getRegisteredModel(
            GetRegisteredModelRequest.newBuilder().setName(name).setPosition(position).build());

    assertThat(found.getDescription()).isEqualTo("what a house is worth");
    assertThat(found.getAliasesList())
        .singleElement()
        .extracting(Alias::getModelVersion)
        .isEqualTo(name + "/versions/1");
    assertThat(
            stub.listRegisteredModels(ListRegisteredModelsRequest.getDefaultInstance())
                .getRegisteredModelsList())
        .contains(found);
  }

  @Test
  void tellsAVersionWithTheAliasesThatPointToIt() {
    ModelVersion one = version(1);
    ModelVersion two = version(2);

    assertThat(one.getModel()).isEqualTo(MODEL);
    assertThat(one.getAliasesList()).containsExactly(name + "/aliases/champion");
    assertThat(one.getPosition()).isEqualTo(position);
    assertThat(two.getAliasesList()).isEmpty();
  }

  @Test
  void keepsEveryTimeInWhichAnAliasPointedToAVersion() {
    List<Edge> edges =
        GraphServiceGrpc.newBlockingStub(mesh.door())
            .withCallCredentials(Mesh.everything())
            .traverseGraph(
                TraverseGraphRequest.newBuilder()
                    .setStart(name + "/aliases/champion")
                    .setDirection(TraversalDirection.TRAVERSAL_DIRECTION_UP)
                    .setMaxHops(1)
                    .setPosition(position)
                    .build())
            .getEdgesList();

    assertThat(edges)
        .filteredOn(edge -> edge.getKind() == EdgeKind.EDGE_KIND_ALIASED_AS)
        .hasSize(3)
        .filteredOn(edge -> !edge.hasEndTime())
        .singleElement()
        .extracting(Edge::getSource)
        .isEqualTo(name + "/versions/1");
  }

  @Test
  void saysThatAnAliasDoesNotExist() {
    Throwable failed =
        catchThrowable(
            () ->
                stub.getAlias(
                    GetAliasRequest.newBuilder().setName(name + "/aliases/none").build()));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  private ModelVersion version(int number) {
    return stub.getModelVersion(
        GetModelVersionRequest.newBuilder()
            .setName(name + "/versions/" + number)
            .setPosition(position)
            .build());
  }

  private Event version() {
    return Event.newBuilder()
        .setModelVersionRequested(
            ModelVersionRequested.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setRulesVersion(1)
                .setRegisteredModel(name)
                .setModel(MODEL))
        .build();
  }

  private Event moved(int number) {
    return Event.newBuilder()
        .setAliasMoveRequested(
            AliasMoveRequested.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setRulesVersion(1)
                .setAlias(name + "/aliases/champion")
                .setModelVersion(name + "/versions/" + number))
        .build();
  }
}
