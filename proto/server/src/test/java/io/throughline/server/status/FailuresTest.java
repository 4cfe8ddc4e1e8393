package io.throughline.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.throughline.server.testing.Errors;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "57P02", "57P03", "53300"})
  void aDatabaseThatIsAwayIsUnavailable(String state) {
    assertThat(of(new CompletionException(refused(state)))).isEqualTo("DEPENDENCY_UNAVAILABLE");
  }

  @Test
  void aConnectionThatCannotBeMadeOrBreaksIsUnavailable() {
    assertThat(of(new IllegalStateException(new ConnectException("refused"))))
        .isEqualTo("DEPENDENCY_UNAVAILABLE");
    assertThat(of(ClosedConnectionException.INSTANCE)).isEqualTo("DEPENDENCY_UNAVAILABLE");
    assertThat(Failures.of(ClosedConnectionException.INSTANCE).getStatus().getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"42P01", "22003", "40001"})
  void aStatementThatTheDatabaseRefusesIsAFaultOfOurs(String state) {
    assertThat(of(refused(state))).isEqualTo("INTERNAL");
  }

  private static String of(Throwable thrown) {
    return Errors.reason(Failures.of(thrown));
  }

  private static DatabaseException refused(String state) {
    return new DatabaseException("refused", 0, state) {};
  }
}
