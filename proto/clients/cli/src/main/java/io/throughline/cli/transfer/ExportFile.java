package io.throughline.cli.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an exported experiment: its batches, its artifacts, and the sums of both, one by one. */
final class ExportFile implements AutoCloseable {
  static final String BATCHES = "batches";
  static final String ARTIFACTS = "artifacts/";
  static final String SUMS = "SHA256SUMS";

  /** Writes a part of the file. */
  interface Part {
    void writeTo(OutputStream out) throws IOException;
  }

  private final ZipOutputStream zip;
  private final Map<String, String> sums = new TreeMap<>();

  ExportFile(OutputStream out) {
    this.zip = new ZipOutputStream(out);
  }

  /**
   * Adds a part.
   *
   * @return its SHA-256 as 64 hexadecimal digits
   */
  String add(String name, Part part) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    DigestOutputStream digested = new DigestOutputStream(new Unclosed(zip), Sha256.start());
    part.writeTo(digested);
    zip.closeEntry();
    String sum = HexFormat.of().formatHex(digested.getMessageDigest().digest());
    sums.put(name, sum);
    return sum;
  }

  /** Adds the sums, as {@code sha256sum} writes them; a file without them is none. */
  void finish() throws IOException {
    zip.putNextEntry(new ZipEntry(SUMS));
    for (Map.Entry<String, String> sum : sums.entrySet()) {
      zip.write("%s  %s\n".formatted(sum.getValue(), sum.getKey()).getBytes(UTF_8));
    }
    zip.closeEntry();
    zip.finish();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** The whole is closed after all of its parts. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
