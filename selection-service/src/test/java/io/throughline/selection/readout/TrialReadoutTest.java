package io.throughline.selection.readout;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Arm;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.event.v1.TrialDeclared;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.selection.observation.Definitions;
import io.throughline.selection.observation.Observations;
import io.throughline.selection.outcome.text.DefinitionReader;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.v1.Comparison;
import io.throughline.selection.v1.GetReadoutRequest;
import io.throughline.selection.v1.LintDefinitionRequest;
import io.throughline.selection.v1.ListDefinitionsRequest;
import io.throughline.selection.v1.ListTrialsRequest;
import io.throughline.selection.v1.OutcomeMetricServiceGrpc;
import io.throughline.selection.v1.PutDefinitionRequest;
import io.throughline.selection.v1.Readout;
import io.throughline.selection.v1.TrialServiceGrpc;
import io.throughline.server.position.Position;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrialReadoutTest extends GateTest {
  private static final long START = 1_767_225_600_000L;
  private static final long HOUR = 3_600_000L;
  private static final long LATER = START + 60 * 24 * HOUR;

  @GrpcClient("door")
  Channel door;

  @Inject Observations observations;
  @Inject Definitions definitions;
  @Inject Pool pool;

  private final String id = "r" + System.nanoTime();
  private final String population = "populations/" + id;
  private final String trial = "environments/" + id + "/trials/t";
  private long position;

  @Test
  void readsHealthFirstThenMatureAndProvisionalEffects() {
    // Given a lead rate of 20 % against 15 %, and late units whose week is not over
    declare();
    define("leads", "type: proportion\noutcome: lead\nsmallest_effect: 2%\n");
    observe("m", 2000, START, 0.20, 0.15);
    observe("p", 100, LATER, 0.20, 0.15);

    // When
    Readout readout = readout(request().setAsOfTime(time(LATER + HOUR)));

    // Then
    assertThat(readout.getHealth().getFaultsList()).isEmpty();
    assertThat(readout.getHealth().getSampleRatio().getLogP()).isGreaterThan(Math.log(0.001));
    Comparison mature = readout.getMetrics(0).getMature(0);
    Comparison provisional = readout.getMetrics(0).getProvisional(0);
    assertThat(mature.getTreatment().getUnits() + mature.getControl().getUnits()).isEqualTo(2000);
    assertThat(provisional.getTreatment().getUnits() + provisional.getControl().getUnits())
        .isEqualTo(2100);
    assertThat(mature.getControl().getValue()).isCloseTo(0.20, within(1e-12));
    assertThat(mature.getTreatment().getValue()).isCloseTo(0.15, within(1e-12));
    assertThat(mature.getAbsolute().getValue()).isCloseTo(-0.05, within(1e-12));
    assertThat(mature.getRelative().getValue()).isCloseTo(-0.25, within(1e-12));
    assertThat(mature.getAbsolute().getFixed().getUpper()).isNegative();
    assertThat(mature.getAbsolute().getAlwaysValid().getLower())
        .as("many looks cost width")
        .isLessThan(mature.getAbsolute().getFixed().getLower());
    assertThat(mature.getChanceBetter()).isLessThan(0.01);
    assertThat(mature.getExpectedLoss()).isCloseTo(0.05, within(0.001));
    assertThat(mature.getPower()).isBetween(0.0, 1.0);
    assertThat(mature.getUnitsNeeded()).isPositive();
  }

  @Test
  void tellsUnitsThatFellIntoTheArmsInOtherProportions() {
    // Given an arm that lost a third of its units
    declare();
    define("leads", "type: proportion\noutcome: lead\n");
    expose("a", 600, START, "control");
    expose("b", 400, START, "new");

    // When
    Readout readout = readout(request());

    // Then
    assertThat(readout.getHealth().getFaults(0).getReason()).isEqualTo("SAMPLE_RATIO_MISMATCH");
  }

  @Test
  void saysNothingOfAnEmptyArmAndOfNoUnits() {
    declare();
    define("leads", "type: proportion\noutcome: lead\n");
    Comparison empty = readout(request()).getMetrics(0).getProvisional(0);
    assertThat(empty.hasAbsolute()).isFalse();
    assertThat(empty.getReason()).isEqualTo("EMPTY");
    expose("a", 5, START, "control");
    assertThat(readout(request()).getMetrics(0).getProvisional(0).getReason()).isEqualTo("EMPTY");
  }

  @Test
  void readsAPastPositionAsItWasSeenThen() {
    // Given
    declare();
    define("leads", "type: proportion\noutcome: lead\n");
    observe("m", 400, START, 0.5, 0.25);
    String then = "0:" + position;
    Readout before = readout(request());
    observe("n", 400, START, 0.0, 1.0);

    // When
    Readout past = readout(request().setKnownAt(then));

    // Then
    assertThat(past.getMetricsList()).isEqualTo(before.getMetricsList());
    assertThat(readout(request()).getMetricsList()).isNotEqualTo(before.getMetricsList());
  }

  @Test
  void readsAPastPositionByTheDefinitionsOfThen() {
    // Given a metric of a week, which later becomes one of an hour, and another one beside it
    declare();
    define("leads", "type: proportion\noutcome: lead\n");
    observe("m", 400, START, 0.5, 0.25);
    Readout before = readout(request());
    Position then = Position.of(0, position);
    observe("n", 400, START, 0.0, 1.0);
    Position later = Position.of(0, position);
    put(yaml("leads", "type: proportion\noutcome: lead\n").replace("7d", "1h"), later);
    put(yaml("visits", "type: mean\noutcome: visit\nvalue: count\n"), later);

    // When
    Readout past = readout(request().setKnownAt(then.toString()));
    Readout now = readout(request().setKnownAt(later.toString()));

    // Then
    assertThat(past.getMetricsList()).isEqualTo(before.getMetricsList());
    assertThat(now.getMetricsList())
        .extracting(metric -> metric.getOutcomeMetric() + " " + metric.getVersion())
        .containsExactly("leads 2", "visits 1");
    assertThat(now.getMetrics(0).getMature(0).getControl().getValue())
        .as("a lead after an hour is none")
        .isZero();
  }

  private void put(String yaml, Position known) {
    definitions.put("-", DefinitionReader.read(yaml), yaml, "test", known).await().indefinitely();
  }

  @Test
  void saysTheSameOverRest() throws InvalidProtocolBufferException {
    // Given
    declare();
    define("leads", "type: proportion\noutcome: lead\n");
    define("visits", "type: mean\noutcome: visit\nvalue: count\n");
    observe("m", 400, START, 0.5, 0.25);
    Readout expected =
        readout(
            request()
                .setAsOfTime(time(LATER))
                .setConfidenceLevel(0.9)
                .setKnownAt("0:" + position)
                .addOutcomeMetrics("leads"));

    // When
    Response told =
        reading()
            .queryParam("as_of_time", Timestamps.toString(time(LATER)))
            .queryParam("confidence_level", 0.9)
            .queryParam("known_at", "0:" + position)
            .queryParam("outcome_metrics", "leads")
            .get("/v1/" + trial + ":readout");
    Readout.Builder readout = Readout.newBuilder();
    JsonFormat.parser().merge(told.asString(), readout);

    // Then
    assertThat(readout.build()).isEqualTo(expected);
    assertThat(
            reading().get("/v1/environments/" + id + "/trials").jsonPath().getList("trials.name"))
        .isEqualTo(List.of(trial));
    for (String faulty :
        List.of("as_of_time=soon", "confidence_level=high", "confidence_level=2", "known_at=x")) {
      assertThat(reading().get("/v1/" + trial + ":readout?" + faulty).statusCode())
          .as(faulty)
          .isEqualTo(400);
    }
    assertThat(reading().get("/v1/" + trial + "x:readout").statusCode()).isEqualTo(404);
  }

  private static RequestSpecification reading() {
    return given()
        .urlEncodingEnabled(false)
        .auth()
        .oauth2(TestTokens.token(Permission.PERMISSION_READ));
  }

  @Test
  void listsTrialsAndDefinitionsAndRefusesFaults() {
    declare();
    String yaml = define("leads", "type: proportion\noutcome: lead\n");
    assertThat(
            trials()
                .listTrials(
                    ListTrialsRequest.newBuilder().setEnvironment("environments/" + id).build())
                .getTrialsList())
        .extracting(found -> found.getName())
        .containsExactly(trial);
    assertThat(
            definitions()
                .listDefinitions(
                    ListDefinitionsRequest.newBuilder().setPopulation(population).build())
                .getDefinitionsList())
        .extracting(found -> found.getYaml())
        .containsExactly(yaml);
    String faulty = yaml.replace("window: 7d", "window: soon");
    assertThat(
            definitions()
                .lintDefinition(LintDefinitionRequest.newBuilder().setYaml(faulty).build())
                .getFaults(0)
                .getField())
        .isEqualTo("window");
    assertThat(
            Errors.reason(
                catchThrowableOfType(
                    StatusRuntimeException.class,
                    () ->
                        definitions()
                            .putDefinition(
                                PutDefinitionRequest.newBuilder().setYaml(faulty).build()))))
        .isEqualTo("POLICY_INVALID");
    assertThat(
            Errors.reason(
                catchThrowableOfType(
                    StatusRuntimeException.class,
                    () ->
                        trials()
                            .getReadout(
                                GetReadoutRequest.newBuilder().setName(trial + "x").build()))))
        .isEqualTo("NOT_FOUND");
  }

  private void declare() {
    apply(
        "environments/" + id,
        Event.newBuilder()
            .setValidTime(time(START))
            .setTrialDeclared(
                TrialDeclared.newBuilder()
                    .setName(trial)
                    .setPopulation(population)
                    .setControl("control")
                    .setPlannedUnits(2000)
                    .addArms(Arm.newBuilder().setId("control").setWeight(1))
                    .addArms(Arm.newBuilder().setId("new").setWeight(1)))
            .build());
  }

  private String yaml(String metric, String more) {
    return "outcome_metric: %s\npopulation: %s\nwindow: 7d\ndirection: increase\n%s"
        .formatted(metric, population, more);
  }

  private String define(String metric, String more) {
    String yaml = yaml(metric, more);
    definitions().putDefinition(PutDefinitionRequest.newBuilder().setYaml(yaml).build());
    await()
        .atMost(2, TimeUnit.MINUTES)
        .until(
            () -> {
              Readout readout = readout(request());
              return !readout.getBackfilling() && readout.getMetricsCount() > 0;
            });
    return yaml;
  }

  /** Half of the units in each arm, of which the first ones have a lead. */
  private void observe(String prefix, int units, long at, double control, double treated) {
    int half = units / 2;
    expose(prefix + "c", half, at, "control");
    expose(prefix + "t", half, at, "new");
    lead(prefix + "c", (int) Math.round(half * control), at);
    lead(prefix + "t", (int) Math.round(half * treated), at);
  }

  private void expose(String prefix, int units, long at, String arm) {
    ExposuresObserved.Builder event =
        ExposuresObserved.newBuilder().setPopulation(population).setTrial(trial).addArms(arm);
    for (int i = 0; i < units; i++) {
      event.addUnits(prefix + i).addTimeDeltas(i == 0 ? at : 0).addArmIndexes(0);
    }
    apply(population + "/buckets/0", Event.newBuilder().setExposuresObserved(event).build());
  }

  private void lead(String prefix, int units, long at) {
    OutcomesObserved.Builder event =
        OutcomesObserved.newBuilder().setPopulation(population).setKind("lead");
    Random random = new Random(1);
    for (int i = 0; i < units; i++) {
      event
          .addUnits(prefix + i)
          .addTimeDeltas(i == 0 ? at + HOUR : 0)
          .addValues(random.nextDouble())
          .addIds("l" + prefix + i)
          .addRevisions(1)
          .addRetractions(false);
    }
    apply(population + "/buckets/0", Event.newBuilder().setOutcomesObserved(event).build());
  }

  private void apply(String scope, Event event) {
    position++;
    FollowedBatch batch =
        new FollowedBatch(
            0,
            position,
            ByteString.EMPTY,
            "-",
            Batch.newBuilder().setScope(scope).addEvents(event).build(),
            Instant.ofEpochMilli(START));
    pool.withTransaction(connection -> observations.apply(connection, List.of(batch)))
        .await()
        .indefinitely();
  }

  private static Timestamp time(long millis) {
    return Timestamps.fromMillis(millis);
  }

  private GetReadoutRequest.Builder request() {
    return GetReadoutRequest.newBuilder().setName(trial).setAsOfTime(time(LATER + 60 * 24 * HOUR));
  }

  private Readout readout(GetReadoutRequest.Builder request) {
    return trials().getReadout(request.build());
  }

  private TrialServiceGrpc.TrialServiceBlockingStub trials() {
    return TrialServiceGrpc.newBlockingStub(door)
        .withCallCredentials(token())
        .withDeadlineAfter(2, TimeUnit.MINUTES);
  }

  private OutcomeMetricServiceGrpc.OutcomeMetricServiceBlockingStub definitions() {
    return OutcomeMetricServiceGrpc.newBlockingStub(door)
        .withCallCredentials(token())
        .withDeadlineAfter(2, TimeUnit.MINUTES);
  }

  private static BearerToken token() {
    return new BearerToken(
        TestTokens.token(Permission.PERMISSION_READ, Permission.PERMISSION_DECIDE));
  }
}
