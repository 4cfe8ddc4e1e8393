package io.throughline.load.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.load.drive.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the history of one stream: tab-separated lines, {@code sent scope producer epoch number
 * digest events points} and {@code acknowledged scope producer epoch number position}. Sends are on
 * disk (fsync) before they leave; acknowledgements are written at once, and on disk with the next
 * sends or at the end.
 */
public final class HistoryWriter implements Ledger {
  static final String SENT = "sent";
  static final String ACKNOWLEDGED = "acknowledged";
  static final String FILES = "stream-*.tsv";

  private final FileChannel file;

  private HistoryWriter(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens a stream's file.
   *
   * @throws UncheckedIOException also where the directory holds an earlier history
   */
  public static HistoryWriter open(Path directory, int stream) {
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve("stream-%04d.tsv".formatted(stream));
      return new HistoryWriter(FileChannel.open(file, CREATE_NEW, WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException("a history needs an empty directory: " + e.getMessage(), e);
    }
  }

  @Override
  public void sending(List<Batch> batches) {
    StringBuilder lines = new StringBuilder();
    for (Batch batch : batches) {
      key(SENT, batch.getScope(), batch.getProducer(), batch.getEpoch(), batch.getNumber(), lines)
          .append(Digest.hex(Digest.of(batch)))
          .append('\t')
          .append(batch.getEventsCount())
          .append('\t')
          .append(points(batch))
          .append('\n');
    }
    write(lines);
    force();
  }

  @Override
  public void acknowledged(EmitResponse response) {
    write(
        key(
                ACKNOWLEDGED,
                response.getScope(),
                response.getProducer(),
                response.getEpoch(),
                response.getNumber(),
                new StringBuilder())
            .append(response.getAcknowledgement().getPosition())
            .append('\n'));
  }

  private static StringBuilder key(
      String word, String scope, String producer, long epoch, long number, StringBuilder line) {
    return line.append(word)
        .append('\t')
        .append(scope)
        .append('\t')
        .append(producer)
        .append('\t')
        .append(epoch)
        .append('\t')
        .append(number)
        .append('\t');
  }

  private static int points(Batch batch) {
    return batch.getEventsList().stream()
        .map(Event::getPointsMeasured)
        .mapToInt(points -> points.getValuesCount())
        .sum();
  }

  private void write(StringBuilder lines) {
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(UTF_8));
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void force() {
    try {
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (file.isOpen()) {
      force();
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
