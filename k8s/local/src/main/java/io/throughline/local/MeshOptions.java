package io.throughline.local;

import io.throughline.local.mesh.Layout;
import io.throughline.local.mesh.Ports;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that every command has. */
public final class MeshOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the mesh keeps its data: databases, keys, tokens, logs."
              + " Default: .throughline in the repository.")
  private Path data = Path.of(System.getProperty("throughline.home", "."), ".throughline");

  @Option(
      names = "--port",
      paramLabel = "BASE",
      description =
          "The first of the mesh's ports: gRPC from BASE on, HTTP from BASE+10 on, PostgreSQL at"
              + " BASE+20, all on 127.0.0.1 only. Default: ${DEFAULT-VALUE}.")
  private int portBase = Ports.DEFAULT_BASE;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Print for people or for programs. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.text;

  Layout layout() {
    return Layout.of(data);
  }

  /** The first port. */
  public int portBase() {
    return portBase;
  }

  Ports ports() {
    return new Ports(portBase);
  }

  /** Whether to print for programs. */
  public boolean json() {
    return output == Output.json;
  }

  /** The values of {@code --output}, spelt as people type them. */
  enum Output {
    text,
    json
  }
}
