package io.throughline.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.CompositeException;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.testing.Errors;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  private static final String AWAY = "DEPENDENCY_UNAVAILABLE";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08000", "08006", "57014", "57P01", "57P02", "57P03", "53200", "53300", "55P03", "25P03",
        "25006", "58030"
      })
  void aDatabaseThatIsAwayIsUnavailableThroughEitherClient(String state) {
    assertThat(of(new CompletionException(refused(state)))).isEqualTo(AWAY);
    // Hibernate Reactive makes this of the client's exception, and leaves that one out.
    assertThat(of(new IllegalStateException(new SQLException("refused", state)))).isEqualTo(AWAY);
  }

  @ParameterizedTest
  @MethodSource
  void aConnectionThatCannotBeMadeOrBreaksIsUnavailable(Throwable thrown) {
    assertThat(of(new CompletionException(thrown))).isEqualTo(AWAY);
    assertThat(Failures.of(thrown).getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  static Stream<Throwable> aConnectionThatCannotBeMadeOrBreaksIsUnavailable() {
    return Stream.of(
        new ConnectException("refused"),
        new SocketException("Connection reset"),
        new SocketTimeoutException("timed out"),
        new UnknownHostException("nowhere"),
        new UnresolvedAddressException(),
        new ClosedChannelException(),
        new UncheckedIOException(new IOException("Broken pipe")),
        new IOException("Connection reset by peer"),
        new TimeoutException("no answer"),
        new RejectedExecutionException("event executor terminated"));
  }

  @Test
  void whatCameWithAFailureThatHidTheRestCounts() {
    // Given: what Panache makes of a connection that breaks within a transaction.
    Throwable live = new IllegalStateException("live transaction detected");

    assertThat(of(new CompositeException(new ConnectException("refused"), live))).isEqualTo(AWAY);
    assertThat(of(new CompositeException(live, new ConnectException("refused")))).isEqualTo(AWAY);
    assertThat(of(new CompositeException(live, new IllegalStateException()))).isEqualTo("INTERNAL");
  }

  @ParameterizedTest
  @MethodSource
  void aPeerThatDoesNotAnswerIsUnavailable(Status status) {
    StatusRuntimeException failure = Failures.of(status.asRuntimeException());

    assertThat(Errors.reason(failure)).isEqualTo(AWAY);
    assertThat(Failures.of(new StatusException(status)).getStatus().getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  static Stream<Status> aPeerThatDoesNotAnswerIsUnavailable() {
    return Stream.of(
        Status.UNAVAILABLE.withDescription("io exception"),
        Status.CANCELLED.withDescription("RST_STREAM closed stream. HTTP/2 error code: CANCEL"),
        Status.INTERNAL.withDescription("RST_STREAM closed stream. HTTP/2 error code: INTERNAL"),
        Status.INTERNAL.withDescription("Encountered end-of-stream mid-frame"),
        Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException()));
  }

  @Test
  void whatAPeerExplainsPassesAsItIs() {
    Failure answered = Failure.of(ErrorReason.ERROR_REASON_NOT_CAUGHT_UP, "later");

    assertThat(of(new StatusRuntimeException(answered.getStatus(), answered.getTrailers())))
        .isEqualTo("NOT_CAUGHT_UP");
  }

  @Test
  void aFaultOfAPeerIsAFaultOfOurs() {
    Failure answered = Failure.of(ErrorReason.ERROR_REASON_INTERNAL, "a fault of the server");

    assertThat(of(new StatusRuntimeException(answered.getStatus(), answered.getTrailers())))
        .isEqualTo("INTERNAL");
    assertThat(of(Status.UNKNOWN.asRuntimeException())).isEqualTo("INTERNAL");
  }

  @Test
  void aFullDiskIsToldAsSuch() {
    assertThat(of(refused("53100"))).isEqualTo("STORAGE_FULL");
    assertThat(of(new IllegalStateException(new SQLException("full", "53100"))))
        .isEqualTo("STORAGE_FULL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"42P01", "22003", "40001", "", "0"})
  void aStatementThatTheDatabaseRefusesIsAFaultOfOurs(String state) {
    assertThat(of(refused(state))).isEqualTo("INTERNAL");
  }

  @Test
  void aFileThatCannotBeReadIsAFaultOfOurs() {
    assertThat(of(new UncheckedIOException(new IOException("no such file")))).isEqualTo("INTERNAL");
  }

  private static String of(Throwable thrown) {
    return Errors.reason(Failures.of(thrown));
  }

  private static DatabaseException refused(String state) {
    return new DatabaseException("refused", 0, state) {};
  }
}
