package io.throughline.cli.transfer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.throughline.cli.mesh.MeshException;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.JournalBatch;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceBlockingStub;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/**
 * Appends the batches of a file to a journal, under the producers and numbers that they had. Times
 * that the old journal's clock had filled in are said outright, so that they stay. What the old
 * journal told of its own care (redaction, purge) is left out, as are the tombstones; the numbers
 * behind them close up.
 */
final class Import {
  private static final Set<Event.KindCase> CARE =
      Set.of(Event.KindCase.BATCHES_REDACTED, Event.KindCase.EXPERIMENT_PURGED);

  private record Producer(String name, long epoch) {}

  private final JournalServiceBlockingStub journal;
  private final Map<Producer, Long> numbers = new HashMap<>();
  private long appended;
  private long known;
  private long left;
  private String position = "";

  Import(JournalServiceBlockingStub journal) {
    this.journal = journal;
  }

  /** How many batches the journal has now and had not before. */
  long appended() {
    return appended;
  }

  /** How many batches the journal had already. */
  long known() {
    return known;
  }

  /** How many batches were left out. */
  long left() {
    return left;
  }

  /** The position after the last one. */
  String position() {
    return position;
  }

  /**
   * Tells the batches of a file one after the other.
   *
   * @throws MeshException where the file is none, or broken
   */
  static void read(InputStream file, Consumer<JournalBatch> each) throws IOException {
    try {
      for (JournalBatch next = JournalBatch.parseDelimitedFrom(file);
          next != null;
          next = JournalBatch.parseDelimitedFrom(file)) {
        each.accept(next);
      }
    } catch (InvalidProtocolBufferException | EOFException | ZipException e) {
      throw new MeshException(
          "the file is broken (%s); nothing was appended".formatted(e.getMessage()));
    }
  }

  /** Appends a batch, or leaves it out. */
  void append(JournalBatch told) {
    Batch batch = told.getBatch();
    List<Event> kept =
        batch.getEventsList().stream().filter(e -> !CARE.contains(e.getKindCase())).toList();
    if (kept.isEmpty()) {
      left++;
      return;
    }
    Producer producer = new Producer(batch.getProducer(), batch.getEpoch());
    Batch.Builder again =
        batch.toBuilder()
            .clearEvents()
            .addAllEvents(kept)
            .setNumber(numbers.merge(producer, 1L, Long::sum));
    if (!batch.hasValidTime()) {
      again.setValidTime(told.getAppendTime());
    }
    Acknowledgement acknowledged =
        journal.append(AppendRequest.newBuilder().setBatch(again).build()).getAcknowledgement();
    position = acknowledged.getPosition();
    if (acknowledged.getDuplicate()) {
      known++;
    } else {
      appended++;
    }
  }
}
