package io.throughline.client;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceBlockingStub;
import java.util.concurrent.TimeUnit;

/** The journal as an emitter sees it: a batch goes in, its position comes out. */
final class Journal implements AutoCloseable {

  private static final long ATTEMPT_SECONDS = 10;

  private final ManagedChannel channel;
  private final JournalServiceBlockingStub stub;
  private final Retry retry;

  Journal(Connection connection) {
    channel = connection.open();
    stub = JournalServiceGrpc.newBlockingStub(channel);
    retry = new Retry(channel, connection.patience());
  }

  /**
   * Appends a batch, the same bytes under the same number however often it takes.
   *
   * @return the position after it
   * @throws StatusRuntimeException where it is refused, or not acknowledged within the patience
   */
  String append(Batch batch) {
    AppendRequest request = AppendRequest.newBuilder().setBatch(batch).build();
    return retry.call(
        () ->
            stub.withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS)
                .append(request)
                .getAcknowledgement()
                .getPosition());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
