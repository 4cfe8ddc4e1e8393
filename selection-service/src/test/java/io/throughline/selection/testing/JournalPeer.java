package io.throughline.selection.testing;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.AppendResponse;
import io.throughline.ingest.v1.JournalServiceGrpc;
import java.util.ArrayList;
import java.util.List;

/** ingest-service as far as this service needs it. It can be away, or lose its answers. */
public final class JournalPeer extends JournalServiceGrpc.JournalServiceImplBase {
  private static JournalPeer instance;

  private final Peer peer = new Peer(TestMesh.INGEST, this);
  private final List<Batch> received = new ArrayList<>();
  private int lostAnswers;

  private JournalPeer() {}

  /** The one of this test run, listening. */
  public static synchronized JournalPeer running() {
    if (instance == null) {
      instance = new JournalPeer();
    }
    instance.peer.start();
    return instance;
  }

  public void stop() {
    peer.stop();
  }

  /** The next batches are taken, but their sender is told that the journal is not available. */
  public synchronized void loseAnswers(int count) {
    lostAnswers = count;
  }

  /** Everything that was received in a scope, repetitions too. */
  public synchronized List<Batch> received(String scope) {
    return received.stream().filter(batch -> batch.getScope().equals(scope)).toList();
  }

  @Override
  public synchronized void append(AppendRequest request, StreamObserver<AppendResponse> answer) {
    received.add(request.getBatch());
    if (lostAnswers > 0) {
      lostAnswers--;
      answer.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    answer.onNext(
        AppendResponse.newBuilder()
            .setAcknowledgement(Acknowledgement.newBuilder().setPosition("0:" + received.size()))
            .build());
    answer.onCompleted();
  }
}
