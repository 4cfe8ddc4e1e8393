package io.throughline.selection.ci;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.testing.GateTest;
import io.throughline.server.testing.TestTokens;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The gate as a pipeline asks it that has only curl. */
@QuarkusTest
class RestGateTest extends GateTest {

  @Test
  void evaluatesTellsAgainAndSaysWhetherItMayPromote() {
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), 1));
    String policy =
        given()
            .auth()
            .oauth2(TestTokens.token(Permission.PERMISSION_DECIDE))
            .contentType("text/plain")
            .body(STRICT)
            .put("/v1/policies")
            .then()
            .statusCode(200)
            .extract()
            .path("name");
    String body =
        "{\"policy\": \"%s\", \"candidate\": \"%s\", \"requestId\": \"%s\"}"
            .formatted(policy, CANDIDATE, UUID.randomUUID());

    JsonPath first = ask(body).jsonPath();
    JsonPath again = ask(body).jsonPath();
    String name = first.getString("name");

    assertThat(first.getString("verdict")).isEqualTo("VERDICT_FAIL");
    assertThat(again.getString("name")).isEqualTo(name);
    assertThat(reading().get("/v1/" + name).jsonPath().getString("verdict"))
        .isEqualTo("VERDICT_FAIL");
    assertThat(reading().get("/v1/" + name + "/clearance").jsonPath().getBoolean("cleared"))
        .isFalse();
    assertThat(reading().get("/v1/" + name + ":reproduce").jsonPath().getBoolean("reproduced"))
        .isTrue();
  }

  @Test
  void saysTheSameAsOverGrpc() throws InvalidProtocolBufferException {
    Evaluation evaluation = evaluate(request(put(STRICT).getName()).build());

    Evaluation.Builder told = Evaluation.newBuilder();
    JsonFormat.parser().merge(reading().get("/v1/" + evaluation.getName()).asString(), told);

    assertThat(evaluation.getVerdict()).isEqualTo(Verdict.VERDICT_PASS);
    assertThat(told.build()).isEqualTo(evaluation);
  }

  @Test
  void refusesWhatGrpcRefusesNamingTheField() {
    Response wrong = ask("{\"policy\": \"strict\", \"candidate\": \"m\", \"requestId\": \"one\"}");
    Response noJson = ask("policy=strict");
    Response unknown =
        ask("{\"policy\": \"policies/none\", \"candidate\": \"%s\"}".formatted(CANDIDATE));

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.asString()).contains("FIELDS_INVALID", "policy", "candidate", "request_id");
    assertThat(noJson.statusCode()).isEqualTo(400);
    assertThat(noJson.asString()).contains("is not JSON of EvaluateCandidateRequest");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(
            given()
                .auth()
                .oauth2(TestTokens.token(Permission.PERMISSION_READ))
                .contentType("application/json")
                .body("{}")
                .post("/v1/evaluations")
                .statusCode())
        .isEqualTo(403);
  }

  private static Response ask(String body) {
    return given()
        .auth()
        .oauth2(TestTokens.token(Permission.PERMISSION_DECIDE))
        .contentType("application/json")
        .body(body)
        .post("/v1/evaluations");
  }

  private static RequestSpecification reading() {
    return given()
        .urlEncodingEnabled(false)
        .auth()
        .oauth2(TestTokens.token(Permission.PERMISSION_READ));
  }
}
