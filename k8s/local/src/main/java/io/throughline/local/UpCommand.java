package io.throughline.local;

import io.throughline.local.mesh.MeshAddresses;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts a mesh and stays until Ctrl-C. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Start PostgreSQL and the three services, and keep them running until Ctrl-C.",
      "",
      "A part that dies is started again. The data stays in the data directory: `down` and a new"
          + " `up` lose nothing. Everything listens on 127.0.0.1 only."
    },
    footer = {
      "",
      "Examples:",
      "  ./throughline up",
      "  ./throughline up --data /var/tmp/mesh --port 7500",
      "  ./throughline up --output json > mesh.json &"
    })
final class UpCommand implements Callable<Integer> {
  @Mixin private MeshOptions options;

  @Override
  public Integer call() {
    MeshAddresses addresses = RunningMesh.start(options, new Progress(System.err));
    if (options.json()) {
      System.out.println(Json.of(addresses.byKey()));
    } else {
      System.out.print(Welcome.of(addresses));
    }
    RunningMesh.stay();
    return 0;
  }
}
