package io.throughline.cli.rank;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshException;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.selection.v1.RankCandidatesRequest;
import io.throughline.selection.v1.RankConstraint;
import io.throughline.selection.v1.RankedCandidate;
import io.throughline.selection.v1.RankedMetric;
import io.throughline.selection.v1.Ranking;
import io.throughline.selection.v1.RankingServiceGrpc;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Chooses among many candidates. */
@Command(
    name = "rank",
    mixinStandardHelpOptions = true,
    description = "Choose among hundreds of candidates, with the reason for each not chosen.",
    footer = {
      "",
      "Constraints, then the front that noise does not explain, then who cannot be told from the",
      "best in the first metric, then the cheapest of those, then unseen data.",
      "",
      "Example:",
      "  throughline rank --experiment experiments/house-valuation",
      "    --champion registeredModels/house-valuation/aliases/champion",
      "    --dataset experiments/house-valuation/datasets/sales-2009",
      "    --metric money_at_risk_usd:decrease:50 --metric squared_error:decrease",
      "    --constraint 'absolute_error_usd<=30000' --cost fit_ms",
      "    --confirm experiments/house-valuation/datasets/sales-2010"
    })
public final class RankCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 120;

  static final class Candidates {
    @Option(
        names = "--candidate",
        paramLabel = "MODEL",
        description = "A candidate (experiments/E/models/M); repeat for each.")
    List<String> models = new ArrayList<>();

    @Option(
        names = "--experiment",
        paramLabel = "NAME",
        description = "All models of this experiment (experiments/E) are candidates.")
    String experiment = "";
  }

  @Mixin MeshOptions options;

  @ArgGroup(multiplicity = "1")
  Candidates candidates;

  @Option(
      names = "--champion",
      required = true,
      paramLabel = "NAME",
      description = "Whom they are compared with: a model, or an alias of a registered model.")
  String champion;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description = "The dataset (experiments/E/datasets/D) on whose units they are compared.")
  String dataset;

  @Option(
      names = "--metric",
      required = true,
      paramLabel = "METRIC:decrease|increase[:TOLERANCE[:WEIGHT]]",
      converter = Metrics.MetricConverter.class,
      description = "What counts; the first one decides. Can be repeated.")
  List<RankedMetric> metrics = new ArrayList<>();

  @Option(
      names = "--constraint",
      paramLabel = "METRIC<=NUMBER",
      converter = Metrics.ConstraintConverter.class,
      description = "What a mean must be shown to keep (<= or >=). Can be repeated.")
  List<RankConstraint> constraints = new ArrayList<>();

  @Option(
      names = "--cost",
      paramLabel = "METRIC",
      defaultValue = "",
      description = "What tells how dear a candidate is.")
  String cost;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The untouched dataset on which the choice is confirmed.")
  String confirm;

  @Option(
      names = "--level",
      paramLabel = "SHARE",
      defaultValue = "0.95",
      description = "The level of every interval. Default: ${DEFAULT-VALUE}.")
  double level;

  @Option(
      names = "--tail",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description =
          "The worst share of units whose mean is the tail risk. Default: ${DEFAULT-VALUE}.")
  double tail;

  @Option(
      names = "--why-not",
      paramLabel = "MODEL",
      description = "Say only why this one was not chosen.")
  String whyNot;

  @Option(
      names = "--top",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "How many to show. Default: ${DEFAULT-VALUE}.")
  int top;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "The seed of everything random.")
  long seed;

  @Option(
      names = "--position",
      paramLabel = "POSITION",
      defaultValue = "",
      description = "Wait until the graph holds everything up to this position.")
  String position;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      Ranking ranking =
          RankingServiceGrpc.newBlockingStub(mesh.selection())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .rankCandidates(request());
      if (options.json()) {
        out.println(Show.json(ranking));
      } else {
        out.print(
            whyNot == null
                ? new RankReport(ranking).text(top)
                : RankReport.line(named(ranking)) + System.lineSeparator());
      }
      return 0;
    }
  }

  private RankedCandidate named(Ranking ranking) {
    return ranking.getCandidatesList().stream()
        .filter(candidate -> candidate.getModel().equals(whyNot))
        .findFirst()
        .orElseThrow(() -> new MeshException("'%s' is none of the candidates".formatted(whyNot)));
  }

  private RankCandidatesRequest request() {
    return RankCandidatesRequest.newBuilder()
        .addAllCandidates(candidates.models)
        .setExperiment(candidates.experiment)
        .setChampion(champion)
        .setDataset(dataset)
        .addAllMetrics(metrics)
        .addAllConstraints(constraints)
        .setCostMetric(cost)
        .setConfirmationDataset(confirm)
        .setConfidenceLevel(level)
        .setTailShare(tail)
        .setSeed(seed)
        .setPosition(position)
        .build();
  }
}
