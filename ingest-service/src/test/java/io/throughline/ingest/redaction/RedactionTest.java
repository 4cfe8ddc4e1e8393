package io.throughline.ingest.redaction;

import static io.throughline.ingest.testing.Events.runs;
import static io.throughline.ingest.testing.JournalClient.isAt;
import static io.throughline.ingest.testing.JournalClient.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.BatchesRedacted;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.CareServiceGrpc;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.RedactBatchesRequest;
import io.throughline.ingest.v1.Tombstone;
import io.throughline.ingest.v1.TraceBatchRequest;
import io.throughline.ingest.v1.TraceBatchResponse;
import io.throughline.ingest.v1.TraceServiceGrpc;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class RedactionTest {
  @GrpcClient("journal")
  Channel channel;

  @Inject DataSource database;

  private JournalClient client;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT, Permission.PERMISSION_READ);
  }

  private String redact(RedactBatchesRequest request) {
    return CareServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(
            new BearerToken(TestTokens.token("keeper", "-", Permission.PERMISSION_ADMINISTER)))
        .redactBatches(request)
        .getPosition();
  }

  private static RedactBatchesRequest.Builder request(String experiment, Long... numbers) {
    return RedactBatchesRequest.newBuilder()
        .setScope("experiments/" + experiment)
        .setProducer("p")
        .setEpoch(1)
        .addAllNumbers(List.of(numbers))
        .setReason("names of people")
        .setRequestId(UUID.randomUUID().toString());
  }

  private List<FollowResponse> follow(String experiment, String until) {
    return client
        .followUntil(
            FollowRequest.newBuilder().addPartitions(partition(until)).build(),
            step -> isAt(step.getCursor(), until))
        .stream()
        .filter(step -> step.getBatch().getBatch().getScope().equals("experiments/" + experiment))
        .toList();
  }

  @Test
  void onlyTheContentGoes() throws SQLException {
    client.append(runs("redacted", "p", 1, "a"));
    Batch secret = runs("redacted", "p", 2, "secret-name");
    String position = client.append(secret).getPosition();
    String last = client.append(runs("redacted", "p", 3, "c")).getPosition();
    List<FollowResponse> before = follow("redacted", last);

    String told = redact(request("redacted", 2L).build());
    List<FollowResponse> after = follow("redacted", told);

    assertThat(after.subList(0, 3))
        .extracting(FollowResponse::getCursor)
        .containsExactlyElementsOf(before.stream().map(FollowResponse::getCursor).toList());
    assertThat(after.get(0)).isEqualTo(before.get(0));
    assertThat(after.get(1).getBatch().getTombstone()).isEqualTo(Tombstone.TOMBSTONE_REDACTED);
    assertThat(after.get(1).getBatch().getBatch())
        .isEqualTo(secret.toBuilder().clearEvents().build());
    BatchesRedacted event = after.get(3).getBatch().getBatch().getEvents(0).getBatchesRedacted();
    assertThat(event.getBatches(0).getPosition()).isEqualTo(position);
    assertThat(event.getRedactedBy()).isEqualTo("keeper");
    assertThat(client.append(secret).getDuplicate()).isTrue();
    assertThat(client.append(secret).getPosition()).isEqualTo(position);
    assertThat(Errors.reason(client.refusal(runs("redacted", "p", 2, "other"))))
        .isEqualTo("CONTENT_CHANGED");
    assertThat(payloads("experiments/redacted")).noneMatch(text -> text.contains("secret-name"));
  }

  private List<String> payloads(String scope) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT payload FROM journal WHERE scope = '" + scope + "'")) {
      List<String> all = new java.util.ArrayList<>();
      while (rows.next()) {
        all.add(new String(rows.getBytes(1), StandardCharsets.ISO_8859_1));
      }
      return all;
    }
  }

  @Test
  void aRepeatedRequestHasOneEffect() {
    client.append(runs("repeated", "p", 1, "a"));
    RedactBatchesRequest request = request("repeated", 1L).build();

    String first = redact(request);
    String second = redact(request);

    assertThat(second).isEqualTo(first);
    assertThat(follow("repeated", first)).hasSize(2);
  }

  @Test
  void allOrNothingIsRedacted() {
    String position = client.append(runs("partly", "p", 1, "a")).getPosition();

    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> redact(request("partly", 1L, 7L).build()));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.getMessage()).contains("[7]");
    assertThat(follow("partly", position).get(0).getBatch().getBatch().getEventsCount())
        .isEqualTo(1);
  }

  @Test
  void theRecordOfARedactionStays() {
    client.append(runs("recorded", "p", 1, "a"));
    RedactBatchesRequest first = request("recorded", 1L).build();
    redact(first);

    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                redact(
                    request("recorded", 1L)
                        .setProducer("redaction-" + first.getRequestId())
                        .build()));

    assertThat(Errors.fields(refused)).containsExactly("numbers[0]");
  }

  @Test
  void aTraceTellsOfTheTombstone() {
    client.append(runs("traced", "p", 1, "a"));
    String told = redact(request("traced", 1L).build());

    TraceBatchResponse found =
        TraceServiceGrpc.newBlockingStub(channel)
            .withCallCredentials(new BearerToken(TestTokens.token(Permission.PERMISSION_READ)))
            .traceBatch(
                TraceBatchRequest.newBuilder()
                    .setProducer("p")
                    .setNumber(1)
                    .setScope("experiments/traced")
                    .build());

    assertThat(found.getTraces(0).getTombstone()).isEqualTo(Tombstone.TOMBSTONE_REDACTED);
    assertThat(found.getTraces(0).getTombstonePosition()).isEqualTo(told);
  }
}
