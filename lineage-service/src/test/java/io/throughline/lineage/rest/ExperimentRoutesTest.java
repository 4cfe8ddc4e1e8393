package io.throughline.lineage.rest;

import static io.restassured.RestAssured.given;
import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.drawn;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.started;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.specification.RequestSpecification;
import io.throughline.access.v1.Permission;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.server.testing.TestTokens;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LineageTest
class ExperimentRoutesTest {
  private static final String SCOPE = "experiments/rest";
  private static final String SVG =
      "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>";
  @Inject Mesh mesh;
  private String position;

  @BeforeEach
  void tell() {
    position =
        mesh.emit(
            SCOPE,
            started(SCOPE + "/runs/r", "", "train"),
            chosen(SCOPE + "/runs/r", number("depth", 6)),
            produced(SCOPE + "/models/m", SCOPE + "/runs/r"),
            drawn(SCOPE + "/figures/f", SCOPE + "/runs/r", SCOPE + "/models/m", SVG));
  }

  @Test
  void givesARunAsJson() {
    reader()
        .get("/v1/" + SCOPE + "/runs/r")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("name", equalTo(SCOPE + "/runs/r"))
        .body("state", equalTo("RUN_STATE_RUNNING"))
        .body("parameters[0].number", equalTo(6.0f));
  }

  @Test
  void givesAModelAsJson() {
    reader()
        .get("/v1/" + SCOPE + "/models/m")
        .then()
        .statusCode(200)
        .body("run", equalTo(SCOPE + "/runs/r"))
        .body("parameters[0].parameter.key", equalTo("depth"));
  }

  @Test
  void givesAFigureAsItsBytesAndKeepsBrowsersFromRunningThem() {
    reader()
        .get("/v1/" + SCOPE + "/figures/f")
        .then()
        .statusCode(200)
        .contentType("image/svg+xml")
        .header("Content-Security-Policy", "sandbox")
        .header("X-Content-Type-Options", "nosniff")
        .body(equalTo(SVG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "models", "figures"})
  void saysWhatDoesNotExist(String collection) {
    reader()
        .get("/v1/" + SCOPE + "/" + collection + "/none")
        .then()
        .statusCode(404)
        .body("error.details[0].reason", equalTo("NOT_FOUND"));
  }

  @Test
  void refusesAnIdThatIsNone() {
    reader()
        .get("/v1/" + SCOPE + "/runs/a%20b")
        .then()
        .statusCode(400)
        .body("error.details[0].reason", equalTo("FIELDS_INVALID"));
  }

  @Test
  void refusesATextThatIsNoPosition() {
    given()
        .header("Authorization", "Bearer " + TestTokens.token(Permission.PERMISSION_READ))
        .queryParam("position", "nonsense")
        .get("/v1/" + SCOPE + "/runs/r")
        .then()
        .statusCode(400)
        .body("error.details[0].reason", equalTo("POSITION_INVALID"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs/r", "models/m", "figures/f"})
  void refusesWhoeverMayNotRead(String path) {
    given()
        .get("/v1/" + SCOPE + "/" + path)
        .then()
        .statusCode(401)
        .body("error.details[0].reason", equalTo("TOKEN_MISSING"));
    given()
        .header(
            "Authorization",
            "Bearer "
                + TestTokens.token(
                    Permission.PERMISSION_EMIT,
                    Permission.PERMISSION_DECIDE,
                    Permission.PERMISSION_ADMINISTER))
        .get("/v1/" + SCOPE + "/" + path)
        .then()
        .statusCode(403)
        .body("error.details[0].reason", equalTo("PERMISSION_MISSING"));
  }

  @Test
  void showsNothingOfAnotherTenant() {
    given()
        .header(
            "Authorization",
            "Bearer " + TestTokens.token("other", "other", Permission.PERMISSION_READ))
        .get("/v1/" + SCOPE + "/runs/r")
        .then()
        .statusCode(404);
  }

  private RequestSpecification reader() {
    return given()
        .header("Authorization", "Bearer " + TestTokens.token(Permission.PERMISSION_READ))
        .queryParam("position", position);
  }
}
