package io.throughline.selection.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.event.v1.Event;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.selection.cell.Analysis;
import io.throughline.selection.cell.CellSums;
import io.throughline.selection.cell.Cells;
import io.throughline.selection.trial.TrialEvents;
import io.throughline.selection.trial.TrialEvents.Timed;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Running cells equal what a slow computation makes of everything that was observed, to the last
 * unit, whatever came late, twice, corrected or taken back, and whatever was defined when. The
 * number of histories is the system property {@code throughline.histories}; {@code
 * throughline.first-history} takes others.
 */
class RunningCellsTest {
  private static final int HISTORIES = Integer.getInteger("throughline.histories", 100);
  private static final int FIRST = Integer.getInteger("throughline.first-history", 1);
  private static final int STEPS = 40;

  private final List<Event> observed = new ArrayList<>();
  private final List<Timed> trialEvents = new ArrayList<>();
  private final Set<String> erased = new HashSet<>();
  private String zone = "UTC";
  private long compared;

  @Test
  void runningCellsEqualWhatASlowComputationMakesOfTheHistory() {
    for (int seed = FIRST; seed < FIRST + HISTORIES; seed++) {
      replay(new Random(seed), "history " + seed);
    }
    assertThat(compared).as("cells that were compared").isGreaterThan(5L * HISTORIES);
  }

  private void replay(Random random, String name) {
    World world = World.empty();
    Histories histories = new Histories(random);
    observed.clear();
    trialEvents.clear();
    erased.clear();
    zone = "UTC";
    int pastSteps = random.nextInt(STEPS);
    Position past = Position.START;
    List<Event> pastEvents = List.of();
    List<Timed> pastTrial = List.of();
    for (int step = 0; step < STEPS; step++) {
      step(world, histories, random);
      if (step == pastSteps) {
        past = world.position();
        pastEvents = List.copyOf(observed);
        pastTrial = List.copyOf(trialEvents);
      }
    }
    world.backfillAll();
    for (String trial : Histories.TRIALS) {
      verify(world, trial, name);
      verifyPast(world, trial, past, pastEvents, pastTrial, name);
    }
  }

  private void step(World world, Histories histories, Random random) {
    int bucket = random.nextInt(2);
    String scope = World.POPULATION + "/buckets/" + bucket;
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> observe(world, scope, bucket, histories.exposures(bucket));
      case 6, 7, 8, 9, 10, 11, 12 -> observe(world, scope, bucket, histories.outcomes(bucket));
      case 13 -> {
        Event one = histories.outcomes(bucket);
        Event other = histories.exposures(bucket);
        Event third = histories.outcomes(bucket);
        observed.addAll(List.of(one, other, third));
        FollowedBatch first = world.followed(bucket, scope, one, other);
        world.apply(List.of(first, world.followed(bucket, scope, third)));
      }
      case 14, 15 -> {
        Event event = histories.trial();
        trialEvents.add(new Timed(event.getValidTime().getSeconds() * 1000, event));
        world.apply(2, Histories.ENVIRONMENT, event);
      }
      case 16, 17 ->
          world.define(random.nextInt(4) == 0 ? histories.cohort() : histories.definition());
      case 18 -> {
        if (random.nextInt(3) == 0) {
          Event event = histories.erased(bucket);
          erased.add(event.getUnitErased().getUnit());
          world.apply(bucket, scope, event);
        } else {
          Event event = histories.population();
          zone = event.getPopulationDeclared().getTimeZone();
          world.apply(0, World.POPULATION + "/buckets/0", event);
        }
      }
      default -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          world.backfillOnce();
        }
      }
    }
  }

  private void observe(World world, String scope, int bucket, Event event) {
    observed.add(event);
    world.apply(bucket, scope, event);
  }

  private void verify(World world, String trial, String name) {
    Map<String, String> cells = world.cells(trial);
    Optional<Analysis> analysis = analysis(world, trial);
    assertThat(cells != null).as(name).isEqualTo(analysis.isPresent());
    if (analysis.isPresent()) {
      Analysis now = analysis.get();
      assertThat(now.plan()).as(name).isEqualTo(TrialEvents.plan(of(trial, trialEvents)).get());
      compared += cells.size();
      assertThat(cells)
          .as("%s, %s", name, trial)
          .isEqualTo(
              new Reference(now.plan(), now.metrics(), now.cohorts(), zone)
                  .cells(observed, erased));
    }
  }

  private void verifyPast(
      World world,
      String trial,
      Position past,
      List<Event> events,
      List<Timed> trialThen,
      String name) {
    var plan = TrialEvents.plan(of(trial, trialThen));
    Optional<Analysis> analysis = analysis(world, trial);
    if (plan.isEmpty() || analysis.isEmpty()) {
      return;
    }
    Analysis then =
        new Analysis(
            plan.get(),
            analysis.get().metrics(),
            analysis.get().cohorts(),
            java.time.ZoneId.of(zone));
    int[] ids = new int[2];
    world
        .pool
        .preparedQuery("SELECT trial_id FROM observed.trial WHERE name = $1")
        .executeAndAwait(Tuple.of(trial))
        .forEach(row -> ids[0] = row.getInteger(0));
    world
        .pool
        .preparedQuery("SELECT population_id FROM observed.population WHERE name = $1")
        .executeAndAwait(Tuple.of(World.POPULATION))
        .forEach(row -> ids[1] = row.getInteger(0));
    Cells cells = PastCells.read(world.pool, ids[0], ids[1], then, past).await().indefinitely();
    assertThat(text(cells))
        .as("%s, %s at %s", name, trial, past)
        .isEqualTo(
            new Reference(then.plan(), then.metrics(), then.cohorts(), zone).cells(events, erased));
  }

  private static Map<String, String> text(Cells cells) {
    Map<String, String> text = new TreeMap<>();
    cells
        .sums()
        .forEach(
            (key, sums) -> {
              if (!sums.isZero()) {
                text.put(World.text(key), text(sums));
              }
            });
    return text;
  }

  private static String text(CellSums sums) {
    String bins = sums.bins().isEmpty() ? "" : " " + sums.bins();
    return sums.n() + " " + List.of(sums.y(), sums.x(), sums.yy(), sums.xx(), sums.xy()) + bins;
  }

  private static Optional<Analysis> analysis(World world, String trial) {
    List<Integer> ids = new ArrayList<>();
    world
        .pool
        .preparedQuery("SELECT trial_id FROM observed.trial WHERE name = $1")
        .executeAndAwait(Tuple.of(trial))
        .forEach(row -> ids.add(row.getInteger(0)));
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    return world.analyses.ofTrial(world.pool, ids.get(0)).await().indefinitely().stream()
        .findFirst()
        .map(newest -> world.analyses.load(world.pool, newest).await().indefinitely());
  }

  private static List<Timed> of(String trial, List<Timed> events) {
    return events.stream()
        .filter(event -> TrialEvents.trial(event.event()).orElseThrow().equals(trial))
        .toList();
  }
}
