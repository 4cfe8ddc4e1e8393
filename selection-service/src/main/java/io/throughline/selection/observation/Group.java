package io.throughline.selection.observation;

import com.google.protobuf.Timestamp;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.PopulationDeclared;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.selection.observation.TrialTable.Place;
import io.throughline.selection.trial.TrialEvents;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A group of batches of one partition, sorted by what is to be done with it. */
final class Group {
  final List<Declaration> declarations = new ArrayList<>();
  final List<TrialEvent> trialEvents = new ArrayList<>();
  final Map<String, Part> parts = new TreeMap<>();
  final int partition;
  final OffsetDateTime seen;

  /** A population was declared. */
  record Declaration(String tenant, PopulationDeclared population) {}

  /** Something was said of a trial. */
  record TrialEvent(String tenant, String trial, Place place, int index, long time, Event event) {}

  /** What came in for one bucket, and which of its units are to be forgotten. */
  record Part(Home home, Incoming incoming, Set<String> erased) {}

  private Group(FollowedBatch first) {
    partition = first.partition();
    seen = first.appendTime().atOffset(ZoneOffset.UTC);
  }

  static Group of(List<FollowedBatch> batches) {
    Group group = new Group(batches.get(0));
    batches.forEach(group::add);
    return group;
  }

  boolean defines() {
    return !declarations.isEmpty() || !trialEvents.isEmpty();
  }

  private void add(FollowedBatch followed) {
    String scope = followed.batch().getScope();
    for (int i = 0; i < followed.batch().getEventsCount(); i++) {
      Event event = followed.batch().getEvents(i);
      int index = i;
      TrialEvents.trial(event)
          .ifPresent(
              trial ->
                  trialEvents.add(
                      new TrialEvent(
                          followed.tenant(),
                          trial,
                          new Place(followed.partition(), followed.position()),
                          index,
                          time(followed, event),
                          event)));
      Home.of(followed.tenant(), scope).ifPresent(home -> add(home, event, followed.position()));
    }
  }

  private void add(Home home, Event event, long position) {
    if (event.hasPopulationDeclared()) {
      declarations.add(new Declaration(home.tenant(), event.getPopulationDeclared()));
      return;
    }
    Part part =
        parts.computeIfAbsent(
            home.tenant() + " " + home.population() + " " + home.bucket(),
            any -> new Part(home, new Incoming(), new HashSet<>()));
    switch (event.getKindCase()) {
      case EXPOSURES_OBSERVED -> part.incoming().add(event.getExposuresObserved(), position);
      case OUTCOMES_OBSERVED -> part.incoming().add(event.getOutcomesObserved(), position);
      case PREDICTIONS_OBSERVED -> part.incoming().add(event.getPredictionsObserved(), position);
      case UNIT_ERASED -> part.erased().add(event.getUnitErased().getUnit());
      default -> {
        // Of another service.
      }
    }
  }

  private static long time(FollowedBatch followed, Event event) {
    if (event.hasValidTime()) {
      return millis(event.getValidTime());
    }
    return followed.batch().hasValidTime()
        ? millis(followed.batch().getValidTime())
        : followed.appendTime().toEpochMilli();
  }

  private static long millis(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toEpochMilli();
  }
}
