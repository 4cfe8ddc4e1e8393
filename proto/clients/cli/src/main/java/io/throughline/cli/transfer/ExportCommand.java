package io.throughline.cli.transfer;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshException;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.ingest.v1.JournalServiceGrpc;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes an experiment into a file. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write everything that was said in an experiment into one file, which 'import' reads.",
      "",
      "The file holds the journal's batches: runs, parameters, series, figures, insights, models and"
          + " verdicts; and the bytes of artifacts that the mesh keeps. What lies in other scopes"
          + " (registered models, deployments) stays behind. It is a ZIP file with SHA-256 sums."
    },
    footer = {"", "Example:", "  throughline export house-valuation house-valuation.tlx"})
public final class ExportCommand implements Callable<Integer> {
  private static final int NOT_FOUND = 1;

  @Mixin MeshOptions options;

  @Parameters(index = "0", paramLabel = "EXPERIMENT", description = "Its id.")
  String experiment;

  @Parameters(index = "1", paramLabel = "FILE", description = "The file to write.")
  Path file;

  @Option(names = "--force", description = "Replace a file that is there.")
  boolean force;

  @Option(names = "--without-artifacts", description = "Leave the bytes of artifacts behind.")
  boolean withoutArtifacts;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (Files.exists(file) && !force) {
      throw new MeshException("'%s' is there already; --force replaces it".formatted(file));
    }
    Path whole = file.toAbsolutePath();
    Path unfinished = whole.resolveSibling(whole.getFileName() + ".part");
    try (Mesh mesh = options.open()) {
      Export export =
          new Export(
              JournalServiceGrpc.newBlockingStub(mesh.ingest()),
              experiment.startsWith("experiments/") ? experiment : "experiments/" + experiment);
      try (ExportFile out =
          new ExportFile(
              new BufferedOutputStream(
                  Files.newOutputStream(
                      unfinished,
                      StandardOpenOption.CREATE,
                      StandardOpenOption.TRUNCATE_EXISTING,
                      StandardOpenOption.WRITE)))) {
        out.add(ExportFile.BATCHES, export::to);
        if (!withoutArtifacts) {
          export.artifactsTo(out, new ArtifactTransfer(mesh));
        }
        out.finish();
      }
      if (export.batches() == 0) {
        spec.commandLine().getErr().printf("The journal holds nothing of '%s'.%n", experiment);
        return NOT_FOUND;
      }
      Files.move(unfinished, whole, StandardCopyOption.REPLACE_EXISTING);
      spec.commandLine()
          .getOut()
          .println(
              options.json()
                  ? "{\"batches\":%d,\"events\":%d,\"artifacts\":%d,\"elsewhere\":%d}"
                      .formatted(
                          export.batches(), export.events(), export.artifacts(), export.elsewhere())
                  : "Wrote %d batches with %d events, and the bytes of %d artifacts, into %s; %d lie elsewhere."
                      .formatted(
                          export.batches(),
                          export.events(),
                          export.artifacts(),
                          file,
                          export.elsewhere()));
      return 0;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
