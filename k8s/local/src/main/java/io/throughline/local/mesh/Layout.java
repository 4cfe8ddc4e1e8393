package io.throughline.local.mesh;

import io.throughline.local.token.MeshKeys;
import io.throughline.local.token.MeshTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What lies where in a mesh's data directory.
 *
 * @param data the directory, absolute and without links
 */
public record Layout(Path data) {

  /** The layout of a directory, which is made when it is missing; only its owner gets in. */
  public static Layout of(Path directory) {
    try {
      if (!Files.exists(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return new Layout(directory.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + directory + " as data directory", e);
    }
  }

  /** The tokens, signed with the keys of this mesh, which are made at first use. */
  MeshTokens tokens() {
    return new MeshTokens(data.resolve("tokens"), MeshKeys.in(data.resolve("keys")));
  }

  /** The bytes of artifacts. */
  Path artifacts() {
    return data.resolve("artifacts");
  }

  Path log(String part) {
    return data.resolve("log").resolve(part + ".log");
  }

  /** What a part prints before and beside its log. */
  Path output(String part) {
    return data.resolve("log").resolve(part + ".out");
  }

  Path processFile(String part) {
    return data.resolve("run").resolve(part + ".pid");
  }

  /** Held by the launcher while the mesh runs. */
  Path lock() {
    return data.resolve("run").resolve("launcher.lock");
  }

  /** Where the command line finds the mesh. */
  MeshFile meshFile() {
    return new MeshFile(data.resolve("mesh.properties"));
  }
}
