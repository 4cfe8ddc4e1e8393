package io.throughline.cli.mesh;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The file {@code mesh.properties} of a running local mesh.
 *
 * @param path where it lies
 * @param properties what it says
 */
record MeshFile(Path path, Properties properties) {

  static MeshFile in(Path data) {
    Path path = data.resolve("mesh.properties");
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new MeshException(
          "no mesh runs in '%s'; start one (./throughline up), or name one (--server HOST:PORT)"
              .formatted(data));
    } catch (IOException e) {
      throw new MeshException("'%s' cannot be read: %s".formatted(path, e.getMessage()));
    }
    return new MeshFile(path, properties);
  }

  String address(String key) {
    return value(key)
        .orElseThrow(
            () -> new MeshException("'%s' does not say where '%s' is".formatted(path, key)));
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(properties.getProperty(key));
  }
}
