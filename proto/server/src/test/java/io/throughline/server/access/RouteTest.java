package io.throughline.server.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.server.testing.TestTokens;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
class RouteTest {

  @Test
  void refusesACallWithoutToken() {
    given()
        .get("/test/good")
        .then()
        .statusCode(401)
        .body("error.details[0].reason", equalTo("TOKEN_MISSING"));
  }

  @Test
  void refusesATokenWithoutTheDeclaredPermission() {
    given()
        .auth()
        .oauth2(TestTokens.token(Permission.PERMISSION_EMIT))
        .get("/test/good")
        .then()
        .statusCode(403)
        .body("error.details[0].metadata.permission", equalTo("read"));
  }

  @Test
  void refusesARouteThatDeclaresNothing() {
    given()
        .auth()
        .oauth2(TestTokens.token(Permission.values()))
        .get("/test/undeclared")
        .then()
        .statusCode(403);
  }

  @Test
  void letsInWhoMay() {
    reader().get("/test/good").then().statusCode(200).body(equalTo("test"));
  }

  @Test
  void answersFailuresWithTheirDetails() {
    reader()
        .get("/test/missing")
        .then()
        .statusCode(404)
        .body("error.details[0].reason", equalTo("NOT_FOUND"))
        .body("error.details[1].resourceName", equalTo("experiments/e/models/m"));
  }

  @Test
  void leaksNothingOfAFault() {
    reader()
        .get("/test/fault")
        .then()
        .statusCode(500)
        .body("error.details[0].reason", equalTo("INTERNAL"))
        .body(not(containsString("secret")));
  }

  @Test
  void saysThatADatabaseIsAway() {
    reader()
        .get("/test/away")
        .then()
        .statusCode(503)
        .body("error.details[0].reason", equalTo("DEPENDENCY_UNAVAILABLE"))
        .body("error.details[1].retryDelay", equalTo("1s"));
  }

  @Test
  void refusesAStrangersHost() {
    reader().header("Host", "attacker.example").get("/test/good").then().statusCode(421);
  }

  private static io.restassured.specification.RequestSpecification reader() {
    return given().auth().oauth2(TestTokens.token(Permission.PERMISSION_READ));
  }
}
