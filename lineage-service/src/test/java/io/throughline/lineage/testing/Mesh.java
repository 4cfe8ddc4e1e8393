package io.throughline.lineage.testing;

import io.grpc.CallCredentials;
import io.grpc.Channel;
import io.quarkus.grpc.GrpcClient;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.lineage.freshness.Journal;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.TestTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.UUID;

/**
 * The way of a test to the journal, and to the service's doors with a token of every permission.
 */
@ApplicationScoped
public class Mesh {
  @Inject Journal journal;

  @GrpcClient("door")
  Channel door;

  /** Emits events of one scope, and returns the position after them. */
  public String emit(String scope, Event... events) {
    return append(
        Batch.newBuilder()
            .setScope(scope)
            .setProducer("test-" + UUID.randomUUID())
            .setEpoch(1)
            .setNumber(1)
            .addAllEvents(Arrays.asList(events))
            .build());
  }

  /** Appends a batch, and returns the position after it. */
  public String append(Batch batch) {
    return JournalServiceGrpc.newBlockingStub(journal.channel())
        .append(AppendRequest.newBuilder().setBatch(batch).build())
        .getAcknowledgement()
        .getPosition();
  }

  /** The service's door. */
  public Channel door() {
    return door;
  }

  /** A token that may do everything for the default tenant. */
  public static CallCredentials everything() {
    return new BearerToken(TestTokens.token(Permission.values()));
  }
}
