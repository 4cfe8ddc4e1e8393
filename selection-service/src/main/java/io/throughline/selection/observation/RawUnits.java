package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.ObservedExposure;
import io.throughline.selection.cell.ObservedOutcome;
import io.throughline.selection.cell.UnitState;
import io.throughline.selection.cell.UnitStates;
import io.throughline.selection.observation.RawTables.UnitExposure;
import io.throughline.selection.observation.RawTables.UnitOutcome;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that was observed of some units, from which their states are computed afresh. */
final class RawUnits {
  private final Map<String, List<UnitExposure>> exposures = new HashMap<>();
  private final Map<String, List<ObservedOutcome>> outcomes = new HashMap<>();

  private RawUnits() {}

  /** Reads units as far as they were known at a position of the bucket's partition. */
  static Uni<RawUnits> read(
      SqlClient connection, int bucket, Collection<String> units, long position) {
    RawUnits read = new RawUnits();
    if (units.isEmpty()) {
      return Uni.createFrom().item(read);
    }
    String[] asked = units.toArray(String[]::new);
    return RawTables.exposures(connection, bucket, asked, position)
        .invoke(rows -> rows.forEach(read::add))
        .chain(() -> RawTables.outcomes(connection, bucket, asked, position))
        .invoke(rows -> rows.forEach(read::add))
        .replaceWith(read);
  }

  private void add(UnitExposure row) {
    exposures.computeIfAbsent(row.unit(), any -> new ArrayList<>(2)).add(row);
  }

  private void add(UnitOutcome row) {
    if (!row.retracted()) {
      outcomes.computeIfAbsent(row.unit(), any -> new ArrayList<>(4)).add(row.outcome());
    }
  }

  /** A unit's state in an analysis; empty where it was never exposed to the trial. */
  Optional<UnitState> state(ActiveAnalysis active, String unit) {
    List<ObservedExposure> met =
        exposures.getOrDefault(unit, List.of()).stream()
            .filter(row -> active.concerns(row.trialId(), row.exposure().arm()))
            .map(UnitExposure::exposure)
            .toList();
    return met.isEmpty()
        ? Optional.empty()
        : Optional.of(
            UnitStates.of(active.analysis(), met, outcomes.getOrDefault(unit, List.of())));
  }
}
