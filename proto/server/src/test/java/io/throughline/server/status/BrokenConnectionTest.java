package io.throughline.server.status;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.server.testing.Errors;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the client of PostgreSQL itself throws in each state of a connection that breaks; much of it
 * has no type of its own. The server lets everybody in, and is then silent until it hangs up.
 */
class BrokenConnectionTest {
  private static final long PATIENCE_SECONDS = 30;
  private static final byte[] LET_IN =
      ("R\0\0\0\10\0\0\0\0" + "S\0\0\0\31client_encoding\0UTF8\0" + "Z\0\0\0\5I")
          .getBytes(ISO_8859_1);

  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<Socket> accepted = new CompletableFuture<>();
  private ServerSocket server;

  @BeforeEach
  void serve() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread door = new Thread(this::letIn, "door");
    door.setDaemon(true);
    door.start();
  }

  private void letIn() {
    try {
      Socket socket = server.accept();
      DataInputStream startup = new DataInputStream(socket.getInputStream());
      startup.readFully(new byte[startup.readInt() - Integer.BYTES]);
      socket.getOutputStream().write(LET_IN);
      accepted.complete(socket);
    } catch (IOException e) {
      accepted.completeExceptionally(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    // A connection that is open says goodbye, and waits for the answer.
    if (accepted.isDone() && !accepted.isCompletedExceptionally()) {
      accepted.join().close();
    }
    await(vertx.close());
  }

  @Test
  void nobodyListens() throws Exception {
    server.close();

    assertUnavailable(PgConnection.connect(vertx, options()));
  }

  @Test
  void whatWasUnderWayAndWhatWaitedBehindIt() throws Exception {
    // Given
    PgConnection connection = await(PgConnection.connect(vertx, options().setPipeliningLimit(1)));
    Future<?> underWay = connection.query("SELECT 1").execute();
    Future<?> waiting = connection.query("SELECT 2").execute();
    // When
    hangUp();
    // Then
    assertUnavailable(underWay);
    assertUnavailable(waiting);
  }

  @Test
  void aConnectionThatIsHeldAndClosed() throws Exception {
    // Given
    PgConnection connection = await(PgConnection.connect(vertx, options()));
    CompletableFuture<Void> closed = new CompletableFuture<>();
    connection.closeHandler(closed::complete);
    // When
    hangUp();
    closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    // Then
    assertUnavailable(connection.query("SELECT 1").execute());
  }

  @Test
  void aTransactionWhoseConnectionBreaks() throws Exception {
    // Given
    Future<?> transaction =
        pool().withTransaction(connection -> connection.query("SELECT 1").execute());
    // When
    hangUp();
    // Then
    assertUnavailable(transaction);
  }

  @Test
  void aPoolWithoutAConnectionToSpare() {
    // Given
    Pool pool = pool();
    // When: the first one takes the only connection, and keeps it.
    pool.getConnection();
    // Then
    assertUnavailable(pool.getConnection());
  }

  @Test
  void aPoolThatIsClosed() throws Exception {
    Pool pool = pool();
    await(pool.close());

    assertUnavailable(pool.query("SELECT 1").execute());
  }

  private PgConnectOptions options() {
    return new PgConnectOptions()
        .setHost(server.getInetAddress().getHostAddress())
        .setPort(server.getLocalPort())
        .setUser("anybody")
        .setPassword("any")
        .setDatabase("any");
  }

  private Pool pool() {
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setMaxSize(1)
                .setConnectionTimeout(1)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .connectingTo(options())
        .using(vertx)
        .build();
  }

  private void hangUp() throws Exception {
    accepted.get(PATIENCE_SECONDS, TimeUnit.SECONDS).close();
  }

  private static void assertUnavailable(Future<?> failing) {
    Throwable thrown = catchThrowable(() -> await(failing));
    assertThat(thrown).as("fails with").isInstanceOf(ExecutionException.class);
    assertThat(Errors.reason(Failures.of(thrown)))
        .as("%s", thrown)
        .isEqualTo("DEPENDENCY_UNAVAILABLE");
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
