package io.throughline.lineage.rest;

import static io.restassured.RestAssured.given;
import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.drawn;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.series;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.google.protobuf.util.JsonFormat;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor.MethodType;
import io.restassured.specification.RequestSpecification;
import io.throughline.access.v1.Permission;
import io.throughline.access.v1.PermissionProto;
import io.throughline.event.v1.ArtifactStored;
import io.throughline.event.v1.Direction;
import io.throughline.event.v1.EnvironmentDeclared;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExpectationStated;
import io.throughline.event.v1.InsightRecorded;
import io.throughline.event.v1.Quantity;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.GetRunRequest;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.server.testing.TestTokens;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@LineageTest
class ReadRoutesTest {
  private static final String SCOPE = "experiments/rest";
  private static final String RUN = SCOPE + "/runs/r";
  private static final String SVG =
      "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>";
  @Inject Mesh mesh;
  @Inject Routes routes;
  @Inject @Any Instance<BindableService> doors;
  private String position;

  @BeforeEach
  void tell() {
    position =
        mesh.emit(
                "environments/rest",
                Event.newBuilder()
                    .setEnvironmentDeclared(
                        EnvironmentDeclared.newBuilder()
                            .setName("environments/rest")
                            .setDisplayName("Rest"))
                    .build())
            + ","
            + mesh.emit(
                SCOPE,
                at(100, started(RUN, "", "train")),
                chosen(RUN, number("depth", 6)),
                measured(series(RUN, "rmse"), point(1, 1, 0.5), point(2, 2, 0.25)),
                produced(SCOPE + "/models/m", RUN),
                drawn(SCOPE + "/figures/f", RUN, SCOPE + "/models/m", SVG),
                Event.newBuilder().setInsightRecorded(insight()).build(),
                Event.newBuilder().setExpectationStated(expectation()).build(),
                Event.newBuilder().setArtifactStored(artifact()).build(),
                tagged(SCOPE + "/insights/i", "seen", "yes"));
  }

  private static InsightRecorded insight() {
    return InsightRecorded.newBuilder()
        .setName(SCOPE + "/insights/i")
        .setRun(RUN)
        .setType("importance")
        .setText("size matters")
        .addQuantities(Quantity.newBuilder().setKey("size").setValue(0.7))
        .addEvidence(SCOPE + "/models/m")
        .build();
  }

  private static ExpectationStated expectation() {
    return ExpectationStated.newBuilder()
        .setName(SCOPE + "/expectations/x")
        .setSubject(RUN)
        .setOutcomeMetric("lead_rate")
        .setDirection(Direction.DIRECTION_INCREASE)
        .setRelativeSize(0.02)
        .build();
  }

  private static ArtifactStored artifact() {
    return ArtifactStored.newBuilder()
        .setName(SCOPE + "/artifacts/a")
        .setRun(RUN)
        .setUri("s3://elsewhere/a")
        .setSizeBytes(5)
        .build();
  }

  @Test
  void everyReadOfTheContractHasARoute() {
    Stream<String> reads =
        doors.stream()
            .map(BindableService::bindService)
            .flatMap(service -> service.getMethods().stream())
            .map(method -> method.getMethodDescriptor())
            .filter(method -> method.getFullMethodName().startsWith("throughline."))
            .filter(method -> method.getType() == MethodType.UNARY)
            .filter(method -> Route.of(method).findAny().isEmpty())
            .map(
                method ->
                    ((io.grpc.protobuf.ProtoMethodDescriptorSupplier) method.getSchemaDescriptor())
                        .getMethodDescriptor())
            .filter(
                method ->
                    method.getOptions().getExtension(PermissionProto.permission)
                        == Permission.PERMISSION_READ)
            .map(method -> method.getFullName());

    assertThat(reads).as("reads without `option (google.api.http) = {get: ...}`").isEmpty();
  }

