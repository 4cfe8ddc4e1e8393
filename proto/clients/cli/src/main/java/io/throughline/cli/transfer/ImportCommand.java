package io.throughline.cli.transfer;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.ingest.v1.JournalServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Appends an exported experiment. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Append an experiment that 'export' has written, under the same name.",
      "",
      "The token needs the permission of every kind of event in it. After a break, run it again: what"
          + " the journal has already is not appended twice. Where the experiment is there with other"
          + " content, the values said first stand, and the others show as conflicts."
    },
    footer = {"", "Example:", "  throughline import house-valuation.tlx"})
public final class ImportCommand implements Callable<Integer> {
  @Mixin MeshOptions options;

  @Parameters(index = "0", paramLabel = "FILE", description = "What 'export' has written.")
  Path file;

  @Option(names = "--without-artifacts", description = "Leave the bytes of artifacts out.")
  boolean withoutArtifacts;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (ImportFile whole = ImportFile.open(file)) {
      try (InputStream in = whole.batches()) {
        Import.read(in, batch -> {});
      }
      return append(whole);
    }
  }

  private int append(ImportFile whole) throws IOException {
    long stored = 0;
    try (Mesh mesh = options.open()) {
      ArtifactTransfer store = new ArtifactTransfer(mesh);
      for (String digest : withoutArtifacts ? List.<String>of() : whole.artifacts()) {
        stored += store.store(digest, () -> whole.artifact(digest)) ? 1 : 0;
      }
      Import all = new Import(JournalServiceGrpc.newBlockingStub(mesh.ingest()));
      try (InputStream in = whole.batches()) {
        Import.read(in, all::append);
      }
      spec.commandLine()
          .getOut()
          .println(
              options.json()
                  ? "{\"appended\":%d,\"known\":%d,\"left\":%d,\"artifacts\":%d,\"position\":\"%s\"}"
                      .formatted(all.appended(), all.known(), all.left(), stored, all.position())
                  : "Appended %d batches; %d were there already, %d have no content any more. Stored %d artifacts."
                      .formatted(all.appended(), all.known(), all.left(), stored));
      return 0;
    }
  }
}
