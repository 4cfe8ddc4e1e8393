package io.throughline.selection.policy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.throughline.access.v1.Permission;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.v1.GetPolicyVersionRequest;
import io.throughline.selection.v1.LintPolicyRequest;
import io.throughline.selection.v1.ListPoliciesRequest;
import io.throughline.selection.v1.ListPoliciesResponse;
import io.throughline.selection.v1.PolicyVersion;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PolicyTest extends GateTest {

  @Test
  void keepsEveryTextAsAVersion() {
    String first = STRICT.replace("strict", "versions");
    String second = first + "seed: 2\n";

    PolicyVersion one = put(first);
    PolicyVersion two = put(second);
    PolicyVersion again = put(first);

    assertThat(one.getName()).isEqualTo("policies/versions/versions/1");
    assertThat(two.getName()).isEqualTo("policies/versions/versions/2");
    assertThat(again).isEqualTo(one);
    assertThat(one.getDigest()).matches("sha256:[0-9a-f]{64}").isNotEqualTo(two.getDigest());
    assertThat(one.getAuthor()).isEqualTo("test");
    assertThat(get("policies/versions")).isEqualTo(two);
    assertThat(get("policies/versions/versions/1")).isEqualTo(one);
  }

  @Test
  void refusesAPolicyWithEveryFault() {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                put(
                    "policy: p\nchecks:\n  - {id: a, metric: m, over: units, direction: up}\nx: 1\n"));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(Errors.reason(refused)).isEqualTo("POLICY_INVALID");
    assertThat(Errors.fields(refused))
        .containsExactly("checks[0].direction", "checks[0].rule", "x");
  }

  @Test
  void lintsWithoutStoring() {
    LintPolicyRequest request = LintPolicyRequest.newBuilder().setYaml("policy: linted\n").build();

    assertThat(policies().lintPolicy(request).getFaults(0).getField()).isEqualTo("checks");
    assertThat(
            catchThrowableOfType(StatusRuntimeException.class, () -> get("policies/linted"))
                .getStatus()
                .getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void listsTheNewestOfEachInPages() {
    for (String name : new String[] {"zz-a", "zz-b", "zz-c"}) {
      put(STRICT.replace("strict", name));
      put(STRICT.replace("strict", name) + "seed: 5\n");
    }

    ListPoliciesResponse page =
        policies()
            .listPolicies(
                ListPoliciesRequest.newBuilder().setPageSize(2).setPageToken("zz-").build());

    assertThat(page.getPoliciesList().stream().map(PolicyVersion::getName))
        .containsExactly("policies/zz-a/versions/2", "policies/zz-b/versions/2");
    assertThat(page.getNextPageToken()).isEqualTo("zz-b");
  }

  @Test
  void servesAPipelineThatHasOnlyCurl() {
    String policy =
        caller().body(STRICT).put("/v1/policies").then().statusCode(200).extract().path("name");
    String evaluation =
        caller()
            .contentType("application/json")
            .body("{\"policy\": \"%s\", \"candidate\": \"%s\"}".formatted(policy, CANDIDATE))
            .post("/v1/evaluations")
            .then()
            .statusCode(200)
            .body("verdict", equalTo("VERDICT_PASS"))
            .extract()
            .path("name");

    caller()
        .get("/v1/" + evaluation)
        .then()
        .statusCode(200)
        .body("checks[0].reasonCode", equalTo("INTERVAL_BEYOND_MARGIN"));
    caller()
        .get("/v1/experiments/e/evaluations")
        .then()
        .body("evaluations[0].name", equalTo(evaluation));
    caller()
        .body(
            "{\"requestId\": \"%s\", \"evaluation\": \"%s\"}"
                .formatted(UUID.randomUUID(), evaluation))
        .post("/v1/promotions")
        .then()
        .statusCode(200)
        .body("alias", equalTo(BASELINE));
    caller()
        .get("/v1/policies/strict")
        .then()
        .statusCode(200)
        .body("name", containsString("strict"));
    caller().get("/v1/" + policy).then().statusCode(200).body("name", equalTo(policy));
    caller()
        .body("policy: p")
        .post("/v1/policies:lint")
        .then()
        .body("faults[0].field", equalTo("checks"));
  }

  @Test
  void answersFaultyRequestsOverRestWithTheirFault() {
    caller()
        .body("{\"polizy\": 1}")
        .post("/v1/evaluations")
        .then()
        .statusCode(400)
        .body("error.message", containsString("polizy"));
    caller()
        .body("{\"policy\": \"nonsense\"}")
        .post("/v1/evaluations")
        .then()
        .statusCode(400)
        .body("error.details[0].reason", equalTo("FIELDS_INVALID"));
    caller()
        .body("policy: p")
        .put("/v1/policies")
        .then()
        .statusCode(400)
        .body("error.details[0].reason", equalTo("POLICY_INVALID"));
    caller().get("/v1/policies/nothing").then().statusCode(404);
  }

  private PolicyVersion get(String name) {
    return policies().getPolicyVersion(GetPolicyVersionRequest.newBuilder().setName(name).build());
  }

  private static RequestSpecification caller() {
    return given()
        .urlEncodingEnabled(false)
        .contentType("text/plain")
        .auth()
        .oauth2(TestTokens.token(Permission.PERMISSION_READ, Permission.PERMISSION_DECIDE));
  }
}
