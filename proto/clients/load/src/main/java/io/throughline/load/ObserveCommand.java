package io.throughline.load;

import io.grpc.ManagedChannel;
import io.throughline.load.mesh.LoadException;
import io.throughline.load.mesh.MeshConnection;
import io.throughline.load.mesh.MeshOptions;
import io.throughline.load.observe.ObservationLoad;
import io.throughline.load.postgres.Stores;
import io.throughline.load.report.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast observations count, and how fast trials are read. */
@Command(
    name = "observe",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tell a local mesh of the units of trials, and measure how long it takes until they count,",
      "the same rows by PostgreSQL alone, and how long readouts take."
    })
final class ObserveCommand implements Callable<Integer> {
  @Mixin private MeshOptions mesh;

  @Option(
      names = "--small",
      paramLabel = "N",
      description = "How many units the small trial has. Default: ${DEFAULT-VALUE}.")
  private int small = 10_000;

  @Option(
      names = "--units",
      paramLabel = "N",
      description =
          "How many units of the large trial come in through the front door. Default:"
              + " ${DEFAULT-VALUE}.")
  private int units = 500_000;

  @Option(
      names = "--filled",
      paramLabel = "N",
      description =
          "How many units the sums of the large trial stand for when it is read: they are"
              + " multiplied in the store. Default: ${DEFAULT-VALUE}.")
  private long filled = 10_000_000;

  @Option(
      names = "--looks",
      paramLabel = "N",
      description = "How many readouts are timed. Default: ${DEFAULT-VALUE}.")
  private int looks = 200;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text or json. Default: ${DEFAULT-VALUE}.")
  private String output = "text";

  @Override
  public Integer call() throws Exception {
    MeshConnection connection = mesh.connection();
    Stores stores =
        mesh.stores().orElseThrow(() -> new LoadException("name its PostgreSQL: --postgres"));
    ManagedChannel ingest = connection.openIngest();
    ManagedChannel selection = connection.open(mesh.selection());
    try {
      Report report =
          new ObservationLoad(small, units, filled, looks)
              .run(ingest, selection, stores, System.err::println);
      System.out.println(output.equals("json") ? report.json() : report.text());
      return 0;
    } finally {
      ingest.shutdownNow();
      selection.shutdownNow();
    }
  }
}
