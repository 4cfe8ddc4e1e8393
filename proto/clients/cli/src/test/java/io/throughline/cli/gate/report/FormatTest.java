package io.throughline.cli.gate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.util.Timestamps;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.CheckRole;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.SliceResult;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.v1.Clearance;
import io.throughline.selection.v1.Promotion;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class FormatTest {
  private static final String WAIVER = "experiments/e/waivers/w";
  private static final PolicyFile POLICY =
      new PolicyFile(
          "ci/policy.yaml",
          List.of(
              "policy: p", "checks:", "  - id: good", "  - id: bad", "  - {id: open, over: x}"));

  private static final Outcome OUTCOME =
      outcome(
          Verdict.VERDICT_FAIL,
          check("good", Verdict.VERDICT_PASS).build(),
          check("bad", Verdict.VERDICT_FAIL)
              .setMessage("50% <b>worse</b> | by \u0001 far,\nreally")
              .build(),
          check("open", Verdict.VERDICT_INCONCLUSIVE).build(),
          check("broken", Verdict.VERDICT_ERROR).clearEstimate().clearLower().clearUpper().build(),
          check("excused", Verdict.VERDICT_FAIL).setWaiver(WAIVER).build(),
          check("told", Verdict.VERDICT_FAIL)
              .setRole(CheckRole.CHECK_ROLE_INFORMATIONAL)
              .setUpper(Double.POSITIVE_INFINITY)
              .addSlices(
                  SliceResult.newBuilder()
                      .setSlice("north")
                      .setN(7)
                      .setVerdict(Verdict.VERDICT_INCONCLUSIVE))
              .build());

  @Test
  void printsJsonThatFollowsThePublishedSchema() {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(JsonReport.schema());

    assertThat(schema.validate(Format.JSON.text(OUTCOME), InputFormat.JSON)).isEmpty();
    assertThat(schema.validate(Format.JSON.text(promoted()), InputFormat.JSON)).isEmpty();
    String broken = Format.JSON.text(OUTCOME).replace("VERDICT_ERROR", "VERDICT_MAYBE");
    assertThat(schema.validate(broken, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void namesEveryFieldOfAnEvaluationInTheSchema() {
    JsonObject definitions =
        JsonParser.parseString(JsonReport.schema()).getAsJsonObject().getAsJsonObject("$defs");

    assertThat(properties(definitions, "evaluation"))
        .containsExactlyInAnyOrderElementsOf(jsonNames(Evaluation.getDescriptor()));
    assertThat(properties(definitions, "check"))
        .containsExactlyInAnyOrderElementsOf(jsonNames(CheckResult.getDescriptor()));
    assertThat(properties(definitions, "slice"))
        .containsExactlyInAnyOrderElementsOf(jsonNames(SliceResult.getDescriptor()));
    assertThat(properties(definitions, "clearance"))
        .containsExactlyInAnyOrderElementsOf(jsonNames(Clearance.getDescriptor()));
    assertThat(properties(definitions, "promotion"))
        .containsExactlyInAnyOrderElementsOf(jsonNames(Promotion.getDescriptor()));
  }

  @Test
  void countsOnlyPassedChecksAsPassedInJunit() throws Exception {
    Element suite = junit(OUTCOME);

    assertThat(suite.getAttribute("tests")).isEqualTo("6");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("3");
    assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(6);
    assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(1);
    assertThat(message(suite, "failure", 0)).contains("50% <b>worse</b> | by \uFFFD far");
    assertThat(message(suite, "skipped", 0)).startsWith("INCONCLUSIVE SOME_REASON: because");
    assertThat(message(suite, "skipped", 1)).startsWith("waived by " + WAIVER + ": FAIL");
    assertThat(message(suite, "skipped", 2)).startsWith("informational: FAIL");
  }

  @Test
  void pointsFromSarifToTheCheckInThePolicy() {
    JsonObject run =
        JsonParser.parseString(Format.SARIF.text(OUTCOME))
            .getAsJsonObject()
            .getAsJsonArray("runs")
            .get(0)
            .getAsJsonObject();
    JsonArray results = run.getAsJsonArray("results");

    assertThat(results).hasSize(5);
    assertThat(levels(results)).containsExactly("error", "warning", "error", "error", "note");
    JsonObject bad = results.get(0).getAsJsonObject();
    assertThat(bad.get("ruleId").getAsString()).isEqualTo("bad");
    assertThat(bad.get("ruleIndex").getAsInt()).isEqualTo(1);
    JsonObject place =
        bad.getAsJsonArray("locations")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("physicalLocation");
    assertThat(place.getAsJsonObject("artifactLocation").get("uri").getAsString())
        .isEqualTo("ci/policy.yaml");
    assertThat(place.getAsJsonObject("region").get("startLine").getAsInt()).isEqualTo(4);
    assertThat(POLICY.lineOf("open")).isEqualTo(5);
    assertThat(POLICY.lineOf("elsewhere")).isEqualTo(1);
    assertThat(results.get(3).getAsJsonObject().has("suppressions")).isTrue();
    assertThat(run.getAsJsonObject("tool").getAsJsonObject("driver").getAsJsonArray("rules"))
        .hasSize(6);
  }

  @Test
  void keepsTextInsideItsCellInMarkdown() {
    String text = Format.MARKDOWN.text(OUTCOME);

    assertThat(text).startsWith("## Gate: FAIL").contains("| good | ✅ PASS |");
    assertThat(text).contains("- **bad**: SOME\\_REASON: 50% \\<b\\>worse\\</b\\> \\| by");
    assertThat(text.lines().filter(line -> line.startsWith("| bad"))).hasSize(1);
  }

  @Test
  void escapesWorkflowCommands() {
    List<String> lines = Format.ANNOTATIONS.text(OUTCOME).lines().toList();

    assertThat(lines).hasSize(6);
    assertThat(lines.get(0))
        .startsWith("::error file=ci/policy.yaml,line=4,title=bad%3A FAIL::SOME_REASON: 50%25 ")
        .contains("far,%0Areally");
    assertThat(lines.get(1)).startsWith("::warning ");
    assertThat(lines.get(3)).startsWith("::warning ");
    assertThat(lines.get(4)).startsWith("::notice ");
    assertThat(lines.get(5)).startsWith("::notice title=Gate%3A FAIL::");
  }

  private static Outcome promoted() {
    Outcome passed = outcome(Verdict.VERDICT_FAIL, check("bad", Verdict.VERDICT_FAIL).build());
    return new Outcome(
        passed.evaluation(),
        "http://localhost/v1/x?\"=1",
        Optional.of(
            Clearance.newBuilder()
                .setEvaluation(passed.evaluation().getName())
                .setVerdict(Verdict.VERDICT_FAIL)
                .setCleared(true)
                .setWaived(true)
                .addWaivers(WAIVER)
                .setExpireTime(Timestamps.EPOCH)
                .build()),
        Optional.of(
            Promotion.newBuilder()
                .setEvaluation(passed.evaluation().getName())
                .setAlias("registeredModels/r/aliases/champion")
                .setModelVersion("registeredModels/r/versions/2")
                .build()),
        true,
        0,
        PolicyFile.NONE);
  }

  private static Outcome outcome(Verdict verdict, CheckResult... checks) {
    return new Outcome(
        Evaluation.newBuilder()
            .setName("experiments/e/evaluations/1")
            .setCandidate("experiments/e/models/m")
            .setPolicyVersion("policies/p/versions/1")
            .setPolicyDigest("sha256:" + "a".repeat(64))
            .setEvaluateTime(Timestamps.EPOCH)
            .setSeed(3)
            .setVerdict(verdict)
            .setReason("because")
            .addAllChecks(List.of(checks))
            .build(),
        "",
        Optional.empty(),
        Optional.empty(),
        false,
        1,
        POLICY);
  }

  private static CheckResult.Builder check(String id, Verdict verdict) {
    return CheckResult.newBuilder()
        .setCheck(id)
        .setMetric("rmse")
        .setRule("candidate − champion below 0")
        .setVerdict(verdict)
        .setEstimate(-0.0123456)
        .setLower(-0.02)
        .setUpper(-0.005)
        .setConfidenceLevel(0.95)
        .setMargin(0)
        .setN(341)
        .setReasonCode("SOME_REASON")
        .setMessage("because")
        .setNextStep("measure more");
  }

  private static Element junit(Outcome outcome) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Format.JUNIT.text(outcome))));
    return (Element) document.getElementsByTagName("testsuite").item(0);
  }

  private static String message(Element suite, String tag, int index) {
    return ((Element) suite.getElementsByTagName(tag).item(index)).getAttribute("message");
  }

  private static List<String> levels(JsonArray results) {
    return results.asList().stream()
        .map(result -> result.getAsJsonObject().get("level").getAsString())
        .toList();
  }

  private static List<String> properties(JsonObject definitions, String name) {
    return List.copyOf(definitions.getAsJsonObject(name).getAsJsonObject("properties").keySet());
  }

  private static List<String> jsonNames(com.google.protobuf.Descriptors.Descriptor type) {
    return type.getFields().stream()
        .map(com.google.protobuf.Descriptors.FieldDescriptor::getJsonName)
        .toList();
  }
}
