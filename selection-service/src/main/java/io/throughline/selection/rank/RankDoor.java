package io.throughline.selection.rank;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.throughline.lineage.v1.Alias;
import io.throughline.selection.graph.Models;
import io.throughline.selection.rank.Gatherer.Reading;
import io.throughline.selection.v1.RankCandidatesRequest;
import io.throughline.selection.v1.Ranking;
import io.throughline.selection.v1.RankingService;
import io.throughline.server.access.Caller;
import io.throughline.server.status.Failure;
import java.util.List;
import java.util.Optional;

/** The door of rankings. */
@GrpcService
public class RankDoor implements RankingService {
  private static final int MOST_CANDIDATES = 1000;

  private final Models models;
  private final Gatherer gatherer;

  RankDoor(Models models, Gatherer gatherer) {
    this.models = models;
    this.gatherer = gatherer;
  }

  @Override
  public Uni<Ranking> rankCandidates(RankCandidatesRequest request) {
    String tenant = Caller.current().oneTenant();
    Question question = RankMapper.question(request);
    return models
        .position(tenant, request.getPosition())
        .flatMap(
            position -> {
              Reading reading =
                  new Reading(tenant, request.getDataset(), request.getCostMetric(), position);
              return champion(tenant, request, position)
                  .flatMap(
                      champion ->
                          candidates(tenant, request, position)
                              .flatMap(all -> rank(reading, request, question, champion, all)));
            });
  }

  private Uni<Ranking> rank(
      Reading reading,
      RankCandidatesRequest request,
      Question question,
      String champion,
      List<String> all) {
    List<String> candidates = all.stream().filter(model -> !model.equals(champion)).toList();
    return gatherer
        .entries(reading, question, champion, candidates)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .flatMap(
            entries -> {
              Table table = Table.of(question, entries);
              if (!table.models().contains(champion)) {
                throw Failure.invalidField("champion", table.unmeasured().get(champion));
              }
              Choice choice = Chooser.choose(question, table, candidates.size());
              return confirm(reading, request, question, champion, choice)
                  .map(
                      confirmed ->
                          RankMapper.message(
                              question, choice, confirmed, champion, table, reading.position()));
            })
        .flatMap(
            ranking ->
                gatherer
                    .judged(reading, champion)
                    .map(judged -> judged ? warned(ranking, reading.dataset()) : ranking));
  }

  private static Ranking warned(Ranking ranking, String dataset) {
    return ranking.toBuilder()
        .addWarnings(
            "runs have used '%s' for JUDGEMENT, and now it has chosen: what was chosen by it can no longer be judged on it. Choose on a dataset of its own for SELECTION, and keep this one"
                .formatted(dataset))
        .build();
  }

  private Uni<Confirmed> confirm(
      Reading reading,
      RankCandidatesRequest request,
      Question question,
      String champion,
      Choice choice) {
    if (request.getConfirmationDataset().isEmpty()) {
      return Uni.createFrom().item(Confirmed.none("no dataset was named to confirm on"));
    }
    if (choice.chosen().filter(model -> !model.equals(champion)).isEmpty()) {
      return Uni.createFrom().item(Confirmed.none("there is no new choice to confirm"));
    }
    Reading unseen =
        new Reading(reading.tenant(), request.getConfirmationDataset(), "", reading.position());
    String metric = question.first().metric();
    return Uni.combine()
        .all()
        .unis(
            gatherer.untouched(unseen, choice.chosen().get(), metric),
            gatherer.untouched(unseen, champion, metric))
        .asTuple()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(both -> Confirmed.of(question, unseen.dataset(), both.getItem1(), both.getItem2()));
  }

  private Uni<String> champion(String tenant, RankCandidatesRequest request, String position) {
    String name = request.getChampion();
    return name.startsWith("experiments/")
        ? models.model(tenant, name, position).map(found -> known(found, name)).replaceWith(name)
        : models
            .alias(tenant, name, position)
            .map(found -> known(found.map(Alias::getModel), name));
  }

  private static <T> T known(Optional<T> found, String name) {
    return found.orElseThrow(() -> Failure.notFound("champion", name));
  }

  private Uni<List<String>> candidates(
      String tenant, RankCandidatesRequest request, String position) {
    if (request.getExperiment().isEmpty()) {
      return Uni.createFrom().item(request.getCandidatesList());
    }
    return models
        .of(tenant, request.getExperiment(), position, MOST_CANDIDATES)
        .map(
            found -> {
              if (found.size() > MOST_CANDIDATES) {
                throw Failure.invalidField(
                    "experiment",
                    "has more than %d models; list the candidates".formatted(MOST_CANDIDATES));
              }
              return found;
            });
  }
}
