package io.throughline.cli.mesh;

import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options by which every command finds its mesh. */
public final class MeshOptions {
  /** For people or for programs. */
  public enum Output {
    TEXT,
    JSON
  }

  static final class Encryption {
    @Option(names = "--tls", description = "Encrypt (the default, but for this machine itself).")
    boolean tls;

    @Option(names = "--plaintext", description = "Do not encrypt. The token travels in the open.")
    boolean plaintext;
  }

  static final class Token {
    @Option(
        names = "--token",
        paramLabel = "TOKEN",
        description = "The bearer token. Others on this machine can read it; prefer a file.")
    String text;

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        description = "A file with the bearer token. Or set THROUGHLINE_TOKEN.")
    Path file;
  }

  /** Where the mesh is, and how it is spoken to. */
  static final class Place {
    @Option(
        names = "--server",
        paramLabel = "HOST:PORT",
        description = "The service to ask (gate, rank and policy: selection; others: lineage).")
    String server;

    @Option(
        names = "--ingest",
        paramLabel = "HOST:PORT",
        description = "Where ingest is, beside --server (trace, redact, doctor, export, import).")
    String ingest;

    @Option(
        names = "--lineage-http",
        paramLabel = "URL",
        description = "Where lineage is over HTTP, beside --server (export, import).")
    String lineageHttp;

    @ArgGroup Token token = new Token();

    @ArgGroup Encryption encryption = new Encryption();

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description =
            "Where the local mesh keeps its data. Default: .throughline in the repository.")
    Path data = Path.of(System.getProperty("throughline.home", ""), ".throughline");
  }

  @ArgGroup(exclusive = false, order = 1_000, heading = "%nWhere the mesh is:%n")
  Place place = new Place();

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Print for people or for programs. Default: text.")
  Output output = Output.TEXT;

  /** Whether to print for programs. */
  public boolean json() {
    return output == Output.JSON;
  }

  /** Where a service of a mesh that is not the local one is reached. */
  String address(String service) {
    if (!service.equals("ingest")) {
      return place.server;
    }
    if (place.ingest == null) {
      throw new MeshException(
          "this command also asks ingest: name it by --ingest HOST:PORT beside --server");
    }
    return place.ingest;
  }

  /** Opens what these options name. */
  public Mesh open() {
    return Mesh.of(this);
  }
}
