package io.throughline.lineage.freshness;

import io.grpc.ManagedChannel;
import io.throughline.server.peer.PeerChannels;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The way to ingest-service. */
@ApplicationScoped
public class Journal {
  private final ManagedChannel channel;

  public Journal(@ConfigProperty(name = "throughline.ingest.address") String address) {
    this.channel = PeerChannels.channel(address);
  }

  public ManagedChannel channel() {
    return channel;
  }

  @PreDestroy
  void close() {
    channel.shutdownNow();
  }
}
