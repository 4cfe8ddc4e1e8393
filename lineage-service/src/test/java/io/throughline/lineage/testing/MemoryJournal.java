package io.throughline.lineage.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.AppendResponse;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.GetBatchRequest;
import io.throughline.ingest.v1.GetBatchResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.Journal;
import io.throughline.ingest.v1.JournalBatch;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.position.BatchPosition;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The journal's contract in memory, as far as a follower and a door need it: appends with
 * deduplication, following, and nothing durable. Batches of scopes whose id begins with {@code
 * held} are accepted, and never shown to followers. The tenant is always the default one.
 */
final class MemoryJournal extends JournalServiceGrpc.JournalServiceImplBase {
  private static final int PARTITIONS = 4;
  private static final int HELD = PARTITIONS;
  private static final String TENANT = "-";

  private record Follower(
      StreamObserver<FollowResponse> out, List<Integer> partitions, Context context) {
    boolean wants(int partition) {
      return partitions.isEmpty() || partitions.contains(partition);
    }

    boolean isGone() {
      return context.isCancelled();
    }
  }

  private final List<List<FollowResponse>> partitions = new ArrayList<>();
  private final Map<List<Object>, Batch> known = new HashMap<>();
  private final Map<List<Object>, Position> positions = new HashMap<>();
  private final List<Follower> followers = new ArrayList<>();

  MemoryJournal() {
    for (int i = 0; i <= HELD; i++) {
      partitions.add(new ArrayList<>());
    }
  }

  @Override
  public synchronized void append(AppendRequest request, StreamObserver<AppendResponse> out) {
    Batch batch = request.getBatch();
    List<Object> key =
        List.of(batch.getScope(), batch.getProducer(), batch.getEpoch(), batch.getNumber());
    Batch before = known.putIfAbsent(key, batch);
    if (before != null && !before.equals(batch)) {
      out.onError(
          Failure.of(
              ErrorReason.ERROR_REASON_CONTENT_CHANGED,
              "the number was used before with other content"));
      return;
    }
    if (before == null) {
      positions.put(key, store(batch));
    }
    out.onNext(
        AppendResponse.newBuilder()
            .setAcknowledgement(
                Acknowledgement.newBuilder()
                    .setPosition(positions.get(key).toString())
                    .setDuplicate(before != null))
            .build());
    out.onCompleted();
  }

  @Override
  public synchronized void follow(FollowRequest request, StreamObserver<FollowResponse> out) {
    Map<Integer, Long> from = new HashMap<>();
    request.getCursorsList().forEach(c -> from.put(c.getPartition(), c.getPosition()));
    Follower follower =
        new Follower(out, List.copyOf(request.getPartitionsList()), Context.current());
    for (int p = 0; p < PARTITIONS; p++) {
      List<FollowResponse> partition = follower.wants(p) ? partitions.get(p) : List.of();
      for (int i = from.getOrDefault(p, 0L).intValue(); i < partition.size(); i++) {
        out.onNext(partition.get(i));
      }
    }
    ((ServerCallStreamObserver<FollowResponse>) out).setOnCancelHandler(() -> {});
    followers.add(follower);
  }

  @Override
  public synchronized void getJournal(GetJournalRequest request, StreamObserver<Journal> out) {
    Position head = Position.START;
    for (int p = 0; p < PARTITIONS; p++) {
      head = head.merge(Position.of(p, partitions.get(p).size()));
    }
    out.onNext(
        Journal.newBuilder().setPartitionCount(PARTITIONS + 1).setHead(head.toString()).build());
    out.onCompleted();
  }

  @Override
  public synchronized void getBatch(GetBatchRequest request, StreamObserver<GetBatchResponse> out) {
    BatchPosition at = BatchPosition.parse(request.getPosition());
    List<FollowResponse> partition = partitions.get(at.partition());
    if (at.position() > partition.size()) {
      out.onError(Failure.notFound("batch", request.getPosition()));
      return;
    }
    FollowResponse found = partition.get((int) at.position() - 1);
    out.onNext(
        GetBatchResponse.newBuilder()
            .setCursor(found.getCursor())
            .setBatch(found.getBatch())
            .build());
    out.onCompleted();
  }

  private Position store(Batch batch) {
    boolean held = batch.getScope().contains("/held");
    int p = held ? HELD : Math.floorMod(batch.getScope().hashCode(), PARTITIONS);
    List<FollowResponse> partition = partitions.get(p);
    long position = partition.size() + 1L;
    FollowResponse response =
        FollowResponse.newBuilder()
            .setCursor(
                Cursor.newBuilder().setPartition(p).setPosition(position).setDigest(digest(batch)))
            .setBatch(
                JournalBatch.newBuilder()
                    .setTenant(TENANT)
                    .setBatch(batch)
                    .setAppendTime(Timestamps.fromMillis(System.currentTimeMillis())))
            .build();
    partition.add(response);
    if (!held) {
      followers.removeIf(Follower::isGone);
      followers.stream()
          .filter(follower -> follower.wants(p))
          .forEach(follower -> follower.out.onNext(response));
    }
    return Position.of(p, position);
  }

  private static ByteString digest(Batch batch) {
    try {
      return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(batch.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
