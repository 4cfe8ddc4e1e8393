package io.throughline.selection.evaluation;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.evidence.Alignment;
import io.throughline.selection.evidence.Bundle;
import io.throughline.selection.evidence.Column;
import io.throughline.selection.evidence.Contenders;
import io.throughline.selection.evidence.DatasetChoice;
import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.evidence.Measured;
import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.graph.GraphCalls;
import io.throughline.selection.graph.Measurements;
import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.Over;
import io.throughline.selection.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Gathers the evidence of one evaluation, each column once, a few calls at a time. */
final class Gathering {
  private static final int CONCURRENCY = 4;

  private record Key(String model, Measured dataset) {}

  private final Measurements measurements;
  private final String tenant;
  private final String position;
  private final Map<Key, Uni<Column>> columns = new ConcurrentHashMap<>();
  private final Map<String, Uni<Long>> units = new ConcurrentHashMap<>();

  Gathering(Measurements measurements, String tenant, String position) {
    this.measurements = measurements;
    this.tenant = tenant;
    this.position = position;
  }

  Uni<Bundle> gather(Policy policy, Contenders contenders) {
    Optional<Obstacle> obstacle = contenders.obstacle();
    if (obstacle.isPresent()) {
      List<Evidence> none =
          policy.checks().stream().map(check -> Evidence.of(check.id(), obstacle.get())).toList();
      return Uni.createFrom().item(new Bundle(position, contenders, none));
    }
    Uni<List<Measured>> candidate =
        measurements.of(tenant, contenders.candidate().name(), position);
    Uni<Optional<List<Measured>>> champion =
        contenders
            .champion()
            .map(model -> measurements.of(tenant, model.name(), position).map(Optional::of))
            .orElse(Uni.createFrom().item(Optional.empty()));
    return Uni.combine()
        .all()
        .unis(candidate, champion)
        .asTuple()
        .flatMap(both -> gather(policy, contenders, both.getItem1(), both.getItem2()))
        .map(evidence -> new Bundle(position, contenders, evidence));
  }

  private Uni<List<Evidence>> gather(
      Policy policy,
      Contenders contenders,
      List<Measured> candidate,
      Optional<List<Measured>> champion) {
    List<Uni<Evidence>> all =
        policy.checks().stream()
            .map(
                check -> {
                  Optional<Obstacle> obstacle = contenders.obstacle(policy, check);
                  return obstacle.isPresent()
                      ? Uni.createFrom().item(Evidence.of(check.id(), obstacle.get()))
                      : evidence(check, contenders, candidate, champion);
                })
            .toList();
    return Uni.join().all(all).usingConcurrencyOf(CONCURRENCY).andFailFast();
  }

  private Uni<Evidence> evidence(
      Check check,
      Contenders contenders,
      List<Measured> candidate,
      Optional<List<Measured>> champion) {
    boolean compares = check.rule().compares();
    DatasetChoice choice =
        DatasetChoice.of(check, candidate, compares ? champion : Optional.empty());
    if (choice.obstacle().isPresent()) {
      return Uni.createFrom().item(Evidence.of(check.id(), choice.obstacle().get()));
    }
    Measured dataset = choice.dataset().orElseThrow();
    Uni<Optional<Column>> other =
        compares
            ? column(contenders.champion().orElseThrow().name(), dataset).map(Optional::of)
            : Uni.createFrom().item(Optional.empty());
    return Uni.combine()
        .all()
        .unis(column(contenders.candidate().name(), dataset), other, units(dataset))
        .asTuple()
        .map(
            all ->
                Alignment.align(
                    check.id(), dataset, all.getItem1(), all.getItem2(), all.getItem3()))
        .onFailure(GraphCalls::tooLarge)
        .recoverWithItem(() -> Evidence.of(check.id(), tooLarge(dataset)));
  }

  private static Obstacle tooLarge(Measured dataset) {
    return new Obstacle(
        ReasonCode.EVIDENCE_TOO_LARGE,
        "'%s' has more %s than an evaluation reads (16 MiB)"
            .formatted(dataset.dataset(), dataset.over().word()),
        "judge on a sample of the dataset, declared as a dataset of its own");
  }

  private Uni<Column> column(String model, Measured dataset) {
    return columns.computeIfAbsent(
        new Key(model, dataset),
        key -> measurements.column(tenant, model, dataset, position).memoize().indefinitely());
  }

  private Uni<Long> units(Measured dataset) {
    return dataset.over() == Over.FOLDS
        ? Uni.createFrom().item(0L)
        : units.computeIfAbsent(
            dataset.dataset(),
            name -> measurements.units(tenant, name, position).memoize().indefinitely());
  }
}
