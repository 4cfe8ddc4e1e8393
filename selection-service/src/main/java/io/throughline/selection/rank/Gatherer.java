package io.throughline.selection.rank;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.evidence.Column;
import io.throughline.selection.evidence.Measured;
import io.throughline.selection.graph.GraphCalls;
import io.throughline.selection.graph.Measurements;
import io.throughline.selection.policy.DatasetRole;
import io.throughline.selection.policy.Over;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what was measured of the candidates, a few models at a time. */
@ApplicationScoped
public class Gatherer {
  private static final int CONCURRENCY = 4;

  /** At most this many numbers are held for one ranking: 80 MB. */
  private static final long MOST_NUMBERS = 10_000_000;

  private final Measurements measurements;

  Gatherer(Measurements measurements) {
    this.measurements = measurements;
  }

  /** What was measured of each, the champion first. */
  Uni<List<Entry>> entries(
      Reading reading, Question question, String champion, List<String> candidates) {
    return entry(reading, question, champion)
        .flatMap(
            first -> {
              requireRoom(first, candidates.size());
              List<Uni<Entry>> rest =
                  candidates.stream().map(model -> entry(reading, question, model)).toList();
              return rest.isEmpty()
                  ? Uni.createFrom().item(List.of(first))
                  : Uni.join()
                      .all(rest)
                      .usingConcurrencyOf(CONCURRENCY)
                      .andFailFast()
                      .map(others -> Stream.concat(Stream.of(first), others.stream()).toList());
            });
  }

  /**
   * From where it is read.
   *
   * @param tenant the tenant
   * @param dataset on whose units
   * @param costMetric what tells the cost; empty: nothing
   * @param position up to which the graph must have come
   */
  record Reading(String tenant, String dataset, String costMetric, String position) {}

  /** Whether runs have used the dataset of a reading to judge, by what was measured on a model. */
  Uni<Boolean> judged(Reading reading, String model) {
    return measurements
        .of(reading.tenant(), model, reading.position())
        .map(
            all ->
                all.stream()
                    .filter(one -> one.dataset().equals(reading.dataset()))
                    .anyMatch(one -> one.roles().contains(DatasetRole.JUDGEMENT)));
  }

  /** A metric of a model on a dataset that no run used to train or select; empty on any other. */
  Uni<Optional<Column>> untouched(Reading reading, String model, String metric) {
    return measurements
        .of(reading.tenant(), model, reading.position())
        .flatMap(
            all ->
                all.stream()
                    .filter(one -> one.dataset().equals(reading.dataset()))
                    .filter(one -> one.metric().equals(metric))
                    .filter(one -> one.over() == Over.UNITS && one.untouched())
                    .findFirst()
                    .map(one -> column(reading, model, one).map(Optional::of))
                    .orElse(Uni.createFrom().item(Optional.empty())));
  }

  private Uni<Entry> entry(Reading reading, Question question, String model) {
    List<Uni<Column>> columns =
        question.metrics().stream()
            .map(metric -> new Measured(metric, reading.dataset(), Set.of(), Over.UNITS))
            .map(measured -> column(reading, model, measured))
            .toList();
    return Uni.join()
        .all(columns)
        .usingConcurrencyOf(1)
        .andFailFast()
        .flatMap(found -> cost(reading, model).map(cost -> new Entry(model, found, cost)));
  }

  private Uni<OptionalDouble> cost(Reading reading, String model) {
    if (reading.costMetric().isEmpty()) {
      return Uni.createFrom().item(OptionalDouble.empty());
    }
    return measurements
        .of(reading.tenant(), model, reading.position())
        .flatMap(
            all ->
                all.stream()
                    .filter(one -> one.metric().equals(reading.costMetric()))
                    .filter(
                        one -> one.over() == Over.FOLDS || one.dataset().equals(reading.dataset()))
                    .min((one, other) -> one.over().compareTo(other.over()))
                    .map(one -> column(reading, model, one))
                    .orElse(Uni.createFrom().item(Column.EMPTY)))
        .map(column -> Arrays.stream(column.values()).average());
  }

  private Uni<Column> column(Reading reading, String model, Measured measured) {
    return measurements
        .column(reading.tenant(), model, measured, reading.position())
        .onFailure(GraphCalls::tooLarge)
        .transform(
            large ->
                Failure.invalidField(
                    "dataset",
                    "'%s' has more units than can be read at once (16 MiB); rank on a sample of it, declared as a dataset of its own"
                        .formatted(measured.dataset())));
  }

  private static void requireRoom(Entry champion, int candidates) {
    Column first = champion.columns().get(0);
    if (first.keys().size() < 2) {
      throw Failure.invalidField(
          "champion",
          "'%s' was not measured on two units or more of the dataset, so nobody can be compared with it"
              .formatted(champion.model()));
    }
    long numbers = (long) first.keys().size() * champion.columns().size() * (candidates + 1L);
    if (numbers > MOST_NUMBERS) {
      throw Failure.invalidField(
          "candidates",
          "%d candidates with %d metrics on %d units are %d numbers, and at most %d are ranked; rank fewer, or on a sample of the dataset"
              .formatted(
                  candidates,
                  champion.columns().size(),
                  first.keys().size(),
                  numbers,
                  MOST_NUMBERS));
    }
  }
}