  @Test
  void noPathMeansTwoMethods() {
    assertThat(routes.all().stream().map(route -> route.template().openApi()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "experiments",
        "experiments/rest",
        "experiments/rest/runs",
        "experiments/rest/runs:count?filter=step='train'",
        "experiments/rest/runs/r",
        "experiments/rest/runs/r/series",
        "experiments/rest/runs/r/points?series.metric=rmse",
        "experiments/rest/runs/r/figures",
        "experiments/rest/models",
        "experiments/rest/models/m",
        "experiments/rest/models/m/diff?right=experiments/rest/models/m",
        "experiments/rest/models/m/series",
        "experiments/rest/models/m/figures",
        "experiments/rest/models/m/measurements",
        "experiments/rest/figures/f",
        "experiments/rest/insights",
        "experiments/rest/insights/i",
        "experiments/rest/expectations",
        "experiments/rest/expectations/x",
        "experiments/rest/artifacts",
        "experiments/rest/artifacts/a",
        "environments",
        "environments/rest",
        "environments/rest/deployments",
        "environments/rest/live",
        "registeredModels",
        "graph?start=experiments/rest/runs/r&direction=TRAVERSAL_DIRECTION_DOWN",
        "projection"
      })
  void answersOnceAndThenThatNothingHasChanged(String path) {
    String tag =
        reader()
            .get("/v1/" + path)
            .then()
            .statusCode(200)
            .contentType("application/json")
            .header("X-Content-Type-Options", "nosniff")
            .extract()
            .header("ETag");

    if (!path.equals("projection")) {
      reader()
          .header("If-None-Match", tag)
          .get("/v1/" + path)
          .then()
          .statusCode(304)
          .header("ETag", tag)
          .body(equalTo(""));
    }
    reader().header("If-None-Match", "\"other\"").get("/v1/" + path).then().statusCode(200);
  }

  @Test
  void answersWhatGrpcAnswers() throws Exception {
    Run expected =
        RunServiceGrpc.newBlockingStub(mesh.door())
            .withCallCredentials(Mesh.everything())
            .getRun(GetRunRequest.newBuilder().setName(RUN).setPosition(position).build());
    Run.Builder run = Run.newBuilder();

    JsonFormat.parser().merge(reader().get("/v1/" + RUN).then().extract().asString(), run);

    assertThat(run.build()).isEqualTo(expected);
  }

  @Test
  void readsAnInsightAnExpectationAnArtifactAndAnEnvironment() {
    reader()
        .get("/v1/" + SCOPE + "/insights/i")
        .then()
        .body("type", equalTo("importance"))
        .body("text", equalTo("size matters"))
        .body("quantities[0].value", equalTo(0.7f))
        .body("evidence", equalTo(List.of(SCOPE + "/models/m")))
        .body("tags[0].value", equalTo("yes"));
    reader()
        .get("/v1/" + SCOPE + "/expectations")
        .then()
        .body("expectations[0].direction", equalTo("DIRECTION_INCREASE"))
        .body("expectations[0].relativeSize", equalTo(0.02f));
    reader()
        .get("/v1/" + SCOPE + "/artifacts/a")
        .then()
        .body("uri", equalTo("s3://elsewhere/a"))
        .body("sizeBytes", equalTo("5"));
    reader().get("/v1/environments/rest").then().body("displayName", equalTo("Rest"));
    reader().get("/v1/environments").then().body("environments.name", hasItem("environments/rest"));
  }

  @Test
  void readsThePast() {
    reader()
        .queryParam("as_of.at", "1970-01-01T00:00:50Z")
        .get("/v1/" + RUN)
        .then()
        .statusCode(404);
    reader()
        .queryParam("asOf.at", "1970-01-01T00:02:00Z")
        .get("/v1/" + RUN)
        .then()
        .body("startTime", equalTo("1970-01-01T00:01:40Z"));
    reader()
        .queryParam("as_of.at", "1970-01-01T00:00:50Z")
        .get("/v1/" + SCOPE + "/insights/i")
        .then()
        .statusCode(404);
  }

  @Test
  void searchesPageByPage() {
    position += "," + mesh.emit(SCOPE, at(200, started(SCOPE + "/runs/q", "", "train")));
    String token =
        reader()
            .queryParam("filter", "step = 'train'")
            .queryParam("page_size", 1)
            .get("/v1/" + SCOPE + "/runs")
            .then()
            .statusCode(200)
            .body("runs.size()", equalTo(1))
            .extract()
            .path("nextPageToken");

    reader()
        .queryParam("filter", "step = 'train'")
        .queryParam("page_size", 1)
        .queryParam("page_token", token)
        .get("/v1/" + SCOPE + "/runs")
        .then()
        .statusCode(200)
        .body("runs.size()", equalTo(1));
  }

  @Test
  void givesAFigureAsItsBytesAndKeepsBrowsersFromRunningThem() {
    reader()
        .get("/v1/" + SCOPE + "/figures/f/content")
        .then()
        .statusCode(200)
        .contentType("image/svg+xml")
        .header("Content-Security-Policy", "sandbox")
        .header("X-Content-Type-Options", "nosniff")
        .header("ETag", containsString("sha256:"))
        .body(equalTo(SVG));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs/none",
        "models/none",
        "figures/none",
        "figures/none/content",
        "insights/none",
        "nothing",
        "runs/r/nothing/of/that"
      })
  void saysWhatDoesNotExist(String path) {
    reader()
        .get("/v1/" + SCOPE + "/" + path)
        .then()
        .statusCode(404)
        .body("error.details[0].reason", equalTo("NOT_FOUND"));
  }

