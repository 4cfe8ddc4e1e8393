package io.throughline.cli.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.throughline.cli.mesh.MeshException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads what {@link ExportFile} has written; nothing of it before its sums have been checked. */
final class ImportFile implements AutoCloseable {
  private static final int MAX_SUMS_BYTES = 64 << 20;
  private static final int HEX = 64;

  private final ZipFile zip;
  private final Path path;

  private ImportFile(ZipFile zip, Path path) {
    this.zip = zip;
    this.path = path;
  }

  /**
   * Opens a file and checks it as a whole.
   *
   * @throws MeshException where there is none, or it is broken
   */
  static ImportFile open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new MeshException("there is no file '%s'".formatted(path));
    }
    try {
      ImportFile file = new ImportFile(new ZipFile(path.toFile()), path);
      try {
        file.check();
        return file;
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (ZipException e) {
      throw new MeshException(
          "'%s' is not what 'export' writes, or broken (%s); nothing was appended"
              .formatted(path, e.getMessage()));
    }
  }

  /** The digests of the artifacts, as 64 hexadecimal digits each. */
  List<String> artifacts() {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.startsWith(ExportFile.ARTIFACTS))
        .map(name -> name.substring(ExportFile.ARTIFACTS.length()))
        .sorted()
        .toList();
  }

  /** The bytes of an artifact. */
  InputStream artifact(String digest) throws IOException {
    return part(ExportFile.ARTIFACTS + digest);
  }

  /** The batches, each with its length before it. */
  InputStream batches() throws IOException {
    return new BufferedInputStream(part(ExportFile.BATCHES));
  }

  private void check() throws IOException {
    Map<String, String> sums = sums();
    part(ExportFile.BATCHES).close();
    for (ZipEntry entry : zip.stream().toList()) {
      String name = entry.getName();
      if (name.equals(ExportFile.SUMS)) {
        continue;
      }
      try (InputStream bytes = zip.getInputStream(entry)) {
        String found = Sha256.of(bytes);
        boolean named =
            !name.startsWith(ExportFile.ARTIFACTS) || name.equals(ExportFile.ARTIFACTS + found);
        if (!named || !found.equals(sums.remove(name))) {
          throw broken("the content of '%s' has another digest".formatted(name));
        }
      }
    }
    if (!sums.isEmpty()) {
      throw broken("'%s' is missing".formatted(sums.keySet().iterator().next()));
    }
  }

  private Map<String, String> sums() throws IOException {
    Map<String, String> sums = new HashMap<>();
    try (InputStream in = part(ExportFile.SUMS)) {
      String text = new String(in.readNBytes(MAX_SUMS_BYTES), UTF_8);
      for (String line : text.split("\n", -1)) {
        if (line.length() > HEX + 2) {
          sums.put(line.substring(HEX + 2).strip(), line.substring(0, HEX));
        }
      }
    }
    return sums;
  }

  private InputStream part(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw broken("it has no '%s'".formatted(name));
    }
    return zip.getInputStream(entry);
  }

  private MeshException broken(String why) {
    return new MeshException(
        "'%s' is not what 'export' writes, or broken (%s); nothing was appended"
            .formatted(path, why));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
