package io.throughline.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.RunState;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.Artifact;
import io.throughline.lineage.v1.Dataset;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.Environment;
import io.throughline.lineage.v1.Expectation;
import io.throughline.lineage.v1.Experiment;
import io.throughline.lineage.v1.Figure;
import io.throughline.lineage.v1.Insight;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.ModelVersion;
import io.throughline.lineage.v1.Point;
import io.throughline.lineage.v1.RegisteredModel;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.SeriesSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

class SheetTest {
  @Test
  void laysOutARun() throws java.text.ParseException {
    Run run =
        Run.newBuilder()
            .setName("experiments/e/runs/r")
            .setStep("train")
            .setState(RunState.RUN_STATE_SUCCEEDED)
            .setStartTime(Timestamps.parse("2026-05-14T10:00:00.5Z"))
            .addParameters(
                Parameter.newBuilder()
                    .setKind(ParameterKind.PARAMETER_KIND_ADJUSTMENT)
                    .setKey("month.03")
                    .setNumber(0.98765432))
            .addTags(Tag.newBuilder().setKey("owner").setValue("ann"))
            .addMetrics(
                SeriesSummary.newBuilder()
                    .setSeries(
                        SeriesIdentity.newBuilder()
                            .setMetric("rmse")
                            .setDataset("experiments/e/datasets/d")
                            .setFold(3))
                    .setLast(Point.newBuilder().setStep(7).setValue(0.25)))
            .build();

    assertThat(Sheet.text(run).lines())
        .containsExactly(
            "experiments/e/runs/r",
            "  step        train",
            "  state       succeeded",
            "  start time  2026-05-14T10:00:00Z",
            "",
            "  PARAMETER   KEY       VALUE",
            "  adjustment  month.03  0.98765",
            "",
            "  TAG    VALUE",
            "  owner  ann",
            "",
            "  METRIC  OF         LAST  AT STEP  MIN  MAX",
            "  rmse    d, fold 3  0.25  7");
  }

  @Test
  void laysOutListsOfWords() {
    Dataset dataset =
        Dataset.newBuilder()
            .setName("experiments/e/datasets/d")
            .addRoles(DatasetRole.DATASET_ROLE_TRAINING)
            .addRoles(DatasetRole.DATASET_ROLE_SELECTION)
            .build();

    assertThat(Sheet.text(dataset)).contains("roles  training, selection");
  }

  /** Whoever gives a resource a new list must say here how it is laid out. */
  @Test
  void laysOutEveryListOfEveryResource() {
    List<Message> resources =
        List.of(
            Alias.getDefaultInstance(),
            Artifact.getDefaultInstance(),
            Dataset.getDefaultInstance(),
            Deployment.getDefaultInstance(),
            Environment.getDefaultInstance(),
            Expectation.getDefaultInstance(),
            Experiment.getDefaultInstance(),
            Figure.getDefaultInstance(),
            Insight.getDefaultInstance(),
            Model.getDefaultInstance(),
            ModelVersion.getDefaultInstance(),
            RegisteredModel.getDefaultInstance(),
            Run.getDefaultInstance());
    for (Message resource : resources) {
      Message.Builder filled = resource.newBuilderForType();
      for (FieldDescriptor field : resource.getDescriptorForType().getFields()) {
        if (field.isRepeated() && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          filled.addRepeatedField(field, filled.newBuilderForField(field).build());
        }
      }
      assertThat(Sheet.text(filled.build())).isNotNull();
    }
  }
}
