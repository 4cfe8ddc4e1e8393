package io.throughline.local.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.throughline.local.postgres.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The file {@code mesh.properties}, by which the command line and a second launcher find a mesh.
 *
 * @param path the file; it exists while the mesh runs
 */
record MeshFile(Path path) {
  private static final String PORT = "port";
  private static final String TOKEN_FILE = "token.file";

  /** Writes the file, whole or not at all. */
  void write(MeshAddresses addresses) {
    Map<String, String> lines = addresses.byKey();
    lines.put(PORT, Integer.toString(addresses.ports().base()));
    lines.put("postgres", addresses.ports().postgresAddress());
    lines.put("postgres.password.file", Postgres.passwordFile(path.getParent()).toString());
    String text =
        lines.entrySet().stream()
            .map(line -> line.getKey() + "=" + line.getValue() + "\n")
            .collect(Collectors.joining());
    Path unfinished = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.writeString(unfinished, text, UTF_8);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the running mesh is reached; nothing when none runs. */
  Optional<MeshAddresses> read() {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(path, UTF_8)) {
      properties.load(reader);
      Ports ports = new Ports(Integer.parseInt(properties.getProperty(PORT)));
      return Optional.of(new MeshAddresses(ports, Path.of(properties.getProperty(TOKEN_FILE))));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
