package io.throughline.local.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much room the data directory's disk has. */
final class Disk {
  private static final String CHECK = "disk";
  private static final String REMEDY =
      "free space, or set throughline.retention.age or .bytes of ingest-service";
  private static final long MEBIBYTE = 1 << 20;

  /** PostgreSQL needs some segments of its log (16 MiB each) and sorts on disk. */
  private static final long TOO_LITTLE = 256 * MEBIBYTE;

  private static final long LITTLE = 2048 * MEBIBYTE;

  private Disk() {}

  static List<Finding> findings(Path data) throws IOException {
    FileStore store = Files.getFileStore(data);
    return List.of(finding(store.getUsableSpace(), store.getTotalSpace()));
  }

  static Finding finding(long usable, long total) {
    String message = "%,d MiB of %,d MiB are free".formatted(usable / MEBIBYTE, total / MEBIBYTE);
    if (usable < TOO_LITTLE) {
      return Finding.error(CHECK, message, REMEDY);
    }
    return usable < LITTLE ? Finding.warning(CHECK, message, REMEDY) : Finding.ok(CHECK, message);
  }
}
