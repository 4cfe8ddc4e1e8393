package io.throughline.selection.ci;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.throughline.access.v1.Permission;
import io.throughline.selection.testing.GateTest;
import io.throughline.server.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The example of an AnalysisTemplate, used as the documentation of Argo's web metric says: the
 * arguments are put into url, headers and body, the answer must be JSON, {@code jsonPath} finds the
 * result, and the measurement is inconclusive where neither condition holds.
 */
@QuarkusTest
class ArgoRolloutsTest extends GateTest {
  private static final Path TEMPLATE = Path.of("../proto/clients/cli/examples/argo-rollouts.yaml");
  private static final Pattern ARGUMENT = Pattern.compile("\\{\\{ *args\\.([a-z-]+) *}}");
  private static final Pattern JSON_PATH = Pattern.compile("\\{\\$\\.([a-zA-Z]+)}");
  private static final Pattern CONDITION = Pattern.compile("result == \"([A-Z_]+)\"");

  private Map<String, Object> metric;
  private Map<String, String> arguments;

  @BeforeEach
  void readTheTemplate() throws IOException {
    Map<String, Object> template =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(TEMPLATE));
    assertThat(template.get("kind")).isEqualTo("AnalysisTemplate");
    Map<String, Object> spec = map(template.get("spec"));
    metric = map(list(spec.get("metrics")).get(0));
    arguments =
        Map.of(
            "selection",
            RestAssured.baseURI + ":" + RestAssured.port,
            "policy",
            put(STRICT).getName(),
            "candidate",
            CANDIDATE,
            "token",
            TestTokens.token(Permission.PERMISSION_DECIDE));
    assertThat(list(spec.get("args")).stream().map(arg -> map(arg).get("name")))
        .containsExactlyInAnyOrderElementsOf(arguments.keySet());
  }

  @Test
  void succeedsOnlyOnAPass() {
    assertThat(measure()).isEqualTo("Successful");
  }

  @Test
  void failsOnAFail() {
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), 1));

    assertThat(measure()).isEqualTo("Failed");
  }

  @Test
  void pausesWhereTheEvidenceDoesNotSuffice() {
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), -0.05));

    assertThat(measure()).isEqualTo("Inconclusive");
  }

  @Test
  void pausesWhereTheCandidateCannotBeEvaluated() {
    lineage.model(CANDIDATE, "sha256:" + "b".repeat(64));

    assertThat(measure()).isEqualTo("Inconclusive");
  }

  private String measure() {
    Map<String, Object> web = map(map(metric.get("provider")).get("web"));
    RequestSpecification request = given().urlEncodingEnabled(false);
    for (Object header : list(web.get("headers"))) {
      request.header(text(map(header).get("key")), text(map(header).get("value")));
    }
    Response answer =
        request.body(text(web.get("body"))).request(text(web.get("method")), text(web.get("url")));
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/json");
    String result = answer.jsonPath().getString(only(JSON_PATH, web.get("jsonPath")));
    if (result.equals(only(CONDITION, metric.get("failureCondition")))) {
      return "Failed";
    }
    return result.equals(only(CONDITION, metric.get("successCondition")))
        ? "Successful"
        : "Inconclusive";
  }

  private String text(Object template) {
    return ARGUMENT.matcher(template.toString()).replaceAll(found -> arguments.get(found.group(1)));
  }

  private static String only(Pattern pattern, Object text) {
    Matcher matcher = pattern.matcher(text.toString());
    assertThat(matcher.matches()).as("%s is like %s", text, pattern).isTrue();
    return matcher.group(1);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }
}
