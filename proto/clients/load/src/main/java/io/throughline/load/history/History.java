package io.throughline.load.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.throughline.load.mesh.LoadException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The histories of all producers, as read from a directory. */
public final class History {
  private final Map<ProducerKey, ProducerHistory> producers = new LinkedHashMap<>();
  private long sends;
  private long acknowledgements;
  private long acknowledgedEvents;

  private final Map<ProducerKey, Integer> eventCounts = new LinkedHashMap<>();

  /**
   * Reads a directory.
   *
   * @throws LoadException where it holds no history, or a line is not one of a history
   */
  public static History read(Path directory) {
    History history = new History();
    boolean any = false;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, HistoryWriter.FILES)) {
      for (Path file : files) {
        any = true;
        history.readFile(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!any) {
      throw new LoadException(
          "'%s' holds no history; make one by `load --history DIR`".formatted(directory));
    }
    return history;
  }

  private void readFile(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("\t", -1);
        try {
          take(fields);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
          throw new LoadException("'%s' has a line that is not whole: %s".formatted(file, line));
        }
      }
    }
  }

  private void take(String[] fields) {
    ProducerKey key = new ProducerKey(fields[1], fields[2], Long.parseLong(fields[3]));
    ProducerHistory producer = producers.computeIfAbsent(key, ProducerHistory::new);
    long number = Long.parseLong(fields[4]);
    if (fields[0].equals(HistoryWriter.SENT)) {
      sends++;
      producer.sent(number, Digest.brief(fields[5]));
      eventCounts.put(key, Integer.valueOf(fields[6]));
    } else {
      if (producer.position(number) == null) {
        acknowledgements++;
        acknowledgedEvents += eventCounts.getOrDefault(key, 1);
      }
      producer.acknowledged(number, fields[5]);
    }
  }

  /** The history of a producer, or null where it has none. */
  public ProducerHistory of(ProducerKey key) {
    return producers.get(key);
  }

  /** All producers. */
  public Collection<ProducerHistory> producers() {
    return producers.values();
  }

  /** How many sends were written down, repeated ones too. */
  public long sends() {
    return sends;
  }

  /** How many batches were acknowledged, each once. */
  public long acknowledgements() {
    return acknowledgements;
  }

  /** About how many events those batches have: as many as the producer's last batch before. */
  public long acknowledgedEvents() {
    return acknowledgedEvents;
  }
}
