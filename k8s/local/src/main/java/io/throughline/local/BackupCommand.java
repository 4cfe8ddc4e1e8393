package io.throughline.local;

import io.throughline.local.mesh.MeshBackup;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the mesh's data to a file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Write the three databases of the local mesh to a file, all at one instant. A running mesh"
          + " goes on meanwhile.",
      "",
      "The file is as secret as the data. Keys and tokens are not in it."
    },
    footer = {"", "Example:", "  ./throughline backup monday.tar.gz"})
final class BackupCommand implements Callable<Integer> {
  @Mixin private MeshOptions options;

  @Parameters(paramLabel = "FILE", description = "The file; it must not exist.")
  private Path file;

  @Override
  public Integer call() {
    Path absolute = file.toAbsolutePath();
    long bytes =
        new MeshBackup(options.layout(), options.ports(), new Progress(System.err)).write(absolute);
    System.out.println(
        options.json()
            ? Json.of(Map.of("file", absolute, "bytes", bytes))
            : "%s: %,d bytes".formatted(absolute, bytes));
    return 0;
  }
}
