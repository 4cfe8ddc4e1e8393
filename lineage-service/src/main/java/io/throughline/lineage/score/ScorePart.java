package io.throughline.lineage.score;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.FoldsMeasured;
import io.throughline.event.v1.ScoresMeasured;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.score.MeasurementTables.Subject;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.MeasurementForm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/** Scores by unit and metrics by fold that were measured. */
@ApplicationScoped
public class ScorePart implements Part {

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.SCORES_MEASURED, KindCase.FOLDS_MEASURED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    if (fact.event().hasScoresMeasured()) {
      scores(fact, fact.event().getScoresMeasured(), writes);
    } else {
      folds(fact, fact.event().getFoldsMeasured(), writes);
    }
  }

  private static void scores(Fact fact, ScoresMeasured measured, Writes writes) {
    link(fact, writes, measured.getModel(), measured.getDataset(), measured.getRun());
    Subject subject =
        new Subject(
            MeasurementForm.MEASUREMENT_FORM_SCORES,
            measured.getModel(),
            measured.getDataset(),
            measured.getMetric(),
            "");
    subject.write(fact, writes);
    UUID id = subject.id();
    String label =
        "score %s of %s on %s, unit "
            .formatted(measured.getMetric(), measured.getModel(), measured.getDataset());
    for (int i = 0; i < measured.getUnitsCount(); i++) {
      writes.add(
          MeasurementTables.SCORE,
          fact.tenant(),
          fact.scope(),
          id,
          measured.getUnits(i),
          measured.getValues(i),
          fact.partition(),
          fact.position(),
          measured.getRun(),
          fact.scope(),
          label + measured.getUnits(i));
    }
  }

  private static void folds(Fact fact, FoldsMeasured measured, Writes writes) {
    link(fact, writes, measured.getModel(), measured.getDataset(), measured.getRun());
    Subject subject =
        new Subject(
            MeasurementForm.MEASUREMENT_FORM_FOLDS,
            measured.getModel(),
            measured.getDataset(),
            measured.getMetric(),
            measured.getSegment());
    subject.write(fact, writes);
    UUID id = subject.id();
    String label =
        "fold %s of %s on %s, fold "
            .formatted(measured.getMetric(), measured.getModel(), measured.getDataset());
    for (int i = 0; i < measured.getFoldsCount(); i++) {
      writes.add(
          MeasurementTables.FOLD,
          fact.tenant(),
          fact.scope(),
          id,
          measured.getFolds(i),
          measured.getValues(i),
          measured.getTrainCounts(i),
          measured.getTestCounts(i),
          fact.partition(),
          fact.position(),
          measured.getRun(),
          fact.scope(),
          label + measured.getFolds(i));
    }
  }

  private static void link(Fact fact, Writes writes, String model, String dataset, String run) {
    new GraphWriter(fact, writes)
        .linkAgain(model, EdgeKind.EDGE_KIND_MEASURED_BY, run)
        .mention(dataset);
  }
}
