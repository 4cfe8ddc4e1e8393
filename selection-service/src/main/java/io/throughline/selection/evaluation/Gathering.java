package io.throughline.selection.evaluation;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.evidence.Alignment;
import io.throughline.selection.evidence.Bundle;
import io.throughline.selection.evidence.Column;
import io.throughline.selection.evidence.Contenders;
import io.throughline.selection.evidence.DatasetChoice;
import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.evidence.Facts;
import io.throughline.selection.evidence.Measured;
import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.Provenance;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.graph.GraphCalls;
import io.throughline.selection.graph.Measurements;
import io.throughline.selection.graph.Provenances;
import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.FactCheck;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Over;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.TrialCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Gathers the evidence of one evaluation, each column once, a few calls at a time. */
final class Gathering {
  private static final int CONCURRENCY = 4;

  private record Key(String model, Measured dataset) {}

  private final Sources sources;
  private final String tenant;
  private final String position;
  private final String trial;
  private final Map<Key, Uni<Column>> columns = new ConcurrentHashMap<>();
  private final Map<String, Uni<Long>> units = new ConcurrentHashMap<>();

  /**
   * Where evidence comes from.
   *
   * @param measurements metrics that were measured
   * @param provenances where models came from
   * @param trials trials, where somebody reads them
   */
  record Sources(
      Measurements measurements, Provenances provenances, Optional<TrialReader> trials) {}

  Gathering(Sources sources, String tenant, String position, String trial) {
    this.sources = sources;
    this.tenant = tenant;
    this.position = position;
    this.trial = trial;
  }

  Uni<Bundle> gather(Policy policy, Contenders contenders) {
    Optional<Obstacle> obstacle = contenders.obstacle();
    if (obstacle.isPresent()) {
      List<Evidence> none =
          policy.checks().stream().map(check -> Evidence.of(check.id(), obstacle.get())).toList();
      return Uni.createFrom().item(new Bundle(position, contenders, none));
    }
    Uni<List<Measured>> candidate =
        sources.measurements.of(tenant, contenders.candidate().name(), position);
    Uni<Optional<List<Measured>>> champion =
        contenders
            .champion()
            .map(model -> sources.measurements.of(tenant, model.name(), position).map(Optional::of))
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
    Uni<Provenance> provenance =
        sources
            .provenances
            .of(tenant, contenders.candidate().name(), position)
            .memoize()
            .indefinitely();
    List<Uni<Evidence>> all =
        policy.checks().stream()
            .map(
                check -> {
                  Optional<Obstacle> obstacle = contenders.obstacle(policy, check);
                  return obstacle.isPresent()
                      ? Uni.createFrom().item(Evidence.of(check.id(), obstacle.get()))
                      : evidence(check, contenders, candidate, champion, provenance);
                })
            .toList();
    return Uni.join().all(all).usingConcurrencyOf(CONCURRENCY).andFailFast();
  }

  private Uni<Evidence> evidence(
      Check check,
      Contenders contenders,
      List<Measured> candidate,
      Optional<List<Measured>> champion,
      Uni<Provenance> provenance) {
    if (check instanceof FactCheck fact) {
      return provenance.map(found -> Facts.of(fact, found));
    }
    return check instanceof TrialCheck asked
        ? trial(asked, contenders)
        : metric((MetricCheck) check, contenders, candidate, champion);
  }

  private Uni<Evidence> trial(TrialCheck check, Contenders contenders) {
    String name = check.trial().orElse(trial);
    if (name.isEmpty() || sources.trials.isEmpty()) {
      return Uni.createFrom()
          .item(
              Evidence.of(
                  check.id(),
                  new Obstacle(
                      ReasonCode.TRIAL_MISSING,
                      "the check looks at a trial, and neither policy nor request names one",
                      "name it in the check ('trial: …'), or ask with --trial")));
    }
    return sources
        .trials
        .get()
        .read(
            tenant,
            name,
            contenders.candidate().name(),
            contenders.champion().map(Contenders.Contender::name).orElse(""),
            check,
            position);
  }

  private Uni<Evidence> metric(
      MetricCheck check,
      Contenders contenders,
      List<Measured> candidate,
      Optional<List<Measured>> champion) {
    boolean compares = check.compares();
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
        .flatMap(found -> sliced(check, contenders, found, dataset, candidate, champion))
        .onFailure(GraphCalls::tooLarge)
        .recoverWithItem(() -> Evidence.of(check.id(), tooLarge(dataset)));
  }

  /** Cuts the sample into slices, where the check asks for them. */
  private Uni<Evidence> sliced(
      MetricCheck check,
      Contenders contenders,
      Evidence found,
      Measured dataset,
      List<Measured> candidate,
      Optional<List<Measured>> champion) {
    if (check.slices().isEmpty() || found.sample().isEmpty()) {
      return Uni.createFrom().item(found);
    }
    Measured by =
        new Measured(check.slices().get().by(), dataset.dataset(), dataset.roles(), Over.UNITS);
    Optional<String> model =
        candidate.contains(by)
            ? Optional.of(contenders.candidate().name())
            : champion
                .filter(list -> list.contains(by))
                .flatMap(list -> contenders.champion().map(Contenders.Contender::name));
    if (model.isEmpty()) {
      return Uni.createFrom()
          .item(
              Evidence.of(
                  check.id(),
                  new Obstacle(
                      ReasonCode.SLICES_MISSING,
                      "nobody scored '%s' on '%s', so its units cannot be cut into slices"
                          .formatted(by.metric(), by.dataset()),
                      "emit it as a score of every unit (its value, or a number for its class)")));
    }
    return column(model.get(), by)
        .map(column -> Evidence.of(check.id(), found.sample().get().sliced(column)));
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
        key ->
            sources.measurements.column(tenant, model, dataset, position).memoize().indefinitely());
  }

  private Uni<Long> units(Measured dataset) {
    return dataset.over() == Over.FOLDS
        ? Uni.createFrom().item(0L)
        : units.computeIfAbsent(
            dataset.dataset(),
            name -> sources.measurements.units(tenant, name, position).memoize().indefinitely());
  }
}
