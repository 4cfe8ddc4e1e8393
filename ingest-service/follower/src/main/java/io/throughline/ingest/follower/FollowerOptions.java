package io.throughline.ingest.follower;

import io.throughline.event.v1.Event;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How a follower works.
 *
 * @param name by which the journal knows the follower, so that retention respects its cursors: the
 *     same for all replicas, another one for each schema; empty: the journal does not know it
 * @param schema the schema that holds its tables (see {@link FollowerTables})
 * @param kinds the kinds of events that it wants to see; empty: all
 * @param groupBatches how many batches it applies in one transaction at most
 * @param groupBytes how many bytes of batches it applies in one transaction, give or take one batch
 * @param bufferBatches how many batches it reads ahead at most, over all partitions
 * @param bufferBytes how many bytes it reads ahead, give or take a few batches
 * @param poll how often it looks for the work of other replicas while somebody waits for a position
 * @param report how often it tells the journal how far it has come, where it has a name
 * @param replica who this is among the follower's replicas, which share the partitions; one that
 *     starts again under the same name has its partitions at once
 * @param lease after how long a replica that is silent loses its partitions to the others
 */
public record FollowerOptions(
    String name,
    String schema,
    Set<Event.KindCase> kinds,
    int groupBatches,
    int groupBytes,
    int bufferBatches,
    int bufferBytes,
    Duration poll,
    Duration report,
    String replica,
    Duration lease) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{0,64}");
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /** Refuses what cannot be a schema's name, since the name becomes a part of SQL. */
  public FollowerOptions {
    requireSchema(schema);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a follower's name: " + name);
    }
    if (replica.isEmpty() || lease.toMillis() < 1) {
      throw new IllegalArgumentException("a replica has a name and a lease");
    }
    kinds = Set.copyOf(kinds);
    if (groupBatches < 1 || groupBytes < 1 || bufferBatches < 1 || bufferBytes < 1) {
      throw new IllegalArgumentException("a follower's group and buffer hold at least one batch");
    }
  }

  /** All kinds, in groups and buffers of a usual size, as a replica that is new. */
  public static FollowerOptions ofSchema(String schema) {
    return new FollowerOptions(
        "",
        schema,
        Set.of(),
        256,
        4 << 20,
        1024,
        16 << 20,
        Duration.ofMillis(10),
        Duration.ofSeconds(30),
        UUID.randomUUID().toString(),
        Duration.ofSeconds(6));
  }

  /** The same for some kinds of events only. */
  public FollowerOptions withKinds(Set<Event.KindCase> some) {
    return new FollowerOptions(
        name,
        schema,
        some,
        groupBatches,
        groupBytes,
        bufferBatches,
        bufferBytes,
        poll,
        report,
        replica,
        lease);
  }

  /** The same under a name, with a report to the journal after each pause. */
  public FollowerOptions named(String follower, Duration pause) {
    return new FollowerOptions(
        follower,
        schema,
        kinds,
        groupBatches,
        groupBytes,
        bufferBatches,
        bufferBytes,
        poll,
        pause,
        replica,
        lease);
  }

  /** The same as a replica of a name, which is silent no longer than its lease. */
  public FollowerOptions asReplica(String who, Duration silence) {
    return new FollowerOptions(
        name,
        schema,
        kinds,
        groupBatches,
        groupBytes,
        bufferBatches,
        bufferBytes,
        poll,
        report,
        who,
        silence);
  }

  static String requireSchema(String schema) {
    if (!SCHEMA.matcher(schema).matches()) {
      throw new IllegalArgumentException("not a schema's name: " + schema);
    }
    return schema;
  }
}
