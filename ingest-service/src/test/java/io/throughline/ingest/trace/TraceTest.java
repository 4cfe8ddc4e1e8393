package io.throughline.ingest.trace;

import static io.throughline.ingest.testing.Events.point;
import static io.throughline.ingest.testing.Events.runs;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.BatchTrace;
import io.throughline.ingest.v1.TraceBatchRequest;
import io.throughline.ingest.v1.TraceBatchResponse;
import io.throughline.ingest.v1.TraceServiceGrpc;
import io.throughline.ingest.v1.TraceStage;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.TestTokens;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class TraceTest {
  @GrpcClient("journal")
  Channel channel;

  @Inject DataSource database;

  private JournalClient client;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
  }

  private TraceBatchResponse trace(String tenant, TraceBatchRequest.Builder request) {
    return TraceServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(
            new BearerToken(TestTokens.token("reader", tenant, Permission.PERMISSION_READ)))
        .traceBatch(request.build());
  }

  private static TraceBatchRequest.Builder of(String producer, long number) {
    return TraceBatchRequest.newBuilder().setProducer(producer).setNumber(number);
  }

  @Test
  void aBatchIsFoundInEveryScopeOfItsProducer() {
    String first = client.append(runs("trace-a", "tracer", 1, "r", "s")).getPosition();
    client.append(point("trace-b", "tracer", 1, 1));
    String second = client.append(point("trace-b", "tracer", 2, 2)).getPosition();

    TraceBatchResponse one = trace("-", of("tracer", 1));
    TraceBatchResponse two = trace("-", of("tracer", 2));

    assertThat(one.getTracesList())
        .extracting(BatchTrace::getScope)
        .containsExactly("experiments/trace-a", "experiments/trace-b");
    BatchTrace accepted = one.getTraces(0);
    assertThat(accepted.getStage()).isEqualTo(TraceStage.TRACE_STAGE_ACCEPTED);
    assertThat(accepted.getPosition()).isEqualTo(first);
    assertThat(accepted.getEventCount()).isEqualTo(2);
    assertThat(accepted.getKindsList()).containsExactly("run_started");
    assertThat(accepted.hasAppendTime()).isTrue();
    assertThat(two.getTraces(0).getStage()).isEqualTo(TraceStage.TRACE_STAGE_NOT_ACCEPTED);
    assertThat(two.getTraces(0).getExpectedNumber()).isEqualTo(2);
    assertThat(two.getTraces(1).getPosition()).isEqualTo(second);
  }

  @Test
  void anEarlierEpochIsFoundWhenItIsNamed() {
    String first = client.append(point("epochs", "epochal", 1, 1)).getPosition();
    client.append(point("epochs", "epochal", 1, 2).toBuilder().setEpoch(2).build());

    BatchTrace earlier = trace("-", of("epochal", 1).setEpoch(1)).getTraces(0);

    assertThat(earlier.getPosition()).isEqualTo(first);
    assertThat(earlier.getLatestEpoch()).isEqualTo(2);
  }

  @Test
  void anUnknownProducerIsAwaitedWithItsFirstNumber() {
    TraceBatchResponse anywhere = trace("-", of("nobody", 5));
    TraceBatchResponse here = trace("-", of("nobody", 5).setScope("experiments/x"));

    assertThat(anywhere.getTracesList()).isEmpty();
    assertThat(here.getTraces(0).getStage()).isEqualTo(TraceStage.TRACE_STAGE_NOT_ACCEPTED);
    assertThat(here.getTraces(0).getExpectedNumber()).isEqualTo(1);
  }

  @Test
  void anotherTenantFindsNothing() {
    client.append(runs("private", "secretive", 1, "r"));

    assertThat(trace("other", of("secretive", 1)).getTracesList()).isEmpty();
  }

  @Test
  void whatRetentionHasRemovedWasAccepted() throws SQLException {
    client.append(runs("removed", "forgotten", 1, "r"));
    execute("DELETE FROM journal WHERE scope = 'experiments/removed'");

    assertThat(trace("-", of("forgotten", 1)).getTraces(0).getStage())
        .isEqualTo(TraceStage.TRACE_STAGE_REMOVED);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** With 20,000 batches and producers, the plan still goes by the two indexes alone. */
  @Test
  void theLookUpReadsNoTable() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          """
          INSERT INTO producer SELECT 0, 't', 'experiments/s' || i, 'p' || i, 1, 1
          FROM generate_series(1, 20000) AS i""");
      statement.execute(
          """
          INSERT INTO journal (partition_id, position, tenant, scope, producer, epoch, number,
            kinds, event_count, append_time, traceparent, digest, codec, size, payload)
          SELECT 0, 1000000 + i, 't', 'experiments/s' || i, 'p' || i, 1, 1, 0, 1, now(), '', '', 0,
            0, '' FROM generate_series(1, 20000) AS i""");
      statement.execute("ANALYZE producer");
      statement.execute("ANALYZE journal");
      String sql =
          Traces.TRACE
              .replace("$1", "'t'")
              .replace("$2", "'p77'")
              .replace("$3", "''")
              .replace("$4", "0")
              .replace("$5", "1")
              .replace("$6", "101");
      StringBuilder plan = new StringBuilder();
      try (ResultSet rows = statement.executeQuery("EXPLAIN " + sql)) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      connection.rollback();

      assertThat(plan.toString())
          .contains("producer_name", "journal_batch")
          .doesNotContain("Seq Scan");
    }
  }
}
