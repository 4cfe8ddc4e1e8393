package io.throughline.lineage.freshness;

import io.grpc.ManagedChannel;
import io.smallrye.mutiny.Uni;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceStub;
import io.throughline.server.access.Caller;
import io.throughline.server.peer.PeerChannels;
import io.throughline.server.peer.ServiceToken;
import io.throughline.server.position.Position;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The way to ingest-service. */
@ApplicationScoped
public class Journal {
  private final ManagedChannel channel;
  private final ServiceToken token;

  public Journal(
      @ConfigProperty(name = "throughline.ingest.address") String address, ServiceToken token) {
    this.token = token;
    this.channel = PeerChannels.channel(address);
  }

  public ManagedChannel channel() {
    return channel;
  }

  /** The journal as this service itself asks it, for every tenant. */
  public JournalServiceStub own() {
    return JournalServiceGrpc.newStub(channel)
        .withCallCredentials(token.credentials(Caller.EVERY_TENANT));
  }

  /** The last position of each partition. */
  Uni<Long[]> head() {
    return UnaryCall.of(GetJournalRequest.getDefaultInstance(), own()::getJournal)
        .map(
            journal -> {
              Position head = Position.parse(journal.getHead());
              return IntStream.range(0, journal.getPartitionCount())
                  .mapToObj(head::at)
                  .toArray(Long[]::new);
            });
  }

  @PreDestroy
  void close() {
    channel.shutdownNow();
  }
}
