package io.throughline.cli.transfer;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshException;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.ingest.v1.JournalServiceGrpc;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (InputStream whole = open()) {
      Import.read(whole, batch -> {});
    }
    try (InputStream in = open();
        Mesh mesh = options.open()) {
      Import all = new Import(JournalServiceGrpc.newBlockingStub(mesh.ingest()));
      Import.read(in, all::append);
      spec.commandLine()
          .getOut()
          .println(
              options.json()
                  ? "{\"appended\":%d,\"known\":%d,\"left\":%d,\"position\":\"%s\"}"
                      .formatted(all.appended(), all.known(), all.left(), all.position())
                  : "Appended %d batches; %d were there already, %d have no content any more."
                      .formatted(all.appended(), all.known(), all.left()));
      return 0;
    }
  }

  private InputStream open() throws IOException {
    try {
      return new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)));
    } catch (NoSuchFileException e) {
      throw new MeshException("there is no file '%s'".formatted(file));
    } catch (ZipException e) {
      throw new MeshException("'%s' is not what 'export' writes".formatted(file));
    }
  }
}
