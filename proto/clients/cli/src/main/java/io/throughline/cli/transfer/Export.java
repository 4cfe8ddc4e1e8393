package io.throughline.cli.transfer;

import io.grpc.Context;
import io.throughline.cli.mesh.MeshException;
import io.throughline.event.v1.Event;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.Journal;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceBlockingStub;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the batches of a scope out of the journal, up to where it ends now, and its artifacts. */
final class Export {
  private static final String SHA256 = "sha256:";

  private final JournalServiceBlockingStub journal;
  private final String scope;
  private final Set<String> digests = new TreeSet<>();
  private long batches;
  private long events;
  private long artifacts;

  Export(JournalServiceBlockingStub journal, String scope) {
    this.journal = journal;
    this.scope = scope;
  }

  long batches() {
    return batches;
  }

  long events() {
    return events;
  }

  /** How many artifacts were written. */
  long artifacts() {
    return artifacts;
  }

  /** How many digests were told of whose bytes the mesh does not keep. */
  long elsewhere() {
    return digests.size() - artifacts;
  }

  /**
   * Writes the bytes of the artifacts and models that the batches told of, as far as the mesh keeps
   * them.
   *
   * @throws MeshException where they have another digest than the one they lie under
   */
  void artifactsTo(ExportFile file, ArtifactTransfer store) throws IOException {
    for (String digest : digests) {
      Optional<ArtifactTransfer.Found> found = store.find(digest);
      if (found.isEmpty()) {
        continue;
      }
      if (!file.add(ExportFile.ARTIFACTS + digest, found.get()).equals(digest)) {
        throw new MeshException(
            "the mesh's store is damaged: what lies under sha256:%s has another digest"
                .formatted(digest));
      }
      artifacts++;
    }
  }

  private void note(String digest) {
    if (digest.startsWith(SHA256)) {
      digests.add(digest.substring(SHA256.length()));
    }
  }

  /** Writes the batches; a scope lies in one partition, so the search ends where it was found. */
  void to(OutputStream file) throws IOException {
    Journal now = journal.getJournal(GetJournalRequest.getDefaultInstance());
    for (Map.Entry<Integer, Long> partition : heads(now.getHead()).entrySet()) {
      try (Context.CancellableContext call = Context.current().withCancellation()) {
        Context before = call.attach();
        try {
          copy(partition.getKey(), partition.getValue(), file);
        } finally {
          call.detach(before);
        }
      }
      if (batches > 0) {
        return;
      }
    }
  }

  private void copy(int partition, long head, OutputStream file) throws IOException {
    Iterator<FollowResponse> steps =
        journal.follow(
            FollowRequest.newBuilder()
                .addPartitions(partition)
                .addCursors(Cursor.newBuilder().setPartition(partition))
                .build());
    long position = 0;
    while (position < head && steps.hasNext()) {
      FollowResponse step = steps.next();
      position = step.getCursor().getPosition();
      if (position <= head
          && step.hasBatch()
          && step.getBatch().getBatch().getScope().equals(scope)) {
        step.getBatch().writeDelimitedTo(file);
        batches++;
        events += step.getBatch().getBatch().getEventsCount();
        for (Event event : step.getBatch().getBatch().getEventsList()) {
          note(event.getArtifactStored().getDigest());
          note(event.getModelProduced().getDigest());
        }
      }
    }
  }

  /** The last position of each partition that holds something ({@code 0:12,3:7}). */
  static Map<Integer, Long> heads(String position) {
    Map<Integer, Long> heads = new TreeMap<>();
    for (String part : position.split(",", -1)) {
      int colon = part.indexOf(':');
      if (colon > 0) {
        heads.put(
            Integer.valueOf(part.substring(0, colon)), Long.valueOf(part.substring(colon + 1)));
      }
    }
    return heads;
  }
}
