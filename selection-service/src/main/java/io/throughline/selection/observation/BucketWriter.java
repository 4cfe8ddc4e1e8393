package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.Cells;
import io.throughline.selection.cell.UnitState;
import io.throughline.selection.cell.UnitStates;
import io.throughline.selection.observation.Incoming.OutcomeRow;
import io.throughline.selection.observation.RawTables.Known;
import io.throughline.selection.observation.RawTables.NewExposure;
import io.throughline.selection.observation.UnitTable.Key;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies what came in for one bucket. Units whose exposures changed are computed afresh from
 * everything observed of them; for the others only the changed outcomes are taken away and added.
 */
final class BucketWriter {
  private static final long NOW = Long.MAX_VALUE;

  private final SqlClient connection;
  private final int bucket;
  private final Map<String, Integer> trials;
  private final List<ActiveAnalysis> analyses;
  private final Map<Long, Cells> cells = new HashMap<>();

  /**
   * A writer for one transaction.
   *
   * @param trials the numbers of the trials that the exposures name
   * @param analyses the analyses in the bucket, which the transaction has locked
   */
  BucketWriter(
      SqlClient connection,
      int bucket,
      Map<String, Integer> trials,
      List<ActiveAnalysis> analyses) {
    this.connection = connection;
    this.bucket = bucket;
    this.trials = trials;
    this.analyses = analyses;
    analyses.forEach(active -> cells.put(active.id(), new Cells(active.analysis())));
  }

  /** A revision that counts from now on, and the one that counted before. */
  private record Change(OutcomeRow now, Known before) {}

  Uni<Void> apply(Incoming incoming) {
    return predictions(incoming)
        .chain(() -> outcomes(incoming))
        .chain(changes -> exposures(incoming).chain(exposed -> count(changes, exposed)));
  }

  private Uni<Void> predictions(Incoming incoming) {
    return incoming.predictions.isEmpty()
        ? Uni.createFrom().voidItem()
        : RawTables.addPredictions(connection, bucket, incoming.predictions).replaceWithVoid();
  }

  /** Keeps the revisions that are higher than what is known, and tells them. */
  private Uni<List<Change>> outcomes(Incoming incoming) {
    if (incoming.outcomes.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<OutcomeRow> rows = List.copyOf(incoming.outcomes.values());
    return RawTables.countCurrencies(connection, bucket, incoming.currencies)
        .chain(() -> RawTables.revisions(connection, bucket, rows))
        .map(known -> changes(rows, known))
        .call(
            changes ->
                changes.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : RawTables.addOutcomes(
                        connection, bucket, changes.stream().map(Change::now).toList()));
  }

  private static List<Change> changes(List<OutcomeRow> rows, List<Known> known) {
    Known[] before = new Known[rows.size()];
    known.forEach(each -> before[each.row()] = each);
    List<Change> changes = new ArrayList<>(rows.size());
    for (int i = 0; i < before.length; i++) {
      if (before[i] == null || rows.get(i).revision() > before[i].revision()) {
        changes.add(new Change(rows.get(i), before[i]));
      }
    }
    return changes;
  }

  private Uni<List<NewExposure>> exposures(Incoming incoming) {
    return incoming.exposures.isEmpty()
        ? Uni.createFrom().item(List.of())
        : RawTables.addExposures(
            connection, bucket, trials, List.copyOf(incoming.exposures.values()));
  }

  private Uni<Void> count(List<Change> changes, List<NewExposure> exposures) {
    if (analyses.isEmpty() || (changes.isEmpty() && exposures.isEmpty())) {
      return Uni.createFrom().voidItem();
    }
    Set<String> touched = new HashSet<>();
    exposures.forEach(exposure -> touched.add(exposure.unit()));
    changes.stream().filter(this::counts).forEach(change -> touched.add(change.now().key().unit()));
    List<Long> ids = analyses.stream().map(ActiveAnalysis::id).toList();
    return UnitTable.read(connection, bucket, ids, touched)
        .chain(
            before -> {
              Set<String> exposed = exposed(before, exposures);
              List<Change> others =
                  changes.stream()
                      .filter(change -> !exposed.contains(change.now().key().unit()))
                      .toList();
              return RawUnits.read(connection, bucket, exposed, NOW)
                  .chain(raw -> write(afresh(before, raw, exposed), changed(before, others)));
            });
  }

  /** The units whose state an exposure may change. */
  private Set<String> exposed(Map<Key, UnitState> before, List<NewExposure> exposures) {
    Set<String> units = new HashSet<>();
    for (NewExposure exposure : exposures) {
      for (ActiveAnalysis active : analyses) {
        if (active.concerns(exposure.trialId(), exposure.arm())
            && !UnitStates.isSettled(
                active.analysis(),
                before.get(new Key(active.id(), exposure.unit())),
                exposure.arm(),
                exposure.time())) {
          units.add(exposure.unit());
        }
      }
    }
    return units;
  }

  private boolean counts(Change change) {
    String kind = change.now().key().kind();
    return analyses.stream().anyMatch(active -> active.analysis().counts(kind));
  }

  private Map<Key, UnitState> afresh(
      Map<Key, UnitState> before, RawUnits raw, Set<String> exposed) {
    Map<Key, UnitState> after = new HashMap<>();
    for (ActiveAnalysis active : analyses) {
      for (String unit : exposed) {
        if (active.holds(unit)) {
          raw.state(active, unit)
              .ifPresent(
                  state -> {
                    Key key = new Key(active.id(), unit);
                    replace(active, before.get(key), state);
                    after.put(key, state);
                  });
        }
      }
    }
    return after;
  }

  private void replace(ActiveAnalysis active, UnitState before, UnitState after) {
    Cells sums = cells.get(active.id());
    if (before != null) {
      sums.remove(before);
    }
    sums.add(after);
  }

  private Map<Key, UnitState> changed(Map<Key, UnitState> before, List<Change> changes) {
    Map<Key, UnitState> after = new HashMap<>();
    for (ActiveAnalysis active : analyses) {
      for (Change change : changes) {
        Key key = new Key(active.id(), change.now().key().unit());
        UnitState state = after.getOrDefault(key, before.get(key));
        if (state != null) {
          UnitState next = state;
          if (change.before() != null && !change.before().retracted()) {
            next = UnitStates.plus(active.analysis(), next, change.before().outcome(), -1);
          }
          if (!change.now().retracted()) {
            next = UnitStates.plus(active.analysis(), next, change.now().outcome(), 1);
          }
          if (next != state) {
            after.put(key, next);
          }
        }
      }
      after.forEach(
          (key, state) -> {
            if (key.analysis() == active.id()) {
              cells.get(active.id()).change(before.get(key), state);
            }
          });
    }
    return after;
  }

  private Uni<Void> write(Map<Key, UnitState> afresh, Map<Key, UnitState> changed) {
    Map<Key, UnitState> states = new HashMap<>(afresh);
    states.putAll(changed);
    Uni<Void> all = UnitTable.write(connection, bucket, states);
    for (ActiveAnalysis active : analyses) {
      all = all.chain(() -> CellTable.add(connection, active.id(), bucket, cells.get(active.id())));
    }
    return all;
  }
}
