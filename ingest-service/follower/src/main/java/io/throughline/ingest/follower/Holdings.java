package io.throughline.ingest.follower;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The leases of all partitions as a replica has found them.
 *
 * @param leases of every partition, by its number
 * @param replica who has looked
 */
record Holdings(List<Lease> leases, String replica) {

  /** The leases of the replica itself. */
  List<Lease> own() {
    return leases.stream().filter(lease -> lease.owner().equals(replica)).toList();
  }

  /** The epoch of each partition that the replica applies. */
  Map<Integer, Long> epochs() {
    return own().stream().collect(Collectors.toMap(Lease::partition, Lease::epoch));
  }

  boolean isEverything() {
    return own().size() == leases.size();
  }

  List<PartitionCursor> cursors() {
    return leases.stream().map(Lease::cursor).toList();
  }
}
