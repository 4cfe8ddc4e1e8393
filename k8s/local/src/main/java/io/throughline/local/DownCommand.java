package io.throughline.local;

import io.throughline.local.mesh.MeshException;
import io.throughline.local.mesh.Residents;
import io.throughline.local.process.Stop;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops a running mesh. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = {
      "Stop the mesh that runs on the data directory, and wait until it has ended.",
      "Also ends what a killed launcher left behind. The data is kept."
    },
    footer = {"", "Examples:", "  ./throughline down", "  ./throughline down --data /var/tmp/mesh"})
final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin private MeshOptions options;

  @Override
  public Integer call() {
    Residents residents = new Residents(options.layout());
    Progress progress = new Progress(System.err);
    Optional<ProcessHandle> launcher = residents.launcher();
    if (launcher.isPresent()) {
      stop(launcher.get(), progress);
      say("stopped");
    } else {
      say(residents.endOrphans(progress) ? "stopped" : "not running");
    }
    return 0;
  }

  private void stop(ProcessHandle launcher, Progress progress) {
    progress.accept("stopping the mesh of process " + launcher.pid());
    launcher.destroy();
    if (!Stop.ends(launcher, PATIENCE)) {
      throw new MeshException(
          "the launcher, process %d, has not ended within %d seconds. Look at its terminal, or end it"
                  .formatted(launcher.pid(), PATIENCE.toSeconds())
              + " with `kill -9 %d` and run `./throughline down` again.".formatted(launcher.pid()));
    }
  }

  private void say(String state) {
    System.out.println(options.json() ? Json.of(Map.of("state", state)) : state);
  }
}
