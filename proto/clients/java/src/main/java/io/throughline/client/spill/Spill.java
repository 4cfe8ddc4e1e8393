package io.throughline.client.spill;

import com.google.protobuf.InvalidProtocolBufferException;
import io.throughline.event.v1.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The batches of one producer on disk. For one thread at a time; the lock keeps other processes
 * away. A batch that is appended survives the death of the process at once, and that of the machine
 * where every append is forced to the device.
 */
public final class Spill implements AutoCloseable {

  private static final long SEGMENT_BYTES = 8 << 20;

  private final Path directory;
  private final SpillLock lock;
  private final boolean force;
  private final NavigableMap<Integer, Segment> segments = new TreeMap<>();
  private Progress progress;
  private long bytes;

  private Spill(Path directory, SpillLock lock, boolean force, Progress progress)
      throws IOException {
    this.directory = directory;
    this.lock = lock;
    this.force = force;
    this.progress = progress;
    for (int number : numbers(directory)) {
      Segment segment = Segment.open(directory, number);
      segments.put(number, segment);
      bytes += segment.end();
    }
  }

  /**
   * Opens a spill whose lock this process holds.
   *
   * @throws IOException where its progress cannot be read
   */
  static Spill open(Path directory, SpillLock lock, boolean force) throws IOException {
    return new Spill(directory, lock, force, Progress.read(directory.resolve(Progress.FILE)));
  }

  /** Where it lies. */
  public Path directory() {
    return directory;
  }

  /** What is known to be in the journal. */
  public Progress progress() {
    return progress;
  }

  /** How many bytes its segments have. */
  public long bytes() {
    return bytes;
  }

  /**
   * Hands over every batch that is not known to be in the journal, in order.
   *
   * @return how many bytes could not be read, for they are damaged or were cut short
   */
  public long replay(BiConsumer<Location, Batch> batches) throws IOException {
    long damaged = 0;
    for (Segment segment : segments.tailMap(progress.segment()).values()) {
      long offset = segment.number() == progress.segment() ? progress.offset() : 0;
      byte[] payload = segment.read(offset);
      while (payload != null) {
        batches.accept(
            new Location(segment.number(), offset, payload.length), Batch.parseFrom(payload));
        offset += Segment.FRAME_HEADER + payload.length;
        payload = segment.read(offset);
      }
      damaged += segment.end() - offset;
    }
    return damaged;
  }

  /**
   * Writes a batch at the end.
   *
   * @throws IOException where it cannot be written; the spill is as before
   */
  public Location append(Batch batch) throws IOException {
    if (segments.isEmpty() || segments.lastEntry().getValue().end() >= SEGMENT_BYTES) {
      int next = segments.isEmpty() ? progress.segment() : segments.lastKey() + 1;
      segments.put(next, Segment.open(directory, next));
    }
    Location location = segments.lastEntry().getValue().append(batch.toByteArray(), force);
    bytes += Segment.FRAME_HEADER + location.length();
    return location;
  }

  /** Reads a batch again. */
  public Batch read(Location location) throws IOException {
    Segment segment = segments.get(location.segment());
    byte[] payload = segment == null ? null : segment.read(location.offset());
    if (payload == null) {
      throw new IOException("%s holds no batch at %s".formatted(directory, location));
    }
    try {
      return Batch.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("%s is damaged at %s".formatted(directory, location), e);
    }
  }

  /** The place after the last batch. */
  public Location end() {
    return segments.isEmpty()
        ? new Location(progress.segment(), 0, 0)
        : new Location(segments.lastKey(), segments.lastEntry().getValue().end(), 0);
  }

  /** Remembers what the journal has, and deletes the segments that hold nothing else. */
  public void save(Progress reached) throws IOException {
    reached.write(directory.resolve(Progress.FILE), force);
    progress = reached;
    var passed = segments.headMap(reached.segment());
    for (Segment segment : passed.values()) {
      segment.close();
      Files.deleteIfExists(segment.file());
      bytes -= segment.end();
    }
    passed.clear();
  }

  /** Deletes it, for the journal has everything. */
  public void delete() throws IOException {
    for (Segment segment : segments.values()) {
      segment.close();
      Files.deleteIfExists(segment.file());
    }
    segments.clear();
    Files.deleteIfExists(directory.resolve(Progress.FILE));
    Files.deleteIfExists(directory.resolve(SpillLock.FILE));
    lock.close();
    Files.deleteIfExists(directory);
  }

  /** Lets go of it; another process may open it. */
  @Override
  public void close() throws IOException {
    for (Segment segment : segments.values()) {
      segment.close();
    }
    lock.close();
  }

  private static List<Integer> numbers(Path directory) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (var files = Files.newDirectoryStream(directory, "*.log")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.matches("\\d{8}\\.log")) {
          numbers.add(Integer.valueOf(name.substring(0, 8)));
        }
      }
    }
    return numbers;
  }
}
