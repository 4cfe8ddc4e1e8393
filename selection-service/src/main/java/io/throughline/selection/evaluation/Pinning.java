package io.throughline.selection.evaluation;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.evidence.Contenders;
import io.throughline.selection.evidence.Contenders.Contender;
import io.throughline.selection.graph.Models;
import io.throughline.server.name.ResourceKind;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out who is compared with whom: alias, version, model, each looked up once. */
@ApplicationScoped
public class Pinning {
  private final Models models;

  Pinning(Models models) {
    this.models = models;
  }

  private record Baseline(boolean known, Optional<String> version, Optional<Contender> champion) {}

  /** Fails with NOT_FOUND where there is no such candidate. */
  Uni<Contenders> pin(String tenant, String candidate, Optional<String> baseline, String position) {
    return Uni.combine()
        .all()
        .unis(candidate(tenant, candidate, position), baseline(tenant, baseline, position))
        .asTuple()
        .flatMap(
            both ->
                degraded(tenant, both.getItem1(), both.getItem2().champion(), position)
                    .map(
                        degraded ->
                            new Contenders(
                                both.getItem1(),
                                baseline,
                                both.getItem2().known(),
                                both.getItem2().version(),
                                both.getItem2().champion(),
                                degraded)));
  }

  private Uni<Contender> candidate(String tenant, String name, String position) {
    boolean version = ResourceName.parse(name).kind() == ResourceKind.MODEL_VERSION;
    Uni<String> model =
        version
            ? models
                .modelOf(tenant, name, position)
                .map(found -> found.orElseThrow(() -> Failure.notFound("candidate", name)))
            : Uni.createFrom().item(name);
    return model
        .flatMap(found -> models.model(tenant, found, position))
        .map(found -> found.orElseThrow(() -> Failure.notFound("candidate", name)));
  }

  private Uni<Baseline> baseline(String tenant, Optional<String> alias, String position) {
    if (alias.isEmpty()) {
      return Uni.createFrom().item(new Baseline(true, Optional.empty(), Optional.empty()));
    }
    return models
        .alias(tenant, alias.get(), position)
        .flatMap(
            found ->
                found.isPresent()
                    ? champion(
                        tenant, found.get().getModelVersion(), found.get().getModel(), position)
                    : nobody(tenant, alias.get(), position));
  }

  private Uni<Baseline> champion(String tenant, String version, String model, String position) {
    return models
        .model(tenant, model, position)
        .map(found -> found.orElse(new Contender(model, "", false)))
        .map(found -> new Baseline(true, Optional.of(version), Optional.of(found)));
  }

  private Uni<Baseline> nobody(String tenant, String alias, String position) {
    String registeredModel = ResourceName.parse(alias).scope().toString();
    return models
        .isRegistered(tenant, registeredModel, position)
        .map(known -> new Baseline(known, Optional.empty(), Optional.empty()));
  }

  private Uni<List<String>> degraded(
      String tenant, Contender candidate, Optional<Contender> champion, String position) {
    Set<String> experiments = new LinkedHashSet<>();
    experiments.add(experiment(candidate));
    champion.map(Pinning::experiment).ifPresent(experiments::add);
    List<Uni<Optional<String>>> all = new ArrayList<>();
    for (String experiment : experiments) {
      all.add(
          models
              .isDegraded(tenant, experiment, position)
              .map(degraded -> degraded ? Optional.of(experiment) : Optional.empty()));
    }
    return Uni.join()
        .all(all)
        .andFailFast()
        .map(found -> found.stream().flatMap(Optional::stream).toList());
  }

  private static String experiment(Contender model) {
    return ResourceName.parse(model.name()).scope().toString();
  }
}
