package io.throughline.lineage.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.throughline.lineage.testing.LineageTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@LineageTest
class OpenApiTest {
  private static final String PREFIX = "#/components/schemas/";

  @Inject Routes routes;

  @Test
  void describesEveryRouteAndNothingElse() {
    JsonPath document = document();

    List<String> expected =
        new ArrayList<>(
            List.of(
                "/v1/artifacts/{digest}",
                "/v1/experiments/{experiment}/artifacts/{artifact}/content"));
    routes.all().forEach(route -> expected.add(route.template().openApi()));
    assertThat(document.<Map<String, Object>>get("paths").keySet())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void namesEveryOperationOnce() {
    assertThat(document().<Map<String, Map<String, Map<String, Object>>>>get("paths").values())
        .flatExtracting(item -> item.values().stream().map(o -> o.get("operationId")).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void saysWhatARunLooksLikeAndWhatMayBeAsked() {
    JsonPath document = document();
    Map<String, Map<String, Map<String, Object>>> paths = document.get("paths");
    List<?> parameters =
        (List<?>) paths.get("/v1/experiments/{experiment}/runs").get("get").get("parameters");

    assertThat(document.<Map<String, Object>>get("components.schemas.Run.properties"))
        .containsKeys("name", "startTime", "parameters", "metrics");
    assertThat(parameters.stream().map(parameter -> ((Map<?, ?>) parameter).get("name")))
        .map(String::valueOf)
        .contains("experiment", "filter", "order_by", "page_size", "position");
  }

  @Test
  void everyReferenceLeadsToASchema() {
    JsonPath document = document();
    List<String> references = new ArrayList<>();
    collect(document.get("$"), references);

    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.<Map<String, Object>>get("components.schemas"))
                    .containsKey(reference.substring(PREFIX.length())));
  }

  private static void collect(Object node, List<String> references) {
    if (node instanceof Map<?, ?> map) {
      if (map.get("$ref") instanceof String reference) {
        references.add(reference);
      }
      map.values().forEach(value -> collect(value, references));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> collect(value, references));
    }
  }

  private static JsonPath document() {
    return given().get("/q/openapi?format=json").then().statusCode(200).extract().jsonPath();
  }
}
