package io.throughline.local.mesh;

import io.throughline.local.postgres.DirectoryLock;
import io.throughline.local.postgres.Postgres;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who lives on a data directory: a launcher with its mesh, or what a killed launcher left behind.
 *
 * @param layout the data directory
 */
public record Residents(Layout layout) {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** The launcher whose mesh runs; nothing when there is none. */
  public Optional<ProcessHandle> launcher() {
    return DirectoryLock.holder(layout.lock());
  }

  /** Where the mesh that runs is reached; nothing when none does. */
  public Optional<MeshAddresses> addresses() {
    return launcher().isPresent() ? layout.meshFile().read() : Optional.empty();
  }

  /** What to say to somebody who wants to start a second mesh on the directory. */
  MeshException inUse() {
    return new MeshException(
        """
        a mesh already runs on %s (process %s).
        Stop it with `./throughline down`, or use another directory with --data.\
        """
            .formatted(
                layout.data(),
                launcher().map(ProcessHandle::pid).map(String::valueOf).orElse("?")));
  }

  /** Ends what a killed launcher left behind; whether there was anything. Only while none runs. */
  public boolean endOrphans(Consumer<String> messages) {
    boolean any = false;
    List<Service> lastFirst = Arrays.asList(Service.values());
    Collections.reverse(lastFirst);
    for (Service service : lastFirst) {
      if (ServiceProcess.file(service, layout).endOrphan(PATIENCE)) {
        messages.accept("ended " + service.serviceName() + ", left behind by a killed launcher");
        any = true;
      }
    }
    if (Postgres.endOrphan(layout.data())) {
      messages.accept("ended PostgreSQL, left behind by a killed launcher");
      any = true;
    }
    layout.meshFile().delete();
    return any;
  }
}
