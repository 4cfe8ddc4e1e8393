package io.throughline.load.check;

import io.grpc.Channel;
import io.grpc.Context;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.load.check.Violation.Promise;
import io.throughline.load.history.History;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The whole check.
 *
 * @param history what producers sent and what was acknowledged
 * @param exclusive whether the journal may hold nothing else
 * @param rebuild whether the graph is made anew from the journal, to compare hashes
 */
public record ConsistencyCheck(History history, boolean exclusive, boolean rebuild) {
  private static final long READING_MINUTES = 30;

  /**
   * Checks.
   *
   * @param journal ingest-service
   * @param lineage lineage-service, where the graph is to be checked too
   * @param rebuilt a lineage-service whose graph was made from zero, where hashes are compared
   */
  public Verdict run(
      Channel journal, Optional<? extends Channel> lineage, Optional<? extends Channel> rebuilt)
      throws InterruptedException {
    Verdict verdict = new Verdict();
    JournalCheck check = new JournalCheck(history, exclusive, verdict);
    String head =
        JournalServiceGrpc.newBlockingStub(journal)
            .withDeadlineAfter(1, TimeUnit.MINUTES)
            .getJournal(GetJournalRequest.getDefaultInstance())
            .getHead();
    read(journal, head, check);
    check.end();
    if (lineage.isPresent()) {
      GraphCheck graph = new GraphCheck(lineage.get(), head, verdict);
      graph.check(check.series());
      compareHashes(graph, head, rebuilt, verdict);
    }
    return verdict;
  }

  private void compareHashes(
      GraphCheck graph, String head, Optional<? extends Channel> rebuilt, Verdict verdict)
      throws InterruptedException {
    if (!rebuild && rebuilt.isEmpty()) {
      return;
    }
    String hash = graph.hash();
    verdict.looked("logical hash", hash);
    if (rebuilt.isPresent()) {
      compare(hash, new GraphCheck(rebuilt.get(), head, verdict).hash(), verdict);
    }
    if (rebuild) {
      graph.rebuild();
      compare(hash, graph.hash(), verdict);
    }
  }

  private static void compare(String hash, String other, Verdict verdict) {
    if (!hash.equals(other)) {
      verdict.violated(Promise.SAME_HASH, "the graph has %s, made anew %s", hash, other);
    }
  }

  /** Follows the journal from its beginning to the head. */
  private static void read(Channel journal, String head, JournalCheck check) {
    Map<Integer, Long> missing = heads(head);
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.run(
          () -> {
            Iterator<FollowResponse> steps =
                JournalServiceGrpc.newBlockingStub(journal)
                    .withDeadlineAfter(READING_MINUTES, TimeUnit.MINUTES)
                    .follow(FollowRequest.getDefaultInstance());
            while (!missing.isEmpty()) {
              FollowResponse step = steps.next();
              Cursor cursor = step.getCursor();
              check.take(step);
              missing.computeIfPresent(
                  cursor.getPartition(),
                  (partition, last) -> cursor.getPosition() >= last ? null : last);
            }
          });
    }
  }

  private static Map<Integer, Long> heads(String head) {
    Map<Integer, Long> heads = new HashMap<>();
    for (String component : head.split(",")) {
      if (!component.isEmpty()) {
        int colon = component.indexOf(':');
        long position = Long.parseLong(component.substring(colon + 1));
        if (position > 0) {
          heads.put(Integer.valueOf(component.substring(0, colon)), position);
        }
      }
    }
    return heads;
  }
}
