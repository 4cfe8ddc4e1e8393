package io.throughline.selection.observation;

import com.google.protobuf.util.Timestamps;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.selection.outcome.DefinitionTable.Stored;
import io.throughline.selection.outcome.text.DefinitionReader;
import io.throughline.selection.outcome.text.DefinitionReading;
import io.throughline.selection.policy.text.Fault;
import io.throughline.selection.policy.text.Faults;
import io.throughline.selection.v1.Definition;
import io.throughline.selection.v1.LintDefinitionRequest;
import io.throughline.selection.v1.LintDefinitionResponse;
import io.throughline.selection.v1.ListDefinitionsRequest;
import io.throughline.selection.v1.ListDefinitionsResponse;
import io.throughline.selection.v1.OutcomeMetricService;
import io.throughline.selection.v1.PolicyFault;
import io.throughline.selection.v1.PutDefinitionRequest;
import io.throughline.server.access.Caller;

/** The door of outcome metrics and cohorts. */
@GrpcService
public class DefinitionDoor implements OutcomeMetricService {
  private final Definitions definitions;
  private final Following following;

  DefinitionDoor(Definitions definitions, Following following) {
    this.definitions = definitions;
    this.following = following;
  }

  @Override
  public Uni<Definition> putDefinition(PutDefinitionRequest request) {
    Caller caller = Caller.current();
    DefinitionReading reading = DefinitionReader.read(request.getYaml());
    if (!reading.faults().isEmpty()) {
      throw Faults.failure("the definition is", reading.faults());
    }
    return definitions
        .put(caller.oneTenant(), reading, request.getYaml(), caller.subject(), following.position())
        .map(DefinitionDoor::message);
  }

  @Override
  public Uni<LintDefinitionResponse> lintDefinition(LintDefinitionRequest request) {
    LintDefinitionResponse.Builder response = LintDefinitionResponse.newBuilder();
    for (Fault fault : DefinitionReader.read(request.getYaml()).faults()) {
      response.addFaults(
          PolicyFault.newBuilder()
              .setField(fault.field())
              .setDescription(fault.description())
              .setLine(fault.line()));
    }
    return Uni.createFrom().item(response.build());
  }

  @Override
  public Uni<ListDefinitionsResponse> listDefinitions(ListDefinitionsRequest request) {
    return definitions
        .newest(Caller.current().oneTenant(), request.getPopulation())
        .map(
            all -> {
              ListDefinitionsResponse.Builder response = ListDefinitionsResponse.newBuilder();
              all.stream().map(DefinitionDoor::message).forEach(response::addDefinitions);
              return response.build();
            });
  }

  private static Definition message(Stored stored) {
    return Definition.newBuilder()
        .setName(stored.name())
        .setYaml(stored.yaml())
        .setAuthor(stored.author())
        .setCreateTime(Timestamps.fromMillis(stored.createTime().toEpochMilli()))
        .build();
  }
}
