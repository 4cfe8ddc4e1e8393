package io.throughline.local.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A volume of limited size that a test may fill; only root may mount one, and only on Linux. */
final class SmallVolume implements AutoCloseable {
  private static final int PIECE = 64 * 1024;

  private final Path place;
  private final Path ballast;

  private SmallVolume(Path place) {
    this.place = place;
    this.ballast = place.resolve("ballast");
  }

  /** Mounts one on a new directory. */
  static SmallVolume mount(Path place, int mebibytes) throws IOException, InterruptedException {
    Files.createDirectories(place);
    run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(mebibytes), "tmpfs", place.toString());
    return new SmallVolume(place);
  }

  /** Takes every byte that is free. */
  void fill() throws IOException {
    try (FileChannel channel =
        FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(PIECE);
      while (true) {
        zeros.clear();
        channel.write(zeros);
      }
    } catch (IOException e) {
      if (Files.getFileStore(place).getUsableSpace() >= PIECE) {
        throw e;
      }
    }
  }

  /** Gives back what was taken. */
  void free() throws IOException {
    Files.deleteIfExists(ballast);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run("umount", place.toString());
  }
}
