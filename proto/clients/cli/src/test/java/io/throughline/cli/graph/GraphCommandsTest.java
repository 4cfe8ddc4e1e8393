package io.throughline.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.protobuf.util.Timestamps;
import io.throughline.cli.Throughline;
import io.throughline.lineage.v1.AlignSeriesRequest;
import io.throughline.lineage.v1.AsOf;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.FindPathsRequest;
import io.throughline.lineage.v1.GetRunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphCommandsTest {
  private static final String A = "experiments/e/runs/a";
  private static final String B = "experiments/e/runs/b";

  private FakeLineage lineage;
  private String out;
  private String err;

  @BeforeEach
  void startTheService() throws IOException {
    lineage = new FakeLineage();
  }

  @AfterEach
  void stopTheService() {
    lineage.close();
  }

  @Test
  void listsTheSeriesOfRuns() {
    assertThat(run("series", A, B)).isZero();

    assertThat(out).containsPattern("a loss +2 +0\\.5 +0\\.25 +0\\.25 +0\\.5").contains("b loss");
  }

  @Test
  void showsAMetricOfRunsSideBySideWithTheirGaps() {
    assertThat(run("series", A, "--metric", "loss", "--baseline", B, "--from", "1")).isZero();

    assertThat(out)
        .containsPattern("STEP +a loss +± BASELINE")
        .containsPattern("1 +0\\.5 +\\+0\\.125")
        .containsPattern("(?m)^2$")
        .contains("Only the extremes");
    AlignSeriesRequest asked = (AlignSeriesRequest) lineage.asked.get(2);
    assertThat(asked.getBaseline().getRun()).isEqualTo(B);
    assertThat(asked.getRange().getFirstStep()).isEqualTo(1);
  }

  @Test
  void saysThatARunHasNoSuchMetric() {
    assertThat(run("series", A, "--metric", "gain")).isEqualTo(Throughline.ERROR);

    assertThat(err).contains("'" + A + "' has no series of the metric 'gain'");
  }

  @Test
  void showsWhatDiffersWithIntervals() {
    assertThat(run("diff", A, B)).isZero();

    assertThat(out)
        .contains("1  " + A, "2  " + B)
        .containsPattern("WHAT +KEY +1 +2")
        .containsPattern("hyperparameter +depth +6 +–")
        .containsPattern("metric +error +0\\.5 \\(0\\.4 … 0\\.6\\) +0\\.7")
        .contains("2 differ, 3 are equal.");
  }

  @Test
  void asksForTheGraphAsItWasAndAsItWasKnown() {
    assertThat(run("lineage", A, "--to", B, "--at", "2026-05-14T00:00:00Z", "--known-at", "0:12"))
        .isZero();

    AsOf asked = ((FindPathsRequest) lineage.asked.get(0)).getAsOf();
    assertThat(Timestamps.toString(asked.getAt())).isEqualTo("2026-05-14T00:00:00Z");
    assertThat(asked.getKnownAtPosition()).isEqualTo("0:12");
  }

  @Test
  void saysHowToWriteATime() {
    assertThat(run("lineage", A, "--at", "yesterday")).isEqualTo(Throughline.ERROR);

    assertThat(err).contains("--at 'yesterday': write a time as 2026-11-24T10:00:00Z");
  }

  @Test
  void showsTheWaysBetweenTwoResources() {
    assertThat(run("lineage", A, "--to", B, "--edge-kind", "used_by")).isZero();

    assertThat(out).contains(A + " → used by → " + B);
    assertThat(((FindPathsRequest) lineage.asked.get(0)).getEdgeKindsList())
        .containsExactly(EdgeKind.EDGE_KIND_USED_BY);
  }

  @Test
  void showsWhatIsLive() {
    assertThat(run("lineage", A, "--impact")).isZero();

    assertThat(out).contains("environments/live/deployments/d", "experiments/e/models/m");
  }

  @Test
  void showsAResourceAsItWas() {
    assertThat(run("show", A, "--at", "2026-05-14T00:00:00Z")).isZero();

    assertThat(out).startsWith(A);
    assertThat(Timestamps.toString(((GetRunRequest) lineage.asked.get(0)).getAsOf().getAt()))
        .isEqualTo("2026-05-14T00:00:00Z");
  }

  @Test
  void tellsAnEmptyListFromAMistypedName() {
    assertThat(run("runs", "e")).isZero();
    assertThat(out).startsWith("RUN ");

    assertThat(run("runs", "nope")).isEqualTo(Throughline.ERROR);
    assertThat(err).contains("experiment 'experiments/nope' does not exist");
  }

  @Test
  void saysWhatCanBeShown() {
    for (String name : List.of("a", "experiments/e/runs", "experiments/e/rnus/a")) {
      assertThat(run("show", name)).isEqualTo(Throughline.ERROR);

      assertThat(err).contains("'" + name + "' names nothing that can be shown", "runs, versions");
    }
    assertThat(run("show", "experiments/e/datasets/d", "--at", "2026-05-14T00:00:00Z"))
        .isEqualTo(Throughline.ERROR);
    assertThat(err).contains("has no past; leave out --at and --known-at");
  }

  @Test
  void listsDeploymentsAndWhatIsLiveOnWhatEvidence() {
    assertThat(run("deployments", "production")).isZero();
    assertThat(out).containsPattern("d +experiments/e/models/m +production +100 % +live +too dear");
    assertThat(out).contains("There are more");

    assertThat(run("deployments", "production", "--live")).isZero();
    assertThat(out)
        .contains("environments/production/deployments/d", "traffic share")
        .containsPattern("experiments/e/evaluations/v +PASS");
  }

  @Test
  void refusesAnUnknownKindOfEdgeAndNamesTheOthers() {
    assertThat(run("lineage", A, "--edge-kind", "eaten_by")).isEqualTo(Throughline.ERROR);

    assertThat(err).contains("'eaten_by' is no kind of edge", "used_by");
  }

  @Test
  void printsJsonForPrograms() {
    for (List<String> command :
        List.of(
            List.of("series", A),
            List.of("series", A, "--metric", "loss"),
            List.of("diff", A, B),
            List.of("show", A),
            List.of("deployments", "production"),
            List.of("deployments", "production", "--live"),
            List.of("lineage", A, "--impact"),
            List.of("lineage", A, "--to", B))) {
      List<String> arguments = new ArrayList<>(command);
      arguments.addAll(List.of("--output", "json"));

      assertThat(run(arguments.toArray(String[]::new))).isZero();
      assertThat(JsonParser.parseString(out).isJsonObject()).isTrue();
    }
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", lineage.address()));
    StringWriter answer = new StringWriter();
    StringWriter failure = new StringWriter();
    int code =
        Throughline.run(
            new PrintWriter(answer), new PrintWriter(failure), all.toArray(String[]::new));
    out = answer.toString();
    err = failure.toString();
    return code;
  }
}
