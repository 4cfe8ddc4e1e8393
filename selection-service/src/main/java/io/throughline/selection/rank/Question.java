package io.throughline.selection.rank;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is asked for.
 *
 * @param criteria what counts, the first one being what the choice is for
 * @param constraints what must hold
 * @param level of every interval
 * @param tailShare the share of the worst units
 * @param seed of everything random
 */
record Question(
    List<Criterion> criteria,
    List<Constraint> constraints,
    double level,
    double tailShare,
    long seed) {
  Question {
    criteria = List.copyOf(criteria);
    constraints = List.copyOf(constraints);
  }

  /** The metrics that are looked at, each once. */
  List<String> metrics() {
    return Stream.concat(
            criteria.stream().map(Criterion::metric), constraints.stream().map(Constraint::metric))
        .distinct()
        .toList();
  }

  Criterion first() {
    return criteria.get(0);
  }
}
