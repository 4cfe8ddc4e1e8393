package io.throughline.local;

import io.throughline.client.Connection;
import io.throughline.client.Emitter;
import io.throughline.client.EmitterSettings;
import io.throughline.client.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A training process whose mesh is away: it tells a run and its points, says when most of them are
 * in the spill, and waits until it is killed.
 */
final class EmittingProcess {

  static final String SPILLED = "spilled";

  private EmittingProcess() {}

  /**
   * @param arguments the journal's address, the spill's directory, the experiment, and how many
   *     points
   */
  public static void main(String[] arguments) throws IOException {
    Emitter emitter =
        Emitter.connect(
            "killed",
            new Connection(arguments[0], Optional.empty(), Duration.ofMinutes(5)),
            Clock.systemUTC(),
            EmitterSettings.defaults().withSpill(Path.of(arguments[1])));
    Run run = emitter.experiment(arguments[2]).run("r", "train");
    long points = Long.parseLong(arguments[3]);
    for (long step = 0; step < points; step++) {
      run.metric("loss", step, (double) step);
      while (step % 1_000 == 999 && emitter.report().pendingBatches() <= step / 1_000) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    System.out.println(SPILLED);
    System.in.read();
  }
}
