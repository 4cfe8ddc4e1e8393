package io.throughline.local;

import io.throughline.local.mesh.MeshBackup;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes the data of a mesh from a backup. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Make the data of a local mesh from a backup, in a data directory that has none yet.",
      "",
      "The journal becomes another incarnation. What was acknowledged after the backup is not in it:"
          + " whoever still follows from there is told so (JOURNAL_DIVERGED)."
    },
    footer = {"", "Example:", "  ./throughline restore monday.tar.gz --data /var/tmp/mesh"})
final class RestoreCommand implements Callable<Integer> {
  @Mixin private MeshOptions options;

  @Parameters(paramLabel = "FILE", description = "A file that 'backup' has written.")
  private Path file;

  @Override
  public Integer call() {
    new MeshBackup(options.layout(), options.ports(), new Progress(System.err))
        .restore(file.toAbsolutePath());
    System.out.println(
        options.json()
            ? Json.of(Map.of("data", options.layout().data()))
            : "restored into %s; start it: ./throughline up --data %1$s"
                .formatted(options.layout().data()));
    return 0;
  }
}
