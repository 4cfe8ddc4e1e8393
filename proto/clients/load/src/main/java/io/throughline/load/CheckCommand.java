package io.throughline.load;

import io.grpc.ManagedChannel;
import io.throughline.load.check.ConsistencyCheck;
import io.throughline.load.check.Verdict;
import io.throughline.load.history.History;
import io.throughline.load.mesh.MeshConnection;
import io.throughline.load.mesh.MeshOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a mesh against the history of a load. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Read the journal and the graph anew, and hold them against what `load --history` wrote down.",
      "",
      "Checks: acknowledged is kept, kept was sent (byte for byte), each batch once, in its"
          + " producer's order, positions without gaps, the points of the graph are those of the"
          + " journal; with --rebuild or --rebuilt also the logical hash."
    },
    footer = {
      "",
      "Exit code: 0 CONSISTENT, 3 INCONSISTENT, 1 where the check could not be made.",
      "",
      "Examples:",
      "  ./throughline load single --duration 60 --history /tmp/history",
      "  ./throughline check --history /tmp/history --rebuild"
    })
final class CheckCommand implements Callable<Integer> {
  private static final int INCONSISTENT = 3;

  @Mixin private MeshOptions mesh;

  @Option(
      names = "--history",
      paramLabel = "DIR",
      required = true,
      description = "What `load --history` wrote.")
  private Path history;

  @Option(
      names = "--exclusive",
      description = "Nobody else has written to the journal: batches of others are a fault.")
  private boolean exclusive;

  @Option(
      names = "--rebuild",
      description =
          "Have the graph made anew from the journal, and compare the logical hashes. Nobody may"
              + " write in the meantime.")
  private boolean rebuild;

  @Option(
      names = "--rebuilt",
      paramLabel = "HOST:PORT",
      description = "A lineage-service whose graph was made from zero, to compare hashes with.")
  private String rebuilt;

  @Override
  public Integer call() throws Exception {
    MeshConnection connection = mesh.connection();
    ManagedChannel journal = connection.openIngest();
    Optional<ManagedChannel> lineage = connection.openLineage();
    Optional<ManagedChannel> other = Optional.ofNullable(rebuilt).map(connection::open);
    try {
      Verdict verdict =
          new ConsistencyCheck(History.read(history), exclusive, rebuild)
              .run(journal, lineage, other);
      System.out.println(verdict.text());
      return verdict.holds() ? 0 : INCONSISTENT;
    } finally {
      Stream.of(Stream.of(journal), lineage.stream(), other.stream())
          .flatMap(each -> each)
          .forEach(ManagedChannel::shutdownNow);
    }
  }
}
