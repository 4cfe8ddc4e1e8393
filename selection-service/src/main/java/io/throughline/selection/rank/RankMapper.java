package io.throughline.selection.rank;

import io.throughline.selection.policy.Direction;
import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.v1.CandidateStanding;
import io.throughline.selection.v1.MetricStanding;
import io.throughline.selection.v1.RankCandidatesRequest;
import io.throughline.selection.v1.RankConstraint;
import io.throughline.selection.v1.RankDirection;
import io.throughline.selection.v1.RankedCandidate;
import io.throughline.selection.v1.RankedMetric;
import io.throughline.selection.v1.Ranking;
import io.throughline.selection.v1.Spread;
import io.throughline.selection.v1.WeightRange;
import io.throughline.server.status.Failure;
import java.util.HashSet;
import java.util.Set;

/** Rankings in the contract's words. */
final class RankMapper {
  private static final double LEVEL = 0.95;
  private static final double TAIL_SHARE = 0.05;

  private RankMapper() {}

  static Question question(RankCandidatesRequest request) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < request.getMetricsCount(); i++) {
      if (!seen.add(request.getMetrics(i).getMetric())) {
        throw Failure.invalidField("metrics[" + i + "].metric", "is listed twice; remove one");
      }
    }
    return new Question(
        request.getMetricsList().stream().map(RankMapper::criterion).toList(),
        request.getConstraintsList().stream().map(RankMapper::constraint).toList(),
        request.getConfidenceLevel() == 0 ? LEVEL : request.getConfidenceLevel(),
        request.getTailShare() == 0 ? TAIL_SHARE : request.getTailShare(),
        request.getSeed() == 0 ? 1 : request.getSeed());
  }

  private static Criterion criterion(RankedMetric metric) {
    return new Criterion(
        metric.getMetric(),
        metric.getDirection() == RankDirection.RANK_DIRECTION_INCREASE
            ? Direction.INCREASE
            : Direction.DECREASE,
        metric.getTolerance(),
        metric.getWeight() == 0 ? 1 : metric.getWeight());
  }

  private static Constraint constraint(RankConstraint constraint) {
    return new Constraint(
        constraint.getMetric(),
        constraint.hasAtMost(),
        constraint.hasAtMost() ? constraint.getAtMost() : constraint.getAtLeast());
  }

  static Ranking message(
      Question question,
      Choice choice,
      Confirmed confirmed,
      String champion,
      Table table,
      String position) {
    Ranking.Builder message =
        Ranking.newBuilder()
            .setChosen(choice.chosen().orElse(""))
            .setReason(choice.reason())
            .setChampion(champion)
            .setSelectedFrom(choice.selectedFrom())
            .setExpectedExcess(choice.expectedExcess())
            .setMostDesirable(choice.mostDesirable())
            .setConfirmation(confirmed.verdict())
            .setConfirmationUnits(confirmed.units())
            .setConfirmationReason(confirmed.reason())
            .setUnits(table.units())
            .setConfidenceLevel(question.level())
            .setDraws(Chooser.DRAWS)
            .setSeed(question.seed())
            .setPosition(position);
    choice.observedGain().ifPresent(message::setObservedGain);
    choice
        .shrunkenGain()
        .ifPresent(
            gain -> {
              Spread.Builder spread = Spread.newBuilder().setEstimate(gain);
              Interval interval = choice.shrunkenInterval().orElse(null);
              spread.setLower(interval == null ? Double.NEGATIVE_INFINITY : interval.lower());
              spread.setUpper(interval == null ? Double.POSITIVE_INFINITY : interval.upper());
              message.setShrunkenGain(spread);
            });
    confirmed.difference().map(RankMapper::spread).ifPresent(message::setConfirmationDifference);
    for (int m = 0; m < choice.ranges().size(); m++) {
      message.addWeights(
          WeightRange.newBuilder()
              .setMetric(question.criteria().get(m).metric())
              .setWeight(question.criteria().get(m).weight())
              .setLower(choice.ranges().get(m).lower())
              .setUpper(choice.ranges().get(m).upper()));
    }
    choice.lines().forEach(line -> message.addCandidates(candidate(question, line)));
    return message.build();
  }

  private static RankedCandidate candidate(Question question, Choice.Line line) {
    RankedCandidate.Builder candidate =
        RankedCandidate.newBuilder()
            .setModel(line.model())
            .setStanding(standing(line.standing()))
            .setReason(line.reason())
            .setFrontProbability(line.frontProbability())
            .setDesirability(line.desirability());
    for (int m = 0; m < line.means().length; m++) {
      MetricStanding.Builder metric =
          MetricStanding.newBuilder()
              .setMetric(question.criteria().get(m).metric())
              .setMean(line.means()[m]);
      line.differences().get(m).map(RankMapper::spread).ifPresent(metric::setDifference);
      candidate.addMetrics(metric);
    }
    line.tailRisk()
        .ifPresent(
            tail ->
                candidate
                    .setTailRisk(spread(tail))
                    .setFewTailUnits(tail.caveats().contains(Caveat.FEW_TAIL_UNITS)));
    line.tieP().ifPresent(candidate::setTiePValue);
    line.cost().ifPresent(candidate::setCost);
    line.shrunkenGain().ifPresent(candidate::setShrunkenGain);
    return candidate.build();
  }

  private static CandidateStanding standing(Standing standing) {
    return switch (standing) {
      case CHOSEN -> CandidateStanding.CANDIDATE_STANDING_CHOSEN;
      case TIED -> CandidateStanding.CANDIDATE_STANDING_TIED;
      case ON_FRONT -> CandidateStanding.CANDIDATE_STANDING_ON_FRONT;
      case DOMINATED -> CandidateStanding.CANDIDATE_STANDING_DOMINATED;
      case CONSTRAINED -> CandidateStanding.CANDIDATE_STANDING_CONSTRAINED;
      case NOT_MEASURED -> CandidateStanding.CANDIDATE_STANDING_NOT_MEASURED;
    };
  }

  private static Spread spread(Estimate estimate) {
    return Spread.newBuilder()
        .setEstimate(estimate.value())
        .setLower(estimate.interval().lower())
        .setUpper(estimate.interval().upper())
        .build();
  }
}
