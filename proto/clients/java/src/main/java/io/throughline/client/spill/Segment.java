package io.throughline.client.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** One file of a spill: a row of frames. */
final class Segment implements AutoCloseable {

  static final int FRAME_HEADER = 8;
  private static final int LONGEST = 64 << 20;

  private final int number;
  private final Path file;
  private final FileChannel channel;
  private long end;

  private Segment(int number, Path file, FileChannel channel) throws IOException {
    this.number = number;
    this.file = file;
    this.channel = channel;
    end = channel.size();
  }

  static Segment open(Path directory, int number) throws IOException {
    Path file = directory.resolve("%08d.log".formatted(number));
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new Segment(number, file, channel);
  }

  int number() {
    return number;
  }

  Path file() {
    return file;
  }

  /** How many bytes it has. */
  long end() {
    return end;
  }

  /** Writes a frame at the end; where that fails, the end stays where it was. */
  Location append(byte[] payload, boolean force) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(payload);
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + payload.length);
    frame.putInt(payload.length).putInt((int) crc.getValue()).put(payload).flip();
    long at = end;
    while (frame.hasRemaining()) {
      at += channel.write(frame, at);
    }
    if (force) {
      channel.force(false);
    }
    Location location = new Location(number, end, payload.length);
    end = at;
    return location;
  }

  /** The payload of the frame at an offset, or null where there is none that is whole. */
  byte[] read(long offset) throws IOException {
    if (offset + FRAME_HEADER > end) {
      return null;
    }
    ByteBuffer header = fill(ByteBuffer.allocate(FRAME_HEADER), offset);
    int length = header.getInt();
    int expected = header.getInt();
    if (length <= 0 || length > LONGEST || offset + FRAME_HEADER + length > end) {
      return null;
    }
    byte[] payload = fill(ByteBuffer.allocate(length), offset + FRAME_HEADER).array();
    CRC32 crc = new CRC32();
    crc.update(payload);
    return (int) crc.getValue() == expected ? payload : null;
  }

  private ByteBuffer fill(ByteBuffer buffer, long offset) throws IOException {
    long at = offset;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new IOException(file + " is shorter than it was");
      }
      at += read;
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
