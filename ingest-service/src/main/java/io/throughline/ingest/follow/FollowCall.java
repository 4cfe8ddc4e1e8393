package io.throughline.ingest.follow;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.ingest.event.Kinds;
import io.throughline.ingest.journal.Heads;
import io.throughline.ingest.journal.Installation;
import io.throughline.ingest.journal.Installer;
import io.throughline.ingest.retention.Followers;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.GetBatchResponse;
import io.throughline.ingest.v1.Journal;
import io.throughline.server.access.Caller;
import io.throughline.server.position.BatchPosition;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The RPCs that read the journal: {@code Follow}, {@code GetBatch} and {@code GetJournal}. */
@ApplicationScoped
public class FollowCall {
  private final JournalReader reader;
  private final Heads heads;
  private final HeadPoll poll;
  private final Installer installer;
  private final Followers followers;

  FollowCall(
      JournalReader reader, Heads heads, HeadPoll poll, Installer installer, Followers followers) {
    this.reader = reader;
    this.heads = heads;
    this.poll = poll;
    this.installer = installer;
    this.followers = followers;
  }

  /**
   * Streams the journal from the request's cursors on.
   *
   * @throws Failure FIELDS_INVALID where a partition does not exist or has two cursors
   */
  public void follow(
      Caller caller, FollowRequest request, StreamObserver<FollowResponse> responses) {
    ServerCallStreamObserver<FollowResponse> follower =
        (ServerCallStreamObserver<FollowResponse>) responses;
    Wish wish = wish(caller, request);
    FollowStream stream = new FollowStream(reader, heads, wish, follower);
    follower.setOnReadyHandler(stream::advance);
    follower.setOnCancelHandler(stream::close);
    followers
        .note(caller, request.getFollower(), wish.from().stream().map(Place::toMessage).toList())
        .chain(() -> reader.beginning(wish.from()))
        .onFailure(fault -> !(fault instanceof Failure))
        .transform(fault -> unavailable())
        .subscribe()
        .with(
            beginning -> {
              stream.start(beginning);
              poll.start();
            },
            follower::onError);
  }

  /**
   * One batch by its position. Fails with NOT_FOUND where the journal does not hold it.
   *
   * @throws Failure POSITION_INVALID
   */
  public Uni<GetBatchResponse> batch(Caller caller, String position) {
    BatchPosition at = BatchPosition.parse(position);
    return reader
        .batch(at, tenant(caller))
        .map(
            entry -> {
              Entry found = entry.orElseThrow(() -> Failure.notFound("batch", position));
              return GetBatchResponse.newBuilder()
                  .setCursor(found.place().toMessage())
                  .setBatch(found.batch())
                  .build();
            });
  }

  /** Whose batches a caller sees; null: everybody's. */
  private static String tenant(Caller caller) {
    return caller.tenant().equals(Caller.EVERY_TENANT) ? null : caller.tenant();
  }

  /** Answers with what the journal says of itself. */
  public void journal(StreamObserver<Journal> answer) {
    Installation installation = installer.installation();
    reader
        .journal()
        .subscribe()
        .with(
            journal -> {
              answer.onNext(
                  journal.toBuilder().setPartitionCount(installation.partitionCount()).build());
              answer.onCompleted();
            },
            fault -> answer.onError(unavailable()));
  }

  private Wish wish(Caller caller, FollowRequest request) {
    Installation installation = installer.installation();
    Map<Integer, Place> cursors = new HashMap<>();
    for (int i = 0; i < request.getCursorsCount(); i++) {
      Cursor cursor = request.getCursors(i);
      String field = "cursors[%d].partition".formatted(i);
      installation.check(field, cursor.getPartition());
      if (cursors.put(cursor.getPartition(), Place.of(cursor)) != null) {
        throw Failure.invalidField(field, "must not have two cursors");
      }
    }
    for (int i = 0; i < request.getPartitionsCount(); i++) {
      installation.check("partitions[%d]".formatted(i), request.getPartitions(i));
    }
    List<Integer> partitions =
        request.getPartitionsCount() > 0
            ? request.getPartitionsList()
            : IntStream.range(0, installation.partitionCount()).boxed().toList();
    List<Place> from = new ArrayList<>();
    for (int partition : partitions) {
      from.add(cursors.getOrDefault(partition, Place.beginningOf(partition)));
    }
    return new Wish(from, Kinds.mask(request.getKindsList()), tenant(caller));
  }

  private static Failure unavailable() {
    return Failure.of(
        ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
        "The journal's database does not answer; try again.");
  }
}
