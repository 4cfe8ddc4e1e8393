package io.throughline.client.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * How much of a spill the journal has: everything before one place, and how far the producer had
 * counted in each scope there. What lies behind that place may be in the journal as well; it is
 * sent again under the same numbers, which is harmless.
 *
 * @param producer the id under which the batches are numbered
 * @param segment the segment of the first batch that is not known to be in the journal
 * @param offset where that batch's frame begins
 * @param counts by scope
 */
public record Progress(String producer, int segment, long offset, Map<String, Count> counts) {

  static final String FILE = "progress";
  private static final String FORMAT = "throughline-spill 1";

  public Progress {
    counts = Map.copyOf(counts);
  }

  /** The beginning of an empty spill. */
  static Progress start(String producer) {
    return new Progress(producer, 1, 0, Map.of());
  }

  /** Replaces the file by this, as a whole. */
  void write(Path file, boolean force) throws IOException {
    StringBuilder lines = new StringBuilder(FORMAT).append('\n');
    lines.append("producer ").append(producer).append('\n');
    lines.append("at ").append(segment).append(' ').append(offset).append('\n');
    new TreeMap<>(counts)
        .forEach(
            (scope, count) ->
                lines
                    .append("scope %d %d %s".formatted(count.epoch(), count.number(), scope))
                    .append('\n'));
    byte[] content = lines.toString().getBytes(StandardCharsets.UTF_8);
    byte[] check = "crc %08x\n".formatted(crc(content)).getBytes(StandardCharsets.UTF_8);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer all = ByteBuffer.allocate(content.length + check.length);
      all.put(content).put(check).flip();
      while (all.hasRemaining()) {
        channel.write(all);
      }
      if (force) {
        channel.force(true);
      }
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads the file.
   *
   * @throws IOException where it is missing, damaged or of another format
   */
  static Progress read(Path file) throws IOException {
    String text = Files.readString(file);
    int check = text.lastIndexOf("crc ");
    if (!text.startsWith(FORMAT + "\n")
        || check < 0
        || !text.substring(check)
            .equals(
                "crc %08x\n"
                    .formatted(crc(text.substring(0, check).getBytes(StandardCharsets.UTF_8))))) {
      throw new IOException(file + " is damaged, or no '" + FORMAT + "'");
    }
    List<String> lines = text.substring(0, check).lines().toList();
    String[] at = lines.get(2).split(" ", -1);
    Map<String, Count> counts = new HashMap<>();
    for (String line : lines.subList(3, lines.size())) {
      String[] words = line.split(" ", 4);
      counts.put(words[3], new Count(Long.parseLong(words[1]), Long.parseLong(words[2])));
    }
    return new Progress(
        lines.get(1).substring("producer ".length()),
        Integer.parseInt(at[1]),
        Long.parseLong(at[2]),
        counts);
  }

  private static long crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }
}
