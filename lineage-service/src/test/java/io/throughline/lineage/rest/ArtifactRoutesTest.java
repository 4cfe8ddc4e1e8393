package io.throughline.lineage.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.specification.RequestSpecification;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.ArtifactStored;
import io.throughline.event.v1.Event;
import io.throughline.lineage.store.Identity;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.server.testing.TestTokens;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LineageTest
class ArtifactRoutesTest {
  private static final String SCOPE = "experiments/stored";

  @Inject Mesh mesh;

  @ConfigProperty(name = "throughline.artifact.directory")
  Path directory;

  @ConfigProperty(name = "throughline.artifact.max-bytes")
  int limit;

  @Test
  void keepsBytesOnceUnderTheirDigest() {
    byte[] content = content(2_500_000);
    String digest = Identity.digest(content);

    put(digest, content)
        .then()
        .statusCode(201)
        .body("digest", equalTo(digest))
        .body("sizeBytes", equalTo("2500000"))
        .body("uri", equalTo("throughline:artifacts/" + digest));
    put(digest, content).then().statusCode(200).body("sizeBytes", equalTo("2500000"));

    assertThat(get(digest).then().statusCode(200).extract().asByteArray()).isEqualTo(content);
    as("-", Permission.PERMISSION_READ)
        .header("If-None-Match", "\"%s\"".formatted(digest))
        .get("/v1/artifacts/" + digest)
        .then()
        .statusCode(304);
  }

  @Test
  void keepsNothingWhoseDigestIsAnother() throws Exception {
    byte[] content = content(1_000);
    String other = Identity.digest(content(1_001));

    put(other, content)
        .then()
        .statusCode(400)
        .body("error.details[1].fieldViolations[0].field", equalTo("digest"))
        .body("error.message", containsString(Identity.digest(content)));

    get(other).then().statusCode(404);
    get(Identity.digest(content)).then().statusCode(404);
    try (var left = Files.list(directory.resolve("incoming"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void keepsNothingThatIsTooLarge() {
    byte[] content = content(limit + 1);

    put(Identity.digest(content), content)
        .then()
        .statusCode(400)
        .body("error.message", containsString("limit"));

    get(Identity.digest(content)).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:abc", "..%2F..%2Fetc%2Fpasswd", "md5:0", "sha256:%2e%2e"})
  void refusesWhatIsNoDigest(String digest) {
    as("-", Permission.PERMISSION_EMIT)
        .urlEncodingEnabled(false)
        .contentType("application/octet-stream")
        .body(content(1))
        .put("/v1/artifacts/" + digest)
        .then()
        .statusCode(400)
        .body("error.details[0].reason", equalTo("FIELDS_INVALID"));
  }

  @Test
  void givesAnArtifactByNameAndNeverAsAPageOfOurs() {
    byte[] content = "<script>1</script>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String digest = Identity.digest(content);
    put(digest, content).then().statusCode(org.hamcrest.Matchers.oneOf(200, 201));
    String position = mesh.emit(SCOPE, stored("page", digest), stored("lost", digest(7)));

    as("-", Permission.PERMISSION_READ)
        .queryParam("position", position)
        .get("/v1/" + SCOPE + "/artifacts/page/content")
        .then()
        .statusCode(200)
        .contentType("text/html")
        .header("Content-Security-Policy", "sandbox")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Disposition", "attachment")
        .body(equalTo("<script>1</script>"));
    as("-", Permission.PERMISSION_READ)
        .get("/v1/" + SCOPE + "/artifacts/lost/content")
        .then()
        .statusCode(404)
        .body("error.details[0].reason", equalTo("NOT_FOUND"));
  }

  @Test
  void showsNothingToWhomeverItDoesNotBelong() {
    byte[] content = content(100);
    String digest = Identity.digest(content);
    put(digest, content).then().statusCode(201);

    as("..", Permission.PERMISSION_READ).get("/v1/artifacts/" + digest).then().statusCode(404);
    as("-", Permission.PERMISSION_EMIT).get("/v1/artifacts/" + digest).then().statusCode(403);
    as("-", Permission.PERMISSION_READ)
        .contentType("application/octet-stream")
        .body(content)
        .put("/v1/artifacts/" + digest)
        .then()
        .statusCode(403);
    given().get("/v1/artifacts/" + digest).then().statusCode(401);
  }

  private static Event stored(String name, String digest) {
    return Event.newBuilder()
        .setArtifactStored(
            ArtifactStored.newBuilder()
                .setName(SCOPE + "/artifacts/" + name)
                .setRun(SCOPE + "/runs/r")
                .setUri("throughline:artifacts/" + digest)
                .setDigest(digest)
                .setMediaType("text/html"))
        .build();
  }

  private static String digest(int size) {
    return Identity.digest(content(size));
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(UUID.randomUUID().hashCode()).nextBytes(content);
    return content;
  }

  private static io.restassured.response.Response put(String digest, byte[] content) {
    return as("-", Permission.PERMISSION_EMIT)
        .contentType("application/octet-stream")
        .body(content)
        .put("/v1/artifacts/" + digest);
  }

  private static io.restassured.response.Response get(String digest) {
    return as("-", Permission.PERMISSION_READ).get("/v1/artifacts/" + digest);
  }

  private static RequestSpecification as(String tenant, Permission permission) {
    return given()
        .header("Authorization", "Bearer " + TestTokens.token("test", tenant, permission));
  }
}