  @ParameterizedTest
  @CsvSource({
    "experiments/rest/runs/a%20b, name",
    "experiments/rest/runs?page_size=many, page_size",
    "experiments/rest/runs?page_size=-1, page_size",
    "experiments/rest/runs?colour=red, colour",
    "experiments/rest/runs?page_size=1&page_size=2, page_size",
    "experiments/rest/runs?experiment=experiments/other, experiment",
    "experiments/rest/runs/r?as_of=now, as_of",
    "experiments/rest/runs/r?as_of.known_at_position=0:1&as_of.known_at_time=2026-01-01T00:00:00Z, query",
    "experiments/rest/runs/r?as_of.at=2026-01-01T00:00:00Z&asOf.at=2026-01-01T00:00:00Z, query",
    "experiments/rest/runs/r?as_of.at=yesterday, as_of.at",
    "graph?start=experiments/rest&direction=SIDEWAYS, direction",
    "experiments/rest/runs/r/points, series.metric"
  })
  void namesTheFieldThatIsWrong(String path, String field) {
    given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + TestTokens.token(Permission.PERMISSION_READ))
        .get("/v1/" + path)
        .then()
        .statusCode(400)
        .body("error.details[0].reason", equalTo("FIELDS_INVALID"))
        .body("error.details[1].fieldViolations[0].field", equalTo(field));
  }

  @Test
  void refusesATextThatIsNoPosition() {
    given()
        .header("Authorization", "Bearer " + TestTokens.token(Permission.PERMISSION_READ))
        .queryParam("position", "nonsense")
        .get("/v1/" + RUN)
        .then()
        .statusCode(400)
        .body("error.details[0].reason", equalTo("POSITION_INVALID"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"experiments/rest/runs/r", "experiments/rest/figures/f/content", "graph"})
  void refusesWhoeverMayNotRead(String path) {
    given()
        .get("/v1/" + path)
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
        .get("/v1/" + path)
        .then()
        .statusCode(403)
        .body("error.details[0].reason", equalTo("PERMISSION_MISSING"));
  }

  @Test
  void asksForThePermissionThatTheContractDeclares() {
    reader()
        .get("/v1/projection/hash")
        .then()
        .statusCode(403)
        .body("error.details[0].reason", equalTo("PERMISSION_MISSING"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs/r", "insights/i", "figures/f/content"})
  void showsNothingOfAnotherTenant(String path) {
    given()
        .header(
            "Authorization",
            "Bearer " + TestTokens.token("other", "other", Permission.PERMISSION_READ))
        .get("/v1/" + SCOPE + "/" + path)
        .then()
        .statusCode(404);
  }

  private RequestSpecification reader() {
    return given()
        .header("Authorization", "Bearer " + TestTokens.token(Permission.PERMISSION_READ))
        .queryParam("position", position);
  }
}
